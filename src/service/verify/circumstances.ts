import type { Circumstances } from '../../engine/commands/command.ts'
import type { Customer } from '../../engine/customer/state.ts'
import type { StoredOperation } from '../../store/operations.ts'
import type { Session } from '../../store/store.ts'
import { commandFrom } from '../operation-text.ts'
import { whatCountsLater } from '../what-counts-later.ts'

/**
 * What surrounded the decision of a recorded operation: what its command's text keeps, and what follows from the records
 * before it. Whatever a decision comes to need beside the state is either kept there, or made again here.
 */
export async function circumstancesOf(
  session: Pick<Session, 'query'>,
  before: Customer,
  { customerId, firstSeq, operationId, recordedAt, command: text }: StoredOperation,
): Promise<Circumstances> {
  const { command, given } = commandFrom(text)
  const sheet = { customer: before, customerId, seqBefore: firstSeq - 1, entries: [] }
  const later = await whatCountsLater(session, sheet, command.op, given.effectiveAt)
  return { ...given, operationId, recordedAt, ...later }
}
