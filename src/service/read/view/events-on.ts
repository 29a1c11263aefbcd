import { eventNo } from '../../../engine/bytes/numbers.ts'
import type { EventType } from '../../../engine/events/effects.ts'
import type { EventRecord } from '../../../engine/events/record.ts'
import type { BaseFigureName } from '../../../engine/figures/base.ts'
import { countMovers, type Movers, readMovers } from '../../../store/read/records/history.ts'
import type { Session } from '../../../store/session/session.ts'
import { bodiesOf } from '../records/event-texts.ts'
import { readOf } from '../records/shelf.ts'
import { amountText, timeText } from '../records/wire.ts'
import type { View } from './view.ts'

/** Events that one answer names at most of a kind; the audit log pages through more. */
const MOST = 1000

/** How many events of some types that concern a subject within both dials are more than an answer names. */
export async function leftOutOf(
  session: Session,
  view: View,
  subject: NonNullable<Movers['subject']>,
  types: readonly EventType[],
  named: readonly EventRecord[],
): Promise<number> {
  if (named.length < MOST) return 0
  const movers = { subject, types: types.map((type) => eventNo.of(type)) }
  return (await countMovers(session, view.customer.id, movers, view.dials)) - named.length
}

/** The events of some types that concern a subject within both dials, in order of effect. */
export async function eventsOn(
  session: Session,
  view: View,
  subject: NonNullable<Movers['subject']>,
  types: readonly EventType[],
): Promise<EventRecord[]> {
  const movers = [{ subject, types: types.map((type) => eventNo.of(type)) }]
  const rows = await readMovers(session, view.customer.id, movers, view.dials, MOST)
  const events = rows.map((row) => readOf(row).record).filter((record) => record.kind === 'event')
  return events.reverse()
}

/** By how much an event moved a figure of its customer or of a subject; 0 where it did not. */
export const movedBy = ({ effects }: EventRecord, figure: BaseFigureName): bigint =>
  effects.reduce((sum, one) => (one.figure === figure ? sum + one.after - (one.before ?? 0n) : sum), 0n)

/** An xDR on a document beside its lines, as answers have it. */
export type BookedText = {
  readonly xdr_id: string
  readonly amount: string
  readonly reason: string | null
  readonly effective_at: string
  readonly seq: number
}

/** Some events by what they moved a figure by, each with what else is to be said of it. */
export async function bookedOf<T>(
  session: Session,
  { customer, digits }: View,
  events: readonly EventRecord[],
  figure: BaseFigureName,
  more: (event: EventRecord) => T,
): Promise<(BookedText & T)[]> {
  const bodyOf = await bodiesOf(session, customer.id, events)
  return events.map((event) => {
    const { facts, seq, effectiveAt } = event
    return {
      xdr_id: String(facts.xdrId ?? ''),
      amount: amountText(movedBy(event, figure), digits),
      reason: bodyOf(facts.reason?.textId),
      effective_at: timeText(effectiveAt),
      seq,
      ...more(event),
    }
  })
}
