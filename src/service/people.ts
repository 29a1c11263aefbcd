import { createHash, randomBytes } from 'node:crypto'
import { name as nameForm } from '../contract/values.ts'
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
import { addressOf, newAddress, newPassword, passwordOf, Unfit } from './sign-in-form.ts'
import { wallNow } from './wall-clock.ts'

const SESSION_US = 12n * 3600n * 1_000_000n
const CACHE_MS = 30_000
const sessions = remembered<people.User>(CACHE_MS)
const keys = remembered<people.ApiKey>(CACHE_MS)

/** A name by which the log would take a person or a program for the service itself. */
export class ReservedName extends Error {
  override readonly name = 'ReservedName'
}

/** A new name as it is kept. */
function newName(text: string): string {
  const { data: name, error } = nameForm.safeParse(text)
  if (error !== undefined) throw new Unfit(`This name cannot be kept: ${error.issues[0]?.message}.`)
  if (name.normalize('NFKC').trim().toLowerCase() === theSystem.actor)
    throw new ReservedName(`The log says “${theSystem.actor}” of what the service itself does; choose another name.`)
  return name
}

/**
 * Adds somebody who may sign in; answers false when the e-mail address is in use. Throws `ReservedName`, and `Unfit` for
 * an address or a password with which he could not sign in, or a name that is none.
 */
export async function addUser(
  store: Store,
  wish: { readonly email: string; readonly name: string; readonly password: string },
  caller: Caller,
): Promise<boolean> {
  const address = sealText(newAddress(wish.email))
  const name = newName(wish.name)
  const sealed = sealText(name)
  const nameText = textOf(sealed.ref)
  const user = { userId: uuidV7(), email: address.body, name, nameText, role: 'administrator' }
  const passwordHash = await hashPassword(newPassword(wish.password))
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

/** Makes a key of the API; its secret is shown this once and kept only as a hash. Throws `ReservedName`, `Unfit`. */
export async function createKey(
  store: Store,
  called: string,
  caller: Caller,
): Promise<people.ApiKey & { readonly secret: string }> {
  const name = newName(called)
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
