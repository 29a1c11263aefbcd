import type { EventType } from '../events/effects.ts'
import { customerRows } from './events/customers.ts'
import { invoiceRows } from './events/invoices.ts'
import { moneyRows } from './events/money.ts'
import { operatorRows } from './events/operator.ts'
import type { Row } from './events/row.ts'

/** How each event is told, by its type, a file a noun. A new event without a row does not compile. */
export const eventRows: Readonly<Record<EventType, Row>> = {
  ...customerRows,
  ...invoiceRows,
  ...moneyRows,
  ...operatorRows,
}
