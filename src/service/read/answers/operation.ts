import type { AuditLine } from '../../../contract/answers.ts'
import { readRecordRange, readRecordSpans } from '../../../store/read/records/records.ts'
import type { Session } from '../../../store/session/session.ts'
import { fetchShelf, readOf } from '../records/shelf.ts'
import { headOf, viewAt } from '../view/view.ts'
import { leftOf, rejected } from './left.ts'
import { type Done, linesOf, MOST, toldOf, withFigures } from './told.ts'

/** The records that each of some operations made, read together. */
export async function recordsOf(session: Session, operations: readonly Done[]): Promise<AuditLine[][]> {
  const reads = (await readRecordSpans(session, operations, MOST)).map(readOf)
  return linesOf(operations, reads, await fetchShelf(session, reads))
}

/** What an operation that was done is answered with: its records, ids, and the figures of its subject as of its time. */
export async function answerOperation(session: Session, outcome: Done) {
  const { customerId, firstSeq, lastSeq } = outcome
  const rows = await readRecordRange(session, customerId, [firstSeq, lastSeq], MOST)
  const reads = rows.map(readOf)
  const [shelf, head] = await Promise.all([fetchShelf(session, reads), headOf(session, customerId)])
  const told = toldOf(outcome, reads, shelf)
  if (told.main === undefined) return told.answer
  const { about, carrier, effectiveAt } = told.main
  const dials = { effectiveAt, knownSeq: lastSeq }
  const view = await viewAt(session, head, { dials, known: null, isNow: false }, about)
  const left = await leftOf(session, outcome, shelf.operationOf(customerId, firstSeq).op)
  return { ...withFigures(told, view, carrier), ...rejected(left) }
}

export type OperationAnswer = Awaited<ReturnType<typeof answerOperation>>
