import { createHash, randomBytes } from 'node:crypto'
import type { Role } from '../../contract/permissions.ts'
import * as people from '../../store/people/people.ts'
import { inTransaction, type Store } from '../../store/session/store.ts'
import { uuidV7 } from '../asked/ids.ts'
import type { Caller } from '../asked/request.ts'
import { keptTextOf, sealText } from '../asked/sealed-text.ts'
import { wallNow } from '../asked/wall-clock.ts'
import { doing } from '../ledger/doings.ts'
import { performTogether } from '../ledger/perform.ts'
import { pinned, pinning } from '../ledger/pins.ts'
import { newName } from './new-name.ts'
import { hashPassword, isPassword } from './passwords.ts'
import { remembered } from './remembered.ts'
import { addressOf, newAddress, newPassword, passwordOf } from './sign-in-form.ts'

const SESSION_US = 12n * 3600n * 1_000_000n
const CACHE_MS = 30_000
const sessions = remembered<people.User>(CACHE_MS)

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
  const { userId: id } = user
  const isChanged = await pinned(store, async (session) => {
    if (!(await people.setPassword(session, id, passwordHash))) return []
    people.endSessions(session, id)
    return [doing('password_changed', { id }, caller), ...(await pinning(session, ['app_user', id], caller))]
  })
  forgetSessions()
  return isChanged
}

/** The user of an address, however it is written; one of earlier releases also as it was written then. */
export async function userAt(store: Store, email: string) {
  const [address, asBefore] = [addressOf(email), email.toLowerCase()]
  return (
    (await people.findUser(store, address)) ??
    (asBefore === address ? undefined : await people.findUser(store, asBefore))
  )
}

/** Forgets who has which session, so that this process asks again. */
export const forgetSessions = (): void => sessions.forgetAll()

/** Signs in: answers the user and the token of a new session, good for 12 hours; null when either is wrong. */
export async function signIn(
  store: Store,
  email: string,
  password: string,
): Promise<{ readonly user: people.User; readonly token: string } | null> {
  const found = await userAt(store, email)
  // an unknown address takes as long as a wrong password
  const kept = found?.passwordHash ?? (await nobody)
  const fits = (await isPassword(passwordOf(password), kept)) || (await isPasswordAsTyped(password, kept))
  if (found === undefined || !fits) return null
  const token = randomBytes(32).toString('base64url')
  const now = wallNow()
  await inTransaction(store, (session) =>
    people.insertSession(session, sha256(token), found.email, [now, now + SESSION_US]),
  )
  const { passwordHash: _, ...user } = found
  return { user, token }
}

/** Earlier releases hashed a password as it was typed. */
const isPasswordAsTyped = async (password: string, kept: string): Promise<boolean> =>
  passwordOf(password) !== password && (await isPassword(password, kept))

const nobody = hashPassword(randomBytes(16).toString('hex'))

/** Whose session a token is; undefined when it is none or over. Remembered for up to 30 s. */
export const userOfSession = (store: Store, token: string): Promise<people.User | undefined> =>
  sessions.get(token, () => people.findSession(store, sha256(token), wallNow()))

/** Ends a session. */
export async function signOut(store: Store, token: string): Promise<void> {
  sessions.forget(token)
  await people.deleteSession(store, sha256(token))
}

export const listUsers = (store: Store): Promise<people.User[]> => people.allUsers(store)

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()
