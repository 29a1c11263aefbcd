import { type Instant, textFromDay } from '../../engine/time.ts'
import { waitingOf } from '../../store/scheduled.ts'
import type { Session } from '../../store/store.ts'
import { actorOf } from './actor.ts'
import { misunderstood } from './fault.ts'
import { type PageAsked, pageOf } from './lists.ts'
import { headOf } from './view.ts'
import { timeText } from './wire.ts'

/** The operations of a customer that wait for their day, the earliest first. */
export async function listScheduled(session: Session, customerId: string, asked: PageAsked) {
  const page = { after: placeFrom(asked.cursor), limit: asked.limit + 1 }
  const [, rows] = await Promise.all([headOf(session, customerId), waitingOf(session, customerId, page)])
  const { items, next } = pageOf(rows, asked.limit, (row) => `${row.effectiveAt}.${row.seq}`)
  return { items: items.map(rowOf), next }
}

/** The place of a list that goes by moment, then number. */
function placeFrom(cursor: string | undefined): { at: Instant; seq: number } | null {
  if (cursor === undefined) return null
  const [, at, seq] = /^(-?\d{1,18})\.(\d{1,15})$/.exec(cursor) ?? []
  if (at === undefined) throw misunderstood('cursor', 'the value of "next" in the answer before')
  return { at: BigInt(at), seq: Number(seq) }
}

function rowOf(row: Awaited<ReturnType<typeof waitingOf>>[number]) {
  return {
    scheduled: row.scheduledId,
    op: row.op,
    effective_at: timeText(row.effectiveAt),
    due_on: textFromDay(row.dueOn),
    actor: actorOf(row),
    reference: row.reference,
    body: { ...(row.body as Record<string, unknown>) },
    seq: row.seq,
  }
}
