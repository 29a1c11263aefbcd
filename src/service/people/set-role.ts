import type { Role } from '../../contract/permissions.ts'
import { setRole } from '../../store/people/people.ts'
import type { Store } from '../../store/session/store.ts'
import type { Caller } from '../asked/request.ts'
import { doing, reasoned } from '../ledger/doings.ts'
import { pinned, pinning } from '../ledger/pins.ts'
import { forgetSessions, userAt } from './sign-in.ts'

/**
 * Gives a user another role, on record. Answers whether it is another one; undefined when there is no such user. Other
 * processes learn it within 30 s.
 */
export async function changeRole(
  store: Store,
  { email, role, reason }: { readonly email: string; readonly role: Role; readonly reason?: string | undefined },
  caller: Caller,
): Promise<boolean | undefined> {
  const user = await userAt(store, email)
  if (user === undefined) return undefined
  const { userId: id } = user
  const isChanged = await pinned(store, async (session) => {
    if (!(await setRole(session, id, role))) return []
    return [
      reasoned(doing('user_role_set', { id, role }, caller), reason),
      ...(await pinning(session, ['app_user', id], caller)),
    ]
  })
  forgetSessions()
  return isChanged
}
