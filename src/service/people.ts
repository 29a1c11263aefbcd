import { createHash, randomBytes } from 'node:crypto'
import type { TextRef } from '../engine/events/slots.ts'
import * as people from '../store/people.ts'
import { inTransaction, type Store } from '../store/store.ts'
import { actorIdOf } from './asker.ts'
import { doing, theSystem } from './doings.ts'
import { uuidV7 } from './ids.ts'
import { hashPassword, isPassword } from './passwords.ts'
import { performTogether } from './perform.ts'
import { pinned, pinning } from './pins.ts'
import { remembered } from './remembered.ts'
import type { Caller } from './request.ts'
import { sealText } from './sealed-text.ts'
import { wallNow } from './wall-clock.ts'

const SESSION_US = 12n * 3600n * 1_000_000n
const CACHE_MS = 30_000
const sessions = remembered<people.User>(CACHE_MS)
const keys = remembered<people.ApiKey>(CACHE_MS)

/** A name by which the log would take a person or a program for the service itself. */
export class ReservedName extends Error {
  override readonly name = 'ReservedName'
}

function checkName(name: string): void {
  if (name.normalize('NFKC').trim().toLowerCase() === theSystem.actor)
    throw new ReservedName(`The log says “${theSystem.actor}” of what the service itself does; choose another name.`)
}

/** Adds somebody who may sign in; answers false when the e-mail address is in use. Throws `ReservedName`. */
export async function addUser(
  store: Store,
  { email, name, password }: { readonly email: string; readonly name: string; readonly password: string },
  caller: Caller,
): Promise<boolean> {
  checkName(name)
  const sealed = sealText(name)
  const address = sealText(email.toLowerCase())
  const nameText = textOf(sealed.ref)
  const user = { userId: uuidV7(), email: address.body, name, nameText, role: 'administrator' }
  const passwordHash = await hashPassword(password)
  const facts = { id: user.userId, name: sealed.ref, email: address.ref, role: 'administrator' } as const
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

/** Gives a user another password, on record; answers false when there is no such user. */
export async function changePassword(
  store: Store,
  { email, password }: { readonly email: string; readonly password: string },
  caller: Caller,
): Promise<boolean> {
  const passwordHash = await hashPassword(password)
  return await pinned(store, async (session) => {
    const userId = await people.setPassword(session, email.toLowerCase(), passwordHash)
    return userId === undefined ? [] : await pinning(session, ['app_user', userId], caller)
  })
}

/** Signs in: answers the user and the token of a new session, good for 12 hours; null when either is wrong. */
export async function signIn(
  store: Store,
  email: string,
  password: string,
): Promise<{ readonly user: people.User; readonly token: string } | null> {
  const found = await people.findUser(store, email.toLowerCase())
  // an unknown address takes as long as a wrong password
  const fits = await isPassword(password, found?.passwordHash ?? (await nobody))
  if (found === undefined || !fits) return null
  const token = randomBytes(32).toString('base64url')
  const now = wallNow()
  await inTransaction(store, (session) =>
    people.insertSession(session, sha256(token), found.email, [now, now + SESSION_US]),
  )
  const { passwordHash: _, ...user } = found
  return { user, token }
}

const nobody = hashPassword(randomBytes(16).toString('hex'))

/** Whose session a token is; undefined when it is none or over. Remembered for up to 30 s. */
export const userOfSession = (store: Store, token: string): Promise<people.User | undefined> =>
  sessions.get(token, () => people.findSession(store, sha256(token), wallNow()))

/** Ends a session. */
export async function signOut(store: Store, token: string): Promise<void> {
  sessions.forget(token)
  await people.deleteSession(store, sha256(token))
}

/** Makes a key of the API; its secret is shown this once and kept only as a hash. Throws `ReservedName`. */
export async function createKey(
  store: Store,
  name: string,
  caller: Caller,
): Promise<people.ApiKey & { readonly secret: string }> {
  checkName(name)
  const sealed = sealText(name)
  const key = { id: uuidV7(), name, nameText: textOf(sealed.ref), role: 'administrator', owner: actorIdOf(caller) }
  const secret = `wk_${randomBytes(32).toString('base64url')}`
  const made = { ...doing('key_created', { id: key.id, name: sealed.ref }, caller), texts: [sealed] }
  await performTogether(store, [made], async (session) => {
    await people.insertKey(session, key, sha256(secret), wallNow())
    return await pinning(session, ['api_key', key.id], caller)
  })
  return { ...key, secret }
}

/** The key of a secret; undefined when there is none or it was revoked. Remembered for up to 30 s. */
export const keyOfSecret = (store: Store, secret: string): Promise<people.ApiKey | undefined> =>
  keys.get(secret, () => people.findKey(store, sha256(secret)))

/** Revokes a key; answers false when there is none of this id that is good. Other processes learn it within 30 s. */
export async function revokeKey(store: Store, id: string, caller: Caller): Promise<boolean> {
  let revoked = false
  await performTogether(store, [doing('key_revoked', { id }, caller)], async (session) => {
    revoked = await people.revokeKey(session, id, wallNow())
    if (!revoked) throw new NoSuchKey()
    return await pinning(session, ['api_key', id], caller)
  }).catch((error: unknown) => {
    if (!(error instanceof NoSuchKey)) throw error
  })
  keys.forgetAll()
  return revoked
}

class NoSuchKey extends Error {}

export const listUsers = (store: Store): Promise<people.User[]> => people.allUsers(store)
export const listKeys = (store: Store): Promise<people.ApiKey[]> => people.allKeys(store)

const textOf = ({ textId, hash }: TextRef) => ({ textId, hash: Buffer.from(hash).toString('hex') })

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()
