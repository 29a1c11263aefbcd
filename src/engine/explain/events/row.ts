import type { EventRecord } from '../../events/record.ts'
import { body, codeWords, money, type Telling } from '../words.ts'

/**
 * How an event is told: `tell` its own sentence, `source` the cause in words of a change that it made, `words` what a
 * search finds it by.
 */
export type Row = {
  readonly words: string
  readonly source: (event: EventRecord, telling: Telling) => string
  readonly tell: (event: EventRecord, telling: Telling) => string
  /** it tells what the invoice owed after it (`left`): the change that says so follows the event */
  readonly tellsLeft?: true
}

/** Steps after an event at which the change of what its invoice owes may stand. */
const LEFT_WITHIN = [1, 2, 3]

/** The records after an event that its sentence may look at. */
export const followers = ({ seq }: EventRecord, { tellsLeft }: Row): number[] =>
  tellsLeft ? LEFT_WITHIN.map((step) => seq + step) : []

/** " (xDR id 2204)" where the event has one. */
export const xdr = ({ facts }: EventRecord): string => (facts.xdrId === undefined ? '' : ` (xDR id ${facts.xdrId})`)

/** " (CRM case 8841)" where the operation has a reference. */
export const bracket = ({ reference }: Telling): string => (reference === null ? '' : ` (${reference})`)

/** The amount of an event. */
export const amount = ({ facts }: EventRecord, telling: Telling): string => money(facts.amount ?? 0n, telling)

/** "invoice 2026-09-001". */
export const invoice = ({ facts }: EventRecord, telling: Telling): string =>
  `invoice ${facts.invoice === undefined ? '?' : telling.nameOf(facts.invoice)}`

/** "payment P-1". */
export const payment = ({ facts }: EventRecord, telling: Telling): string =>
  `payment ${facts.payment === undefined ? '?' : telling.nameOf(facts.payment)}`

/** "credit CR-1". */
export const credit = ({ facts }: EventRecord, telling: Telling): string =>
  `credit ${facts.credit === undefined ? '?' : telling.nameOf(facts.credit)}`

/** The payment or credit that money comes from. */
export const fund = (event: EventRecord, telling: Telling): string =>
  event.facts.payment === undefined ? credit(event, telling) : payment(event, telling)

/** " Rule: oldest first." */
export const rule = ({ facts }: EventRecord): string =>
  facts.rule === undefined ? '' : ` Rule: ${codeWords[facts.rule]}.`

/** " Reason: disputed roaming charges (CRM case 8841)." */
export const reason = ({ facts }: EventRecord, telling: Telling): string =>
  facts.reason === undefined ? '' : ` Reason: ${body(facts.reason, telling)}${bracket(telling)}.`

/** ": a description" where there is one. */
export const described = ({ facts }: EventRecord, telling: Telling): string =>
  facts.description === undefined ? '' : `: ${body(facts.description, telling)}`

/** ", 10.00 left": what the invoice owed after the event, from the change that followed it. */
export function left(event: EventRecord, telling: Telling): string {
  const change = LEFT_WITHIN.map((step) => telling.recordAt(event.seq + step)).find(
    (one) => one?.kind === 'change' && one.figure === 'invoice.outstanding' && one.parentSeq === event.seq,
  )
  return change?.kind === 'change' ? `, ${money(change.after, telling)} left` : ''
}
