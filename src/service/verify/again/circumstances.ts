import type { Circumstances } from '../../../engine/asked/circumstances.ts'
import type { Command } from '../../../engine/asked/command.ts'
import type { Charge, Customer } from '../../../engine/state/customer.ts'
import { findSubject } from '../../../engine/state/subjects.ts'
import type { StoredOperation } from '../../../store/history/operations.ts'
import type { Session } from '../../../store/session/session.ts'
import { chargesIn, loadCharges } from '../../../store/subjects/charges.ts'
import { wantsNothing } from '../../../store/subjects/wanted.ts'
import { commandFrom } from '../../asked/operation-text.ts'
import { whatCountsLater } from '../../sheet/operate/what-counts-later.ts'
import { whatIsTaken } from '../../sheet/operate/what-is-taken.ts'

/** What surrounded a decision, and the charges that its customer had at hand for it. */
export type Surroundings = { readonly circumstances: Circumstances; readonly charges: readonly Charge[] }

/**
 * What surrounded the decision of a recorded operation: what its command's text keeps, and what follows from the records
 * before it. Whatever a decision comes to need beside the state is either kept there, or made again here.
 */
export async function surroundingsOf(
  session: Session,
  before: Customer,
  { customerId, firstSeq, operationId, recordedAt, command: text }: StoredOperation,
): Promise<Surroundings> {
  const { command, given } = commandFrom(text)
  const sheet = { customer: before, customerId, seqBefore: firstSeq - 1, entries: [] }
  const later = await whatCountsLater(session, sheet, command.op, given.effectiveAt)
  const taken = await whatIsTaken(session, sheet, command, given.effectiveAt)
  const circumstances = { ...given, operationId, recordedAt, ...later, ...taken }
  return { circumstances, charges: await chargesAtHand(session, before, command) }
}

/** The charges that a command names, or books again: from their records, so that none are kept meanwhile. */
async function chargesAtHand(session: Session, before: Customer, command: Command): Promise<readonly Charge[]> {
  if ('charges' in command && command.charges !== 'unbilled') {
    const named = await loadCharges(session, [{ ...wantsNothing(before.id), charges: command.charges }])
    return named.map((one) => one.subject).filter((one) => one.no <= before.counts.charge)
  }
  if (!('reissue' in command) || !command.reissue) return []
  return await chargesIn(session, before.id, findSubject(before, 'invoice', command.invoice)?.traits.charges ?? [])
}
