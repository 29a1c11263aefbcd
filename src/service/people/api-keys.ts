import { createHash, randomBytes } from 'node:crypto'
import { isRole, type Role } from '../../contract/permissions.ts'
import type { Instant } from '../../engine/time.ts'
import * as kept from '../../store/people/api-keys.ts'
import type { Session } from '../../store/session/session.ts'
import type { Store } from '../../store/session/store.ts'
import { actorIdOf } from '../asked/asker.ts'
import { uuidV7 } from '../asked/ids.ts'
import type { Caller, InternalRequest } from '../asked/request.ts'
import { keptTextOf, sealText } from '../asked/sealed-text.ts'
import { wallNow } from '../asked/wall-clock.ts'
import { doing } from '../ledger/doings.ts'
import { pinned, pinning } from '../ledger/pins.ts'
import { newName } from './new-name.ts'
import { remembered } from './remembered.ts'
import { Unfit } from './sign-in-form.ts'

const CACHE_MS = 30_000
const keys = remembered<kept.ApiKey>(CACHE_MS)

/** A key that was just made; its secret is shown this once. */
export type NewKey = kept.ApiKey & { readonly secret: string }

const INTEGRATION = /^[a-z0-9][a-z0-9._-]{0,63}$/

/**
 * Makes a key of the API, for an integration of that name or, where none is said, for one of its own, with a role
 * (left out: administrator). Its secret is kept only as a hash. Throws `ReservedName`, `Unfit`.
 */
export async function createKey(
  store: Store,
  name: string,
  caller: Caller,
  { integration, role = 'administrator' }: { readonly integration?: string; readonly role?: Role } = {},
): Promise<NewKey> {
  if (integration !== undefined && !INTEGRATION.test(integration))
    throw new Unfit(
      'An integration is named by up to 64 small letters, digits and . _ -, beginning with a letter or digit, such as billing-feed.',
    )
  const making = makingOf(newName(name), { integration: integration ?? null, role }, caller)
  await pinned(store, (session) => make(session, making, caller))
  return making.key
}

/** What is needed to make a key: its row, and the record that says so. */
type Making = { readonly key: NewKey; readonly record: InternalRequest }

type Rights = { readonly integration: string | null; readonly role: Role }

function makingOf(name: string, { integration, role }: Rights, caller: Caller): Making {
  const sealed = sealText(name)
  const [id, secret] = [uuidV7(), `wk_${randomBytes(32).toString('base64url')}`]
  const rights = { role, owner: actorIdOf(caller), integration, madeAt: wallNow(), endsAt: null }
  const key = { id, name, nameText: keptTextOf(sealed.ref), ...rights, secret }
  const facts = { id, name: sealed.ref, ...(integration === null ? {} : { scope: integration }), role }
  return { key, record: { ...doing('key_created', facts, caller), texts: [sealed] } }
}

async function make(session: Session, { key, record }: Making, caller: Caller): Promise<InternalRequest[]> {
  await kept.insertKey(session, key, sha256(key.secret))
  return [record, ...(await pinning(session, ['api_key', key.id], caller))]
}

/** The key of a secret; undefined when there is none that is good. Remembered for up to 30 s, never beyond its end. */
export async function keyOfSecret(store: Store, secret: string): Promise<kept.ApiKey | undefined> {
  const key = await keys.get(secret, () => kept.findKey(store, sha256(secret), wallNow()))
  return key?.endsAt == null || key.endsAt > wallNow() ? key : undefined
}

/** Revokes a key; answers false when there is none of this id that is good. Other processes learn it within 30 s. */
export async function revokeKey(store: Store, id: string, caller: Caller): Promise<boolean> {
  const isRevoked = await pinned(store, (session) => end(session, id, { at: wallNow(), isNow: true }, caller))
  keys.forgetAll()
  return isRevoked
}

type End = { readonly at: Instant; readonly isNow: boolean }

async function end(session: Session, id: string, { at, isNow }: End, caller: Caller): Promise<InternalRequest[]> {
  if (!(await kept.endKey(session, id, at))) return []
  const facts = isNow ? { id } : { id, dueAt: at }
  return [doing('key_revoked', facts, caller), ...(await pinning(session, ['api_key', id], caller))]
}

/** A key that took the place of another one, and when that one ends, or has ended. */
export type Rotated = { readonly key: NewKey; readonly oldEndsAt: Instant }

/**
 * Makes a key for the integration of another one, which ends now or after a grace: what was asked for by the old one is
 * known as asked for by the new one. Answers undefined when there is no key of this id. One that was to end earlier, or has
 * ended, keeps its end. Other processes learn within 30 s of an end that is now.
 */
export async function rotateKey(
  store: Store,
  id: string,
  { graceMs, caller }: { readonly graceMs: number; readonly caller: Caller },
): Promise<Rotated | undefined> {
  let rotated: Rotated | undefined
  await pinned(store, async (session) => {
    const old = await kept.lockKey(session, id)
    if (old === undefined) return []
    if (!isRole(old.role)) throw new Unfit(`This release knows no role ${old.role}; make a new key.`)
    const making = makingOf(old.name, { integration: integrationOf(old), role: old.role }, caller)
    const at = wallNow() + BigInt(graceMs) * 1000n
    const made = await make(session, making, caller)
    const ended = await end(session, id, { at, isNow: graceMs === 0 }, caller)
    rotated = { key: making.key, oldEndsAt: ended.length === 0 ? (old.endsAt ?? at) : at }
    return [...made, ...ended]
  })
  keys.forgetAll()
  return rotated
}

/** For which integration a key was made: by its name, or `key:<id>` of the first key of one that has no name. */
export const integrationOf = ({ id, integration }: Pick<kept.ApiKey, 'id' | 'integration'>): string =>
  integration ?? `key:${id}`

/** Whose the idempotency keys are that are sent with a key, among those of users and of other integrations. */
export function keysOwnerOf(key: Pick<kept.ApiKey, 'id' | 'integration'>): string {
  const integration = integrationOf(key)
  return integration.startsWith('key:') ? integration : `integration:${integration}`
}

/** All keys that are good. */
export const listKeys = (store: Store): Promise<kept.ApiKey[]> => kept.allKeys(store, wallNow())

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()
