import type { Command } from '../../../engine/asked/command.ts'
import { namedAs } from '../../../engine/asked/draft.ts'
import { book } from '../../../engine/booking/book.ts'
import { decide } from '../../../engine/commands/decide.ts'
import { draftsOf } from '../../../engine/replay/drafts.ts'
import type { Customer, Subject } from '../../../engine/state/customer.ts'
import type { OwnCustomer } from '../../../engine/state/own.ts'
import type { StoredOperation } from '../../../store/history/operations.ts'
import { latestOn } from '../../asked/days.ts'
import { commandFrom } from '../../asked/operation-text.ts'
import type { ReadRecord } from '../checks/chain.ts'
import { type Findings, found } from '../checks/finding.ts'
import type { Surroundings } from './circumstances.ts'
import { type Directory, openDirectory, subjectsNamedBy } from './named-by.ts'
import { compareRecords } from './same-records.ts'

/** The first rules of which commands can be decided again: they keep what was asked, and not what was given for it. */
const RULES_DECIDED = 3

/** Can an operation be decided again? The adoption of rules is one of the rules that are adopted. */
export const isDecidable = ({ rules, op }: Pick<StoredOperation, 'rules' | 'op'>): boolean =>
  rules >= RULES_DECIDED || op === 'adopt_rules'

/** What deciding commands again gathers: what they may name, how many were decided, how many are of older rules. */
export type Again = { readonly directory: Directory; decided: number; undecided: number }

export const decidesAgain = (): Again => ({ directory: openDirectory(), decided: 0, undecided: 0 })

type Deciding = {
  /** the subjects that are loaded by themselves */
  readonly open: readonly string[]
  readonly again: Again
  readonly surroundings: Surroundings
  readonly findings: Findings
}

/**
 * Decides the command of an operation again, on the state before it and in its own circumstances, and books what it comes
 * to: the same records must come. What it left unnamed bears the names that were given.
 */
export function compareDecision(
  state: OwnCustomer,
  operation: StoredOperation,
  run: readonly ReadRecord[],
  { open, again, surroundings: { circumstances: given, charges }, findings }: Deciding,
): void {
  again.decided += 1
  const { firstSeq, digest } = operation
  try {
    const { command } = commandFrom(operation.command)
    const before = loadedFor(state, { open, again, command, charges })
    const decision = decide(before, command, given)
    const drafts = decision.ok ? namedAs(decision.drafts, draftsOf(run.map((one) => one.record))) : []
    const circumstances = { ...given, digest, latestOn: latestOn(state) }
    const booking = decision.ok ? book(before, drafts, circumstances) : decision
    compareRecords(operation, run, { road: 'deciding its command again', booking, findings })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    found(findings, firstSeq, `its command cannot be decided again: ${reason}`)
  }
}

type Naming = Pick<Deciding, 'open' | 'again'> & Pick<Surroundings, 'charges'> & { readonly command: Command }

/** The state before an operation as its decision needs it: what is open, what its command names, with what belongs to it. */
function loadedFor(state: OwnCustomer, { open, again, command, charges }: Naming): Customer {
  const subjects = new Map<string, Subject>()
  const named = subjectsNamedBy(again.directory, command)
  for (const key of [...open, ...named]) {
    const subject = state.subjects.get(key)
    if (subject !== undefined) subjects.set(key, subject)
  }
  return { ...state, now: state.maxEffectiveAt, subjects, charges: new Map(charges.map((one) => [one.no, one])) }
}
