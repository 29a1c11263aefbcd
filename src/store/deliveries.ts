import { type Columns, insertSql } from './rows.ts'
import type { Session } from './store.ts'

const columns: Columns = { customer_id: 'text', message_seq: 'bigint', next_attempt_at: 'timestamptz' }
const insert = insertSql('delivery', columns)

/** Queues messages for sending. */
export function insertDeliveries(
  session: Session,
  rows: readonly { readonly customer_id: string; readonly message_seq: number; readonly next_attempt_at: string }[],
): void {
  if (rows.length > 0) session.send(insert, [JSON.stringify(rows)])
}

/** Takes a message out of the queue: what became of it is recorded. */
export function deleteDelivery(session: Session, customerId: string, messageSeq: number): void {
  session.send('delete from delivery where customer_id = $1 and message_seq = $2', [customerId, messageSeq])
}
