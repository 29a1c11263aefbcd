import type { Refusal } from '../../engine/asked/refusals.ts'
import { rowOf } from '../asked/commands/rows.ts'
import type { Request } from '../asked/request.ts'
import type { Sheet } from './sheet.ts'

/**
 * Does a request lack the reason that its operation is not done without? It is asked for when the operation is asked for,
 * also dated ahead; what waits already is booked as it was asked for.
 */
export function reasonLacks({ customer }: Sheet, request: Request): Refusal[] {
  if (request.op === 'internal' || request.body.reason !== undefined) return []
  return rowOf(request).asksWhy?.(request.body, customer) === true ? [{ code: 'reason_required', facts: {} }] : []
}
