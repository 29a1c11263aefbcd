import type { Role } from '../../contract/permissions.ts'
import { limitId, type RoleLimit, setLimit } from '../../store/people/limits.ts'
import type { Store } from '../../store/session/store.ts'
import { limitWords } from '../access/limits.ts'
import type { Caller } from '../asked/request.ts'
import { wallNow } from '../asked/wall-clock.ts'
import { doing, reasoned } from '../ledger/doings.ts'
import { pinned, pinning } from '../ledger/pins.ts'

/**
 * Gives a role a limit for what one of its permissions may come to in a currency, on record; null: as much as it likes.
 * It holds for what is asked from then on. Answers whether it is another one than before.
 */
export async function changeLimit(
  store: Store,
  limit: RoleLimit & { readonly role: Role; readonly reason?: string | undefined },
  caller: Caller,
): Promise<boolean> {
  const id = limitId(limit)
  return await pinned(store, async (session) => {
    if (!(await setLimit(session, limit, wallNow()))) return []
    const record = doing('role_limit_set', { id, role: limit.role, policy: limitWords(limit) }, caller)
    return [reasoned(record, limit.reason), ...(await pinning(session, ['role_limit', id], caller))]
  })
}
