import type { EventType } from '../../events/effects.ts'
import type { EventRecord } from '../../events/record.ts'
import { shortDay } from '../../time.ts'
import type { Telling } from '../words.ts'
import { customerRows } from './customers.ts'
import { invoiceRows } from './invoices.ts'
import { moneyRows } from './money.ts'
import { operatorRows } from './operator.ts'
import { type Row, reason } from './row.ts'

/** How each event is told, by its type, a file a noun. A new event without a row does not compile. */
export const eventRows: Readonly<Record<EventType, Row>> = {
  ...customerRows,
  ...invoiceRows,
  ...moneyRows,
  ...operatorRows,
}

/** The sentence of an event: its own, and why, where that does not say it; the closed day that it is about. */
export function eventSentence(event: EventRecord, telling: Telling): string {
  const told = eventRows[event.type].tell(event, telling)
  const why = reason(event, telling)
  const { aboutOn } = event.facts
  const about = aboutOn === undefined ? '' : ` It is about ${shortDay(aboutOn)}, on which the books are closed.`
  return `${told}${told.includes(why.trim()) ? '' : why}${about}`
}
