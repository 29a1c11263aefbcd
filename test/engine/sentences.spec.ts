import { expect, test } from 'vitest'
import { type DecisionType, decisionTypes } from '../../src/engine/events/decisions.ts'
import { type EventType, events } from '../../src/engine/events/effects.ts'
import { type MessageType, messageTypes } from '../../src/engine/events/messages.ts'
import type {
  ChangeRecord,
  DecisionRecord,
  EventRecord,
  LedgerRecord,
  MessageRecord,
} from '../../src/engine/events/record.ts'
import type { Facts } from '../../src/engine/events/slots.ts'
import { eventRows } from '../../src/engine/explain/events/event-sentences.ts'
import { followers } from '../../src/engine/explain/events/row.ts'
import { sentence } from '../../src/engine/explain/sentences/sentence.ts'
import { codeWords, type Telling } from '../../src/engine/explain/words.ts'
import type { Ref } from '../../src/engine/figures/base.ts'
import { messageKinds } from '../../src/engine/policy/policy.ts'
import { rowsSaying } from '../../src/service/read/audit/narrowing/vocabulary.ts'
import { day, micros } from '../memory/clerk.ts'
import { text } from './example-facts.ts'
import { examples } from './sentence-examples.ts'

const names: Partial<Record<Ref['kind'], string>> = { invoice: 'I', payment: 'P', credit: 'CN-1', dispute: 'D' }
const told: Telling = {
  digits: 2,
  nameOf: ({ kind }) => names[kind] ?? '?',
  calledOf: ({ kind }) => (kind === 'credit' ? 'credit_note' : kind),
  recordAt: () => undefined,
  textOf: (textId) => (textId === 'gone' ? null : textId),
  reference: null,
}
const [invoice, payment] = [
  { kind: 'invoice', no: 1 },
  { kind: 'payment', no: 1 },
] as const

const head = {
  seq: 10,
  eventId: '01939f6a-7b00-7c3d-8e4f-0123456789ab',
  rootSeq: 10,
  parentSeq: null,
  subject: invoice,
  effectiveAt: 0n,
  recordedAt: 0n,
  late: false,
  causes: [],
  digest: null,
} as const
const event = (type: EventType, subject: Ref, facts: Facts): EventRecord => ({
  ...head,
  kind: 'event',
  type,
  subject,
  facts,
  effects: [],
  balanceAfter: null,
})
const exampleOf = (type: EventType): EventRecord => event(type, examples[type][0], examples[type][1])
const decision = (type: DecisionType, facts: Facts): DecisionRecord => ({ ...head, kind: 'decision', type, facts })
const message = (type: MessageType, facts: Facts): MessageRecord => ({ ...head, kind: 'message', type, facts })

test.each(Object.keys(events) as EventType[])('%s is told, and as a source too', (type) => {
  const record = exampleOf(type)
  expect(sentence(record, told)).toBe(examples[type][2])
  const source = eventRows[type].source(record, told)
  expect(source).not.toMatch(/\?|undefined|\.$|^$/)
  expect(eventRows[type].words).toMatch(/^[A-Za-z][A-Za-z -]*[a-z]$/)
})

/** Names, texts and dates of the examples: a search finds these by other means. */
const ownWords = new RegExp(
  '^(john|doe|usd|jane|jane@example.com|gold|europe|paris|as|agreed|he|called|roaming|charges|card|refused|usage|calls|fee|' +
    'set-up|invoice.adjust|ann|crm|lost|tale|may.csv|oct|october|t00|z|[ipd]|[ckrm]\\d|cn-1|cr-m1|cr-i)$',
)

test.each(Object.keys(events) as EventType[])('%s is found by the words of its sentence', (type) => {
  const words = examples[type][2].toLowerCase().match(/\p{L}[\p{L}\p{N}@.-]*(?<!\.)/gu) ?? []
  const isFound = (word: string): boolean => rowsSaying(word).some((row) => row.types?.includes(events[type].no))
  expect(words.filter((word) => !ownWords.test(word) && !isFound(word))).toEqual([])
})

test.each([
  ['late_fee_withheld', { invoice, because: 'in_dispute' }, 'Late fee for invoice I withheld: in dispute.'],
  [
    'limitation_withheld',
    { invoice, because: 'covered_by_free_money' },
    'Limitation for invoice I withheld: free money of the customer covers it.',
  ],
  [
    'suspension_withheld',
    { because: 'lifted', until: day('2026-10-20') },
    'Suspension withheld: collection is lifted until 20 Oct 2026.',
  ],
  [
    'termination_withheld',
    { because: 'below_threshold' },
    'Termination withheld: the collectible overdue sum is not above the threshold.',
  ],
] as const satisfies readonly (readonly [DecisionType, Facts, string])[])('%s is told', (type, facts, words) => {
  const record = decision(type, { ...facts, policyVersion: 3n })
  expect(sentence(record, told)).toBe(`${words} By policy version 3.`)
})

const overdueFacts = {
  template: 'overdue_notice',
  invoice,
  stated: micros('10'),
  statedDueOn: day('2026-10-15'),
} as const
const limits = { template: 'credit_limit_warning', stated: micros('90'), statedSum: micros('100') } as const
const coming = { statedSum: micros('10'), statedOn: day('2026-11-05') } as const

