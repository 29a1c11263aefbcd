import { type Instant, textFromDay } from '../../../engine/time.ts'
import { recordsOfScheduled, waitingOf } from '../../../store/queues/scheduled.ts'
import { readOperations } from '../../../store/read/records/operations.ts'
import type { Session } from '../../../store/session/session.ts'
import { actorOf } from '../records/actor.ts'
import { misunderstood } from '../records/fault.ts'
import { timeText } from '../records/wire.ts'
import { pageOf } from '../view/pages.ts'
import { hasDials, type ListAsked } from '../view/subject-list.ts'
import { headOf, viewOf } from '../view/view.ts'

/** The operations of a customer that wait for their day, the earliest first; within dials those that waited then. */
export async function listScheduled(session: Session, customerId: string, asked: ListAsked) {
  if (hasDials(asked)) return await waitingThen(session, customerId, asked)
  const page = { after: placeFrom(asked.cursor), limit: asked.limit + 1 }
  const [, rows] = await Promise.all([headOf(session, customerId), waitingOf(session, customerId, page)])
  const { items, next } = pageOf(rows, asked.limit, (row) => `${row.effectiveAt}.${row.seq}`)
  return { items: items.map(rowOf), next }
}

/**
 * By the fold, which has what waited by then. What was asked for in detail is kept only while it waits: it is left out, so
 * that the answer stays the same.
 */
async function waitingThen(session: Session, customerId: string, asked: ListAsked) {
  const { customer } = await viewOf(session, customerId, asked)
  const after = placeFrom(asked.cursor) ?? { at: customer.scheduled[0]?.dueAt ?? 0n, seq: 0 }
  const ids = customer.scheduled.map((one) => one.id)
  const found = new Map((await recordsOfScheduled(session, customerId, ids)).map((one) => [one.scheduledId, one]))
  const waiting = customer.scheduled
    .map((one) => ({ ...one, seq: found.get(one.id)?.seq ?? 0, reference: found.get(one.id)?.reference ?? null }))
    .filter(({ dueAt, seq }) => dueAt > after.at || (dueAt === after.at && seq > after.seq))
    .sort((one, other) => Number(one.dueAt - other.dueAt) || one.seq - other.seq)
  const { items, next } = pageOf(waiting, asked.limit, (one) => `${one.dueAt}.${one.seq}`)
  const operations = await readOperations(
    session,
    items.map(({ seq }) => ({ customerId, seq })),
  )
  return {
    items: items.map(({ id, op, dueAt, day, seq, reference }) => ({
      scheduled: id,
      op,
      effective_at: timeText(dueAt),
      due_on: textFromDay(day),
      actor: actorOf(operations.find((one) => one.recordSeq === seq)),
      reference,
      body: null,
      seq,
    })),
    next,
  }
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
