import type { EventType } from '../events/effects.ts'
import type { EventRecord } from '../record.ts'
import { instantToText, longDay, shortDay } from '../time.ts'
import { body, codeWords, money, type Telling } from './words.ts'

/**
 * How each event is told: `tell` its own sentence, `source` the cause in words of a change that it made, `words` what a
 * search finds it by. A new event without a row here does not compile.
 */
type Row = {
  readonly words: string
  readonly source: (event: EventRecord, telling: Telling) => string
  readonly tell: (event: EventRecord, telling: Telling) => string
}

const xdr = ({ facts }: EventRecord): string => (facts.xdrId === undefined ? '' : ` (xDR id ${facts.xdrId})`)
const bracket = ({ reference }: Telling): string => (reference === null ? '' : ` (${reference})`)
const amount = ({ facts }: EventRecord, telling: Telling): string => money(facts.amount ?? 0n, telling)
const invoice = ({ facts }: EventRecord, telling: Telling): string =>
  `invoice ${facts.invoice === undefined ? '?' : telling.nameOf(facts.invoice)}`
const fund = ({ facts }: EventRecord, telling: Telling): string =>
  facts.payment === undefined
    ? `credit ${facts.credit === undefined ? '?' : telling.nameOf(facts.credit)}`
    : `payment ${telling.nameOf(facts.payment)}`
const rule = ({ facts }: EventRecord): string => (facts.rule === undefined ? '' : ` Rule: ${codeWords[facts.rule]}.`)
const reason = ({ facts }: EventRecord, telling: Telling): string =>
  facts.reason === undefined ? '' : ` Reason: ${body(facts.reason, telling)}${bracket(telling)}.`

/** ", 10.00 left": what the invoice owed after the event, from the change that followed it. */
function left(event: EventRecord, telling: Telling): string {
  const change = [1, 2, 3]
    .map((step) => telling.recordAt(event.seq + step))
    .find((one) => one?.kind === 'change' && one.figure === 'invoice.outstanding' && one.parentSeq === event.seq)
  return change?.kind === 'change' ? `, ${money(change.after, telling)} left` : ''
}

const allocated: Row = {
  words: 'allocated to invoice left rule',
  source: (event, telling) => `allocation of ${fund(event, telling)} to ${invoice(event, telling)}`,
  tell: (event, telling) =>
    `${amount(event, telling)} of ${fund(event, telling)} allocated to ${invoice(event, telling)}${left(event, telling)}.${rule(event)}`,
}
const deallocated: Row = {
  words: 'taken back from invoice left rule deallocated',
  source: (event, telling) => `deallocation of ${fund(event, telling)} from ${invoice(event, telling)}`,
  tell: (event, telling) =>
    `${amount(event, telling)} of ${fund(event, telling)} taken back from ${invoice(event, telling)}${left(event, telling)}.${rule(event)}`,
}

const doing = (words: string, tell: Row['tell']): Row => ({ words, source: () => words, tell })

