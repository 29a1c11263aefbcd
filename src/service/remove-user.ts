import type { Facts } from '../engine/events/slots.ts'
import { endUser, findUser, nameTextsOf } from '../store/people.ts'
import type { Store } from '../store/store.ts'
import { doing } from './doings.ts'
import { pinned, pinning } from './pins.ts'
import type { Caller } from './request.ts'
import { sealText } from './sealed-text.ts'

/**
 * Takes from somebody the right to sign in, and erases his name and address: what he did stays under his id. Answers false
 * when there is no such user. The address of a user of earlier releases is his id, and stays.
 */
export async function removeUser(
  store: Store,
  { email, reason }: { readonly email: string; readonly reason: string },
  caller: Caller,
): Promise<boolean> {
  const user = await findUser(store, email.toLowerCase())
  if (user === undefined) return false
  const texts = await nameTextsOf(store, user)
  const erasures = texts.map((textId) => {
    const sealed = sealText(reason)
    const facts: Facts = { textId, reason: sealed.ref }
    return { ...doing('text_erased', facts, caller), texts: [sealed] }
  })
  await pinned(store, async (session) => {
    endUser(session, user.userId)
    return [...erasures, ...(await pinning(session, ['app_user', user.userId], caller))]
  })
  return true
}
