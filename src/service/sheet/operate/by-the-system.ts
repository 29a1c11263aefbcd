import type { Circumstances } from '../../../engine/asked/circumstances.ts'
import type { Command } from '../../../engine/asked/command.ts'
import { decide } from '../../../engine/commands/decide.ts'
import type { Session } from '../../../store/session/session.ts'
import { operationId } from '../../asked/ids.ts'
import type { Caller } from '../../asked/request.ts'
import { bookOn } from '../book-on.ts'
import type { Sheet } from '../sheet.ts'
import { named } from './give-names.ts'

/** Who does what nobody asked for: the system, by the clock. */
export const theClock: Caller = { actor: 'system', realm: 'system', channel: 'clock', ip: null }

/** What the system does, when it counts and what the clock shows; `correlationId`: what it belongs to, else itself. */
type Doing = Omit<Circumstances, 'operationId'> & {
  readonly command: Command
  readonly correlationId?: string
  /** who has brought it about; the clock */
  readonly caller?: Caller
}

/**
 * Decides and books, as an operation of its own, what nobody asked for: that it is refused is a bug. Answers whether
 * anything was booked.
 */
export async function bookByTheSystem(session: Session, sheet: Sheet, doing: Doing): Promise<boolean> {
  const { command, correlationId, caller = theClock, ...surrounding } = doing
  const circumstances = { operationId: operationId(), ...surrounding }
  const refusedBy = ({ code }: { readonly code: string }): Error =>
    new Error(`Bug: ${command.op} of ${sheet.customerId} is refused: ${code}`)
  const decision = decide(sheet.customer, command, circumstances)
  if (!decision.ok) throw refusedBy(decision.refusal)
  const booked = bookOn(sheet, {
    command,
    drafts: await named(session, sheet, decision.drafts),
    circumstances,
    caller,
    reference: null,
    correlationId: correlationId ?? circumstances.operationId,
    texts: [],
    key: null,
  })
  if (booked !== null && 'code' in booked) throw refusedBy(booked)
  return booked !== null
}