test.each([
  [
    'message_queued',
    overdueFacts,
    'Overdue notice for invoice I queued. It states 10.00 outstanding, due 15 Oct 2026.',
  ],
  ['message_sent', { template: 'overdue_notice', invoice }, 'Overdue notice for invoice I sent.'],
  [
    'message_failed',
    { template: 'overdue_notice', invoice, because: 'mail_server_refused', detail: text('550 no such user') },
    'Overdue notice for invoice I not sent: the mail server refused it (550 no such user).',
  ],
  [
    'message_withheld',
    { template: 'reminder', invoice, because: 'no_address' },
    'Reminder for invoice I withheld: the customer has no e-mail address.',
  ],
  [
    'message_deferred',
    { template: 'overdue_notice', invoice, because: 'mail_server_unreachable', attempt: 2n },
    'Overdue notice for invoice I not sent yet: the mail server could not be reached, attempt 2.',
  ],
  [
    'message_queued',
    { template: 'payment_receipt', payment, stated: micros('60') },
    'Receipt for payment P queued. It states 60.00 received.',
  ],
  [
    'message_queued',
    { template: 'limitation_notice', ...coming },
    'Limitation notice queued. It states 10.00 collectible and 5 Nov 2026.',
  ],
  [
    'message_queued',
    { template: 'suspension_warning', invoice, ...coming },
    'Suspension warning for invoice I queued. It states 10.00 collectible and 5 Nov 2026.',
  ],
  ['message_queued', limits, 'Credit limit warning queued. It states a balance of 90.00 and a limit of 100.00.'],
] as const satisfies readonly (readonly [MessageType, Facts, string])[])('%s is told', (type, facts, words) => {
  expect(sentence(message(type, facts), told)).toBe(words)
})

test('every outcome of a message, every kind of it and every decision has words', () => {
  for (const type of Object.keys(messageTypes) as MessageType[])
    for (const template of Object.keys(messageKinds) as (keyof typeof messageKinds)[])
      expect(sentence(message(type, { template }), told)).toMatch(
        /^[A-Z][a-z -]+ (queued|sent|not sent|withheld|not sent yet)\.$/,
      )
  for (const type of Object.keys(decisionTypes) as DecisionType[])
    expect(sentence(decision(type, {}), told)).toMatch(
      /^([A-Z][a-z ]+ withheld\. By policy version 0|0\.00 of payment \? not allocated to invoice \? as wished)\.$/,
    )
  expect(Object.values(codeWords).filter((words) => words === '' || /_|\.$/.test(words))).toEqual([])
})

test('a reason names the reference of its operation, and an erased text that it is gone', () => {
  const adjusted = event('invoice_adjusted', invoice, { invoice, amount: micros('-30'), reason: text('roaming') })
  const referred = { ...told, reference: 'CRM case 8841' }
  expect(sentence(adjusted, referred)).toBe('Invoice I adjusted by −30.00. Reason: roaming (CRM case 8841).')
  const erased = event('invoice_adjusted', invoice, { invoice, amount: micros('-30'), reason: text('gone') })
  expect(sentence(erased, told)).toBe('Invoice I adjusted by −30.00. Reason: [erased].')
})

test('an event says what is left on its invoice, from the change that follows it', () => {
  const left = amountChange('invoice.outstanding', '20', '10', 12)
  const telling: Telling = { ...told, recordAt: (seq) => (seq === 12 ? left : undefined) }
  const saying = (type: EventType): string => sentence(exampleOf(type), telling)
  expect(saying('payment_allocated')).toContain(' allocated to invoice I, 10.00 left. Rule: oldest first.')
  expect(saying('invoice_written_off')).toBe(
    '10.00 of invoice I written off (xDR id 6), 10.00 left. Reason: as agreed.',
  )
  expect(saying('late_fee_added')).toMatch(/, by policy version 3, 10\.00 left\.$/)
})

const amountChange = (figure: 'invoice.outstanding', before: string, after: string, seq: number): ChangeRecord => ({
  ...head,
  seq,
  parentSeq: head.seq,
  kind: 'change',
  type: 'amount_changed',
  figure,
  before: micros(before),
  after: micros(after),
  beforeSeq: 1,
  operands: [],
  verdicts: [],
})

test.each([
  ['payment_received', 'customer payment (xDR id 2204), for invoice I'],
  ['payment_charged_back', 'chargeback of payment P (xDR id 9), for invoice I'],
  ['credit_made', 'negative total of invoice I'],
  ['invoice_voided', 'void of invoice I (xDR id 8)'],
  ['late_fee_charged', 'late fee for invoice I (xDR id 7)'],
  ['credit_moved_in', 'move from customer C2 (xDR id 9), for invoice I'],
] as const)('a change that comes from %s names it as its source, and its own subject once', (type, source) => {
  const records: Record<number, LedgerRecord> = { 10: exampleOf(type) }
  const change = amountChange('invoice.outstanding', '70', '10', 11)
  expect(sentence(change, { ...told, recordAt: (seq) => records[seq] })).toBe(
    `Invoice outstanding changed from 70.00 to 10.00 (decreased by 60.00). Source: ${source}.`,
  )
})

test.each(Object.keys(examples) as EventType[])(
  '%s looks at the records after it only where its row says so',
  (type) => {
    const one = exampleOf(type)
    const asked: number[] = []
    sentence(one, { ...told, recordAt: (seq) => void asked.push(seq) })
    expect(asked.filter((seq) => seq > one.seq)).toEqual(followers(one, eventRows[type]))
  },
)
