import type { EventType } from '../events/effects.ts'
import type { EventRecord } from '../record.ts'
import { customerRows } from './events/customers.ts'
import { invoiceRows } from './events/invoices.ts'
import { moneyRows } from './events/money.ts'
import { operatorRows } from './events/operator.ts'
import { type Row, reason } from './events/row.ts'
import type { Telling } from './words.ts'

/** How each event is told, by its type, a file a noun. A new event without a row does not compile. */
export const eventRows: Readonly<Record<EventType, Row>> = {
  ...customerRows,
  ...invoiceRows,
  ...moneyRows,
  ...operatorRows,
}

/** The sentence of an event: its own, and why, where that does not say it. */
export function eventSentence(event: EventRecord, telling: Telling): string {
  const told = eventRows[event.type].tell(event, telling)
  const why = reason(event, telling)
  return told.includes(why.trim()) ? told : `${told}${why}`
}
