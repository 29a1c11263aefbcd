import type { Circumstances } from '../../../engine/asked/circumstances.ts'
import { type CommandOp, commandRow } from '../../../engine/asked/command.ts'
import { movementsAfter } from '../../../engine/asked/movements.ts'
import { type Instant, later } from '../../../engine/time.ts'
import { laterRecords } from '../../../store/history/later-records.ts'
import type { Session } from '../../../store/session/session.ts'
import type { Request } from '../../asked/request.ts'
import type { Sheet } from '../sheet.ts'

/**
 * What counts later than an operation is dated, from the records before it, those booked in this transaction among them;
 * nothing is read where nothing does (2-domain 2.3, 3).
 */
export async function whatCountsLater(
  session: Pick<Session, 'query'>,
  sheet: Pick<Sheet, 'customer' | 'customerId' | 'seqBefore' | 'entries'>,
  op: CommandOp,
  effectiveAt: Instant,
): Promise<Pick<Circumstances, 'later'>> {
  const { customer, customerId, seqBefore, entries } = sheet
  if (effectiveAt >= customer.maxEffectiveAt || takesNothing(op)) return {}
  const stored = await laterRecords(session, customerId, effectiveAt, seqBefore)
  const booked = entries.flatMap((entry) => entry.records)
  return { later: movementsAfter([...stored, ...booked], effectiveAt) }
}

/** What takes nothing, and what the ledger does by itself, needs not know what counts later. */
function takesNothing(op: CommandOp): boolean {
  const row = commandRow(op)
  return row.takesNothing === true || row.bySystem === true
}

/** The other side of a move counts from when the money leaves, also where that is later than the move is dated. */
export function notBeforeItLeft(request: Request, before: Sheet | undefined): Request {
  if (request.op !== 'internal' || request.command.op !== 'move_in' || request.effectiveAt === undefined) return request
  const out = before?.entries.findLast((entry) => entry.operation.op === 'move_out')
  if (out === undefined) return request
  const left = out.records.flatMap((record) => (record.kind === 'event' ? [record.effectiveAt] : []))
  return { ...request, effectiveAt: left.reduce((last, at) => later(last, at), request.effectiveAt) }
}
