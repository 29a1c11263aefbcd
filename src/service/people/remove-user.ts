import type { Facts } from '../../engine/events/slots.ts'
import { endUser, nameTextsOf } from '../../store/people/people.ts'
import type { Store } from '../../store/session/store.ts'
import type { Caller, InternalRequest } from '../asked/request.ts'
import { sealText } from '../asked/sealed-text.ts'
import { doing } from '../ledger/doings.ts'
import { pinned, pinning } from '../ledger/pins.ts'
import { forgetSessions, userAt } from './sign-in.ts'

/**
 * Takes from somebody the right to sign in, ends his sessions, and erases his name and address: what he did stays under
 * his id. Answers false when there is no such user; other processes learn it within 30 s. The address of a user of earlier
 * releases is his id, and stays.
 */
export async function removeUser(
  store: Store,
  { email, reason }: { readonly email: string; readonly reason: string },
  caller: Caller,
): Promise<boolean> {
  const user = await userAt(store, email)
  if (user === undefined) return false
  const texts = await nameTextsOf(store, user)
  const because = (type: 'user_removed' | 'text_erased', about: Facts): InternalRequest => {
    const sealed = sealText(reason)
    return { ...doing(type, { ...about, reason: sealed.ref }, caller), texts: [sealed] }
  }
  const removal = because('user_removed', { id: user.userId })
  const erasures = texts.map((textId) => because('text_erased', { textId }))
  await pinned(store, async (session) => {
    endUser(session, user.userId)
    return [removal, ...erasures, ...(await pinning(session, ['app_user', user.userId], caller))]
  })
  forgetSessions()
  return true
}
