import { expect, test } from 'vitest'
import { decide } from '../../src/engine/commands/decide.ts'
import { nextEvaluationOn } from '../../src/engine/evaluation/evaluation.ts'
import { latestOn, startOfDay } from '../../src/service/asked/days.ts'
import {
  act,
  bookedBy,
  type Clerk,
  circumstancesOf,
  customerOf,
  day,
  eventsOf,
  issue,
  opened,
  pass,
  pay,
  recordsOf,
  refusalOf,
  status,
  takeBack,
} from '../memory/clerk.ts'
import { textOf } from '../memory/ledger.ts'

const nextDay = (clerk: Clerk) => {
  const customer = customerOf(clerk)
  return nextEvaluationOn(customer, latestOn(customer))
}

const evaluate = (on: string) => ({ op: 'evaluate_day', day: day(on) }) as const

test('evaluating a day moves the clock of the customer to it; again, or an earlier day: nothing', () => {
  const clerk = opened('2026-09-01')
  pass(clerk, '2026-09-05')
  expect(eventsOf(act(clerk, evaluate('2026-09-05')))).toEqual(['day_evaluated'])
  expect(customerOf(clerk).cells['customer.today']?.value).toBe(BigInt(day('2026-09-05')))
  expect(eventsOf(act(clerk, evaluate('2026-09-05')))).toEqual([])
  expect(eventsOf(act(clerk, evaluate('2026-09-04')))).toEqual([])
  expect(eventsOf(act(clerk, evaluate('2026-09-06')))).toEqual(['day_evaluated'])
})

test('a day before 1970 is evaluated like any other', () => {
  const clerk = opened('1962-05-01')
  issue(clerk, 'I1', ['10'], { due: '1962-05-15' })
  pass(clerk, '1962-05-20')
  expect(status(clerk, 'invoice I1')).toBe('overdue')
  expect(nextDay(clerk)).toBe(null)
})

test('no day is evaluated from before the opening', () => {
  const clerk = opened('2026-09-01')
  act(clerk, evaluate('2026-08-31'), { on: '2026-08-31' })
  expect(recordsOf(clerk).at(-1)?.effectiveAt).toBe(startOfDay(day('2026-09-01'), 'UTC'))
})

test('the next day to evaluate is the one after the first due date that is still to come', () => {
  const clerk = opened('2026-09-01')
  expect(nextDay(clerk)).toBe(null)
  issue(clerk, 'I1', ['10'])
  expect(nextDay(clerk)).toBe(null)
  issue(clerk, 'I2', ['10'], { due: '2026-09-20' })
  issue(clerk, 'I3', ['10'], { due: '2026-09-10' })
  expect(nextDay(clerk)).toBe(day('2026-09-11'))
  pass(clerk, '2026-09-11')
  expect(nextDay(clerk)).toBe(day('2026-09-21'))
  pay(clerk, 'P1', '10', { I2: '10' })
  expect(nextDay(clerk)).toBe(null)
  takeBack(clerk, 'P1', 'I2', '1')
  expect(nextDay(clerk)).toBe(day('2026-09-21'))
})

test('a text is erased: the record keeps its hash, the customer no longer has it', () => {
  const clerk = opened('2026-09-01')
  const { name, email } = customerOf(clerk)
  const reason = textOf(clerk.ledger, 'he asked for it')
  expect(eventsOf(act(clerk, { op: 'erase_text', textId: email?.textId ?? '', reason }))).toEqual(['text_erased'])
  expect(customerOf(clerk)).toMatchObject({ name, email: null })
  act(clerk, { op: 'erase_text', textId: name?.textId ?? '', reason })
  expect(customerOf(clerk)).toMatchObject({ name: null, email: null })
  const [first] = recordsOf(clerk)
  expect(first?.kind === 'event' && [first.facts.name, first.facts.email]).toEqual([name, email])
})

test('a text of another kind is erased and the customer keeps his own', () => {
  const clerk = opened('2026-09-01')
  const reason = textOf(clerk.ledger, 'he asked for it')
  act(clerk, { op: 'erase_text', textId: reason.textId, reason })
  expect(customerOf(clerk).name).not.toBe(null)
  expect(refusalOf(act(clerk, { op: 'erase_text', textId: reason.textId, reason }, { on: '2026-08-01' }))).toBe(
    'effective_before_opening',
  )
})

test('joining the wall clock takes the customer off his own; one who follows it already stays as he is', () => {
  const clerk = opened('2026-09-01', { clock: 'tale' })
  expect(eventsOf(act(clerk, { op: 'join_clock', clock: 'tale' }, { on: '2026-08-31' }))).toEqual(['clock_joined'])
  expect(customerOf(clerk).clock).toBe(null)
  expect(recordsOf(clerk).at(-1)?.effectiveAt).toBe(customerOf(clerk).openedAt)
  expect(eventsOf(act(clerk, { op: 'join_clock', clock: 'tale' }))).toEqual([])
})

test('newer rules are adopted from now on; the same or older ones are refused', () => {
  const clerk = opened('2026-09-01')
  bookedBy(clerk, 2)
  pass(clerk, '2026-09-10')
  issue(clerk, 'I1', ['1'])
  act(clerk, { op: 'adopt_rules', rules: 3 }, { on: '2026-09-02' })
  expect(customerOf(clerk)).toMatchObject({ rules: 3, cells: { 'customer.rules': { value: 3n } } })
  expect(recordsOf(clerk).at(-1)).toMatchObject({ type: 'rules_adopted', late: false })
  expect(refusalOf(act(clerk, { op: 'adopt_rules', rules: 3 }))).toBe('rules_not_newer')
  expect(refusalOf(act(clerk, { op: 'adopt_rules', rules: 2 }))).toBe('rules_not_newer')
})

test('what became of a message is a record that names the one that queued it', () => {
  const clerk = opened('2026-09-01')
  clerk.ledger.mail = 'send'
  issue(clerk, 'I1', ['10'], { due: '2026-09-04' })
  pass(clerk, '2026-09-05')
  const queued = recordsOf(clerk).find((record) => record.type === 'message_queued')
  const messageSeq = queued?.seq ?? 0
  const invoice = { kind: 'invoice', no: 1 } as const
  act(clerk, {
    op: 'settle_message',
    messageSeq,
    rootSeq: queued?.rootSeq ?? 0,
    template: 'overdue_notice',
    about: invoice,
    attempt: 1,
    outcome: 'message_failed',
    because: 'mail_server_refused',
    detail: null,
  })
  expect(recordsOf(clerk).at(-1)).toMatchObject({
    kind: 'message',
    type: 'message_failed',
    facts: { messageSeq: BigInt(messageSeq), because: 'mail_server_refused' },
    parentSeq: messageSeq,
    rootSeq: queued?.rootSeq,
    causes: [],
  })
})

test('a doing of the operator is one event of his own stream, without balance', () => {
  const clerk = { ...opened('2026-09-01'), id: '~operator' }
  const command = { op: 'record_doing', type: 'clock_advanced', facts: { clock: 'tale', now: 5n } } as const
  const outcome = act(clerk, command)
  expect(outcome.ok && outcome.records).toMatchObject([
    { type: 'clock_advanced', seq: 1, facts: { clock: 'tale', now: 5n }, balanceAfter: null, effects: [] },
  ])
  expect(decide(customerOf(clerk), command, circumstancesOf(clerk))).toEqual(
    decide(customerOf(clerk), command, circumstancesOf(clerk)),
  )
})