export const eventRows: Readonly<Record<EventType, Row>> = {
  customer_opened: {
    words: 'customer opened',
    source: () => 'opening of the customer',
    tell: ({ facts }, telling) =>
      `Customer opened: ${body(facts.name, telling)}, ${facts.currency}, ${facts.billing === undefined ? '' : codeWords[facts.billing]}.`,
  },
  charge_booked: {
    words: 'charge of booked for',
    source: ({ facts }) => `charge for ${facts.service}`,
    tell: (event, telling) => {
      const { description, service } = event.facts
      const words = description === undefined ? '' : `: ${body(description, telling)}`
      return `Charge of ${amount(event, telling)} booked for ${service}${words}${xdr(event)}.`
    },
  },
  invoice_issued: {
    words: 'invoice issued total due',
    source: (event, telling) => `issue of ${invoice(event, telling)}`,
    tell: (event, telling) => {
      const { dueOn } = event.facts
      const due = dueOn === undefined ? 'without a due date' : `due ${shortDay(dueOn)}`
      return `Invoice ${event.facts.id} issued, total ${amount(event, telling)}, ${due}.`
    },
  },
  invoice_adjusted: {
    words: 'invoice adjusted by left reason adjustment',
    source: () => 'invoice adjustment',
    tell: (event, telling) =>
      `Invoice ${telling.nameOf(event.subject)} adjusted by ${amount(event, telling)}${left(event, telling)}.${reason(event, telling)}`,
  },
  payment_received: {
    words: 'payment of received customer',
    source: () => 'customer payment',
    tell: (event, telling) => `Payment of ${amount(event, telling)} received${xdr(event)}.`,
  },
  payment_allocated: allocated,
  payment_deallocated: deallocated,
  credit_allocated: allocated,
  credit_deallocated: deallocated,
  credit_made: {
    words: 'credit of made from negative invoice',
    source: (event, telling) => `negative total of ${invoice(event, telling)}`,
    tell: (event, telling) =>
      `Credit ${event.facts.id} of ${amount(event, telling)} made from the negative total of ${invoice(event, telling)}.`,
  },
  note_added: {
    words: 'note added dispute noted agreed',
    source: ({ facts }) => (facts.noteKind === 'dispute' ? 'note of a dispute' : 'note'),
    tell: ({ facts, subject }, telling) => {
      const about = subject.kind === 'customer' ? '' : ` on ${subject.kind} ${telling.nameOf(subject)}`
      const what = facts.noteKind === 'dispute' ? `Dispute noted${about}` : `Note added${about}`
      const agreed = facts.agreed === undefined ? '' : ` Agreed: ${money(facts.agreed, telling)}.`
      const text = body(facts.note, telling)
      return `${what}: ${text.replace(/\.$/, '')}${bracket(telling)}.${agreed}`
    },
  },
  day_evaluated: {
    words: 'evaluated day',
    source: ({ facts }) => `evaluation of ${shortDay(facts.day ?? 0)}`,
    tell: ({ facts }) => `${longDay(facts.day ?? 0)} evaluated.`,
  },
  text_erased: {
    words: 'text erased reason',
    source: () => 'erasure of a text',
    tell: (event, telling) => `Text erased.${reason(event, telling)}`,
  },
  clock_joined: {
    words: 'joined the wall clock',
    source: () => 'joining of the wall clock',
    tell: ({ facts }) => `Joined the wall clock, from clock ${facts.clock}.`,
  },
  rules_adopted: {
    words: 'rules adopted',
    source: () => 'adoption of rules',
    tell: ({ facts }) => `Rules ${facts.rules} adopted.`,
  },
  user_added: doing('user added', ({ facts }) => `User ${facts.id} added as ${facts.role}.`),
  key_created: doing(
    'API key created',
    ({ facts }, telling) => `API key ${facts.id} created: ${body(facts.name, telling)}.`,
  ),
  key_revoked: doing(
    'API key revoked',
    (event, telling) => `API key ${event.facts.id} revoked.${reason(event, telling)}`,
  ),
  clock_created: doing(
    'clock created',
    ({ facts }) =>
      `Clock ${facts.clock} created at ${instantToText(facts.now ?? 0n)}; ${codeWords[facts.mail ?? 'withhold']}.`,
  ),
  clock_advanced: doing(
    'clock advanced',
    ({ facts }) => `Clock ${facts.clock} advanced to ${instantToText(facts.now ?? 0n)}.`,
  ),
  clock_ended: doing(
    'clock joined the wall clock',
    ({ facts }) => `Clock ${facts.clock} joined the wall clock with ${facts.count} customers.`,
  ),
  run_started: doing('run started', ({ facts }) => `${codeWords[facts.runKind ?? 'collection']} ${facts.id} started.`),
  run_finished: doing(
    'run finished',
    ({ facts }) => `Run ${facts.id} finished: ${codeWords[facts.outcome ?? 'done']}, ${facts.count} looked at.`,
  ),
  import_started: doing(
    'import started',
    ({ facts }, telling) => `Import ${facts.id} of ${body(facts.name, telling)} started, ${facts.count} lines.`,
  ),
  import_finished: doing(
    'import finished',
    ({ facts }) => `Import ${facts.id} finished: ${facts.count} lines booked, ${facts.rejected} rejected.`,
  ),
}
