import type { Role } from '../../contract/permissions.ts'
import * as people from '../../store/people/people.ts'
import type { SessionOf } from '../../store/people/sessions.ts'
import type { Store } from '../../store/session/store.ts'
import { uuidV7 } from '../asked/ids.ts'
import type { Caller } from '../asked/request.ts'
import { keptTextOf, sealText } from '../asked/sealed-text.ts'
import { wallNow } from '../asked/wall-clock.ts'
import { doing } from '../ledger/doings.ts'
import { performTogether } from '../ledger/perform.ts'
import { pinned, pinning } from '../ledger/pins.ts'
import { newName } from './new-name.ts'
import { hashPassword } from './passwords.ts'
import { forgetSessions, isPasswordOf, userAt } from './sign-in.ts'
import { newAddress, newPassword } from './sign-in-form.ts'

/**
 * Adds somebody who may sign in; answers false when the e-mail address is in use. Throws `ReservedName`, and `Unfit` for
 * an address or a password with which he could not sign in, or a name that is none.
 */
export async function addUser(
  store: Store,
  wish: { readonly email: string; readonly name: string; readonly password: string; readonly role?: Role },
  caller: Caller,
): Promise<boolean> {
  const address = sealText(newAddress(wish.email))
  const name = newName(wish.name)
  const sealed = sealText(name)
  const { role = 'administrator' } = wish
  const nameText = keptTextOf(sealed.ref)
  const user = { userId: uuidV7(), email: address.body, name, nameText, role }
  const passwordHash = await hashPassword(newPassword(wish.password))
  const facts = { id: user.userId, name: sealed.ref, email: address.ref, role }
  try {
    const added = { ...doing('user_added', facts, caller), texts: [sealed, address] }
    await performTogether(store, [added], async (session) => {
      if (!(await people.insertUser(session, { ...user, passwordHash, at: wallNow() }))) throw new AddressTaken()
      return await pinning(session, ['app_user', user.userId], caller)
    })
    return true
  } catch (error) {
    if (error instanceof AddressTaken) return false
    throw error
  }
}

class AddressTaken extends Error {}

/**
 * Gives a user another password, on record, and ends his sessions; answers false when there is no such user. Other
 * processes learn it within 30 s. Throws `Unfit`.
 */
export async function changePassword(
  store: Store,
  { email, password }: { readonly email: string; readonly password: string },
  caller: Caller,
): Promise<boolean> {
  const passwordHash = await hashPassword(newPassword(password))
  const user = await userAt(store, email)
  if (user === undefined) return false
  return await setNew(store, user.userId, { passwordHash, but: null }, caller)
}

/**
 * Gives who is signed in another password, on record, and ends all his other sessions; answers false where the one that he
 * says he has is not his. Throws `Unfit`.
 */
export async function changeOwnPassword(
  store: Store,
  wish: SessionOf & { readonly password: string; readonly newPassword: string },
  caller: Caller,
): Promise<boolean> {
  const passwordHash = await hashPassword(newPassword(wish.newPassword))
  if (!(await isPasswordOf(store, wish.email, wish.password))) return false
  await setNew(store, wish.userId, { passwordHash, but: wish.sessionId }, caller)
  return true
}

/** A new password on record; all sessions of the user end, but one. Answers whether there is such a user. */
async function setNew(
  store: Store,
  id: string,
  { passwordHash, but }: { readonly passwordHash: string; readonly but: string | null },
  caller: Caller,
): Promise<boolean> {
  const isChanged = await pinned(store, async (session) => {
    if (!(await people.setPassword(session, id, passwordHash))) return []
    people.endSessions(session, id, but)
    return [doing('password_changed', { id }, caller), ...(await pinning(session, ['app_user', id], caller))]
  })
  forgetSessions()
  return isChanged
}

export const listUsers = (store: Store): Promise<people.User[]> => people.allUsers(store)
