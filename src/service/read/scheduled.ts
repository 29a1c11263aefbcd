import { textFromDay } from '../../engine/time.ts'
import { waitingOf } from '../../store/scheduled.ts'
import type { Session } from '../../store/store.ts'
import { actorOf } from './actor.ts'
import { headOf } from './view.ts'
import { timeText } from './wire.ts'

/** The operations of a customer that wait for their day, the earliest first; at most 500. */
export async function listScheduled(session: Session, customerId: string) {
  const [, rows] = await Promise.all([headOf(session, customerId), waitingOf(session, customerId)])
  const items = rows.map((row) => ({
    scheduled: row.scheduledId,
    op: row.op,
    effective_at: timeText(row.effectiveAt),
    due_on: textFromDay(row.dueOn),
    actor: actorOf(row),
    reference: row.reference,
    body: { ...(row.body as Record<string, unknown>) },
    seq: row.seq,
  }))
  return { items, next: null }
}
