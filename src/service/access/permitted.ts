import { operations } from '../../contract/operations.ts'
import type { Refusal } from '../../engine/asked/refusals.ts'
import { isAllowed, roleOf } from '../asked/asker.ts'
import type { Request } from '../asked/request.ts'

/**
 * Does who asks lack the permission of the operation? It is judged when the operation is asked for, also dated ahead; what
 * the service itself does is permitted.
 */
export function permissionLacks(request: Request): Refusal[] {
  if (request.op === 'internal') return []
  const { permission } = operations[request.op]
  if (isAllowed(request.caller, permission)) return []
  return [{ code: 'not_permitted', facts: { permission, role: roleOf(request.caller) } }]
}
