import { createHash, randomBytes } from 'node:crypto'
import { type AccessKind, addFailure, clearFailures, failuresOf, insertAccess } from '../../store/people/access.ts'
import { findUser, type User } from '../../store/people/people.ts'
import * as sessions from '../../store/people/sessions.ts'
import { inTransaction, type Store } from '../../store/session/store.ts'
import { uuidV7 } from '../asked/ids.ts'
import { wallNow } from '../asked/wall-clock.ts'
import { hashPassword, isPassword } from './passwords.ts'
import { remembered } from './remembered.ts'
import { addressOf, passwordOf } from './sign-in-form.ts'

const MINUTE_US = 60_000_000n
/** A session is good for 12 hours, and as long as no half hour goes by without a request. */
export const LASTING: sessions.Lasting = { whole: 720n * MINUTE_US, idle: 30n * MINUTE_US }
const CACHE_MS = 30_000
const known = remembered<sessions.SessionOf>(CACHE_MS)

/** After so many wrong passwords in a row for an address, nobody gets in by it for so long. */
const ATTEMPTS = 10
const WAIT_US = 15n * MINUTE_US

/** Too many wrong passwords were tried for an address, whether it is anybody's or not. */
export class TooManyAttempts extends Error {
  override readonly name = 'TooManyAttempts'
  /** seconds until it may be tried again */
  readonly retryAfter: number

  constructor(retryAfter: number) {
    super(`Too many wrong passwords; to be tried again in ${retryAfter} s`)
    this.retryAfter = retryAfter
  }
}

/** Nothing is known of where somebody comes from. */
const NOWHERE: sessions.From = { ip: null, agent: null }

/** Who is signed in, and the token of his session, which is told this once. */
export type SignedIn = { readonly user: User; readonly token: string }

/**
 * Signs in, and notes who came from where: answers the user and the token of a new session, good for 12 hours and as long
 * as it is used every half hour; null when address or password is wrong. Throws `TooManyAttempts`.
 */
export async function signIn(store: Store, email: string, password: string, from = NOWHERE): Promise<SignedIn | null> {
  const tried = sha256(addressOf(email))
  const now = wallNow()
  const found = await userAt(store, email)
  const note = (kind: AccessKind, sessionId: string | null = null) =>
    ({ at: now, accessId: uuidV7(), kind, userId: found?.userId ?? null, sessionId, ...from }) as const
  const before = await failuresOf(store, tried)
  if (before !== undefined && before.count >= ATTEMPTS && before.lastAt + WAIT_US > now) {
    await inTransaction(store, async (session) => insertAccess(session, note('sign_in_refused')))
    throw new TooManyAttempts(Number((before.lastAt + WAIT_US - now) / 1_000_000n) + 1)
  }
  // an unknown address takes as long as a wrong password
  const kept = found?.passwordHash ?? (await nobody)
  const fits = (await isPassword(passwordOf(password), kept)) || (await isPasswordAsTyped(password, kept))
  if (found === undefined || !fits) {
    await inTransaction(store, async (session) => {
      insertAccess(session, note('sign_in_failed'))
      await addFailure(session, tried, now, now - WAIT_US)
    })
    return null
  }
  const token = randomBytes(32).toString('base64url')
  await inTransaction(store, async (session) => {
    clearFailures(session, tried)
    const opening = { tokenHash: sha256(token), email: found.email, ...from }
    insertAccess(session, note('signed_in', await sessions.insertSession(session, opening, now, LASTING)))
  })
  const { passwordHash: _, ...user } = found
  return { user, token }
}

/** Whether a password is that of a user who is signed in. */
export async function isPasswordOf(store: Store, email: string, password: string): Promise<boolean> {
  const found = await userAt(store, email)
  if (found === undefined) return false
  return (
    (await isPassword(passwordOf(password), found.passwordHash)) ||
    (await isPasswordAsTyped(password, found.passwordHash))
  )
}

/** Earlier releases hashed a password as it was typed. */
const isPasswordAsTyped = async (password: string, kept: string): Promise<boolean> =>
  passwordOf(password) !== password && (await isPassword(password, kept))

const nobody = hashPassword(randomBytes(16).toString('hex'))

/** The user of an address, however it is written; one of earlier releases also as it was written then. */
export async function userAt(store: Store, email: string) {
  const [address, asBefore] = [addressOf(email), email.toLowerCase()]
  return (await findUser(store, address)) ?? (asBefore === address ? undefined : await findUser(store, asBefore))
}

/** Whose session a token is; undefined when it is none or over. Remembered for up to 30 s. */
export const userOfSession = (store: Store, token: string): Promise<sessions.SessionOf | undefined> =>
  known.get(token, () => sessions.useSession(store, sha256(token), wallNow(), LASTING))

/** Forgets who has which session, so that this process asks again. */
export const forgetSessions = (): void => known.forgetAll()

/** Ends a session, and notes that its user left. */
export async function signOut(store: Store, token: string, from = NOWHERE): Promise<void> {
  known.forget(token)
  await inTransaction(store, async (session) => {
    const ended = await sessions.deleteSession(session, sha256(token))
    if (ended === undefined) return
    insertAccess(session, { at: wallNow(), accessId: uuidV7(), kind: 'signed_out', ...ended, ...from })
  })
}

/** The sessions that are good: of one user, or of all (null). */
export const listSessions = (store: Store, userId: string | null): Promise<sessions.OpenSession[]> =>
  sessions.openSessions(store, { userId, now: wallNow(), idle: LASTING.idle })

/** Ends a session by its id, where it is the user's or he may end anybody's (null); answers whether there was one. */
export async function endSession(store: Store, id: string, userId: string | null, from = NOWHERE): Promise<boolean> {
  const isEnded = await inTransaction(store, async (session) => {
    const whose = await sessions.endSession(session, id, userId)
    if (whose === undefined) return false
    const kind = 'session_ended'
    insertAccess(session, { at: wallNow(), accessId: uuidV7(), kind, userId: whose, sessionId: id, ...from })
    return true
  })
  forgetSessions()
  return isEnded
}

/** Notes that a page of another origin asked with the cookie of somebody. */
export const noteForeignOrigin = (store: Store, userId: string | null, from: sessions.From): Promise<void> =>
  inTransaction(store, async (session) =>
    insertAccess(session, {
      at: wallNow(),
      accessId: uuidV7(),
      kind: 'origin_refused',
      userId,
      sessionId: null,
      ...from,
    }),
  )

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()
