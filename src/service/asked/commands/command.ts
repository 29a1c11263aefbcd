import type { Command } from '../../../engine/asked/command.ts'
import type { Refusal } from '../../../engine/asked/refusals.ts'
import type { Instant } from '../../../engine/time.ts'
import { type Form, moment, openForm, type Surroundings, text } from '../form.ts'
import type { Request } from '../request.ts'
import type { SealedText } from '../sealed-text.ts'
import { rowOf } from './rows.ts'

/** A request as the engine takes it, with the texts that stand outside the chain, and what could not be read. */
export type Prepared = {
  readonly command: Command
  readonly effectiveAt: Instant
  readonly texts: readonly SealedText[]
  readonly refusals: readonly Refusal[]
}

/**
 * Makes the engine's command of a request: amounts, days and moments read, texts sealed, and what was left out filled in
 * by the rules of 2-domain 2.2; but names that the caller did not supply, which are given after the decision.
 */
export function prepare(request: Request, customerId: string, surroundings: Surroundings): Prepared {
  const form = openForm(surroundings)
  const effectiveAt = effectiveAtOf(request, form)
  if (request.op === 'internal')
    return { command: request.command, effectiveAt, texts: request.texts ?? [], refusals: [] }
  const made = rowOf(request).command(request.body, form, { customerId, effectiveAt })
  const { reason } = request.body
  const command = reason === undefined || 'reason' in made ? made : { ...made, reason: text(form, reason) }
  return { command, effectiveAt, texts: form.texts, refusals: form.refusals }
}

function effectiveAtOf(request: Request, form: Form): Instant {
  if (request.op === 'internal') return request.effectiveAt ?? form.clock.now
  const { countsAt } = rowOf(request)
  if (countsAt !== undefined) return countsAt(request.body, form)
  const dated = 'effective_at' in request.body ? request.body.effective_at : undefined
  return dated === undefined ? form.clock.now : moment(form, dated)
}
