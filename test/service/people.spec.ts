import { afterAll, beforeAll, expect, test } from 'vitest'
import * as apiKeys from '../../src/service/people/api-keys.ts'
import { ReservedName } from '../../src/service/people/new-name.ts'
import { hashPassword } from '../../src/service/people/passwords.ts'
import * as people from '../../src/service/people/people.ts'
import { removeUser } from '../../src/service/people/remove-user.ts'
import * as signing from '../../src/service/people/sign-in.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { ada } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** Who may sign in, and by which key programs do; secrets are not kept. */

let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
  await people.addUser(ledger.store, { email: 'Ada@Example.org', name: 'Ada', password: 'difference engine' }, ada)
})
afterAll(() => cellar.close())

const signIn = (email: string, password: string) => signing.signIn(ledger.store, email, password)

test('a user signs in with the password, however the address is written', async () => {
  const signedIn = await signIn('ADA@example.org', 'difference engine')
  expect(signedIn?.user).toMatchObject({ email: 'ada@example.org', name: 'Ada', role: 'administrator' })
  expect(await signing.userOfSession(ledger.store, signedIn?.token ?? '')).toMatchObject(signedIn?.user ?? {})
})

test('neither a wrong password nor an unknown address signs in', async () => {
  expect(await signIn('ada@example.org', 'analytical engine')).toBeNull()
  expect(await signIn('eve@example.org', 'difference engine')).toBeNull()
})

test('an address is added once', async () => {
  const again = { email: 'ada@example.org', name: 'Another', password: 'difference engine' }
  expect(await people.addUser(ledger.store, again, ada)).toBe(false)
  expect(await people.listUsers(ledger.store)).toHaveLength(1)
})

test('a session ends when it is signed out, and by itself', async () => {
  const first = await signIn('ada@example.org', 'difference engine')
  await signing.signOut(ledger.store, first?.token ?? '')
  expect(await signing.userOfSession(ledger.store, first?.token ?? '')).toBeUndefined()
  const second = await signIn('ada@example.org', 'difference engine')
  await ledger.query("update session set expires_at = now() - interval '1 s'")
  expect(await signing.userOfSession(ledger.store, second?.token ?? '')).toBeUndefined()
})

test('a new password takes the place of the old one', async () => {
  expect(await people.changePassword(ledger.store, { email: 'ada@example.org', password: 'another engine' }, ada)).toBe(
    true,
  )
  expect(await signIn('ada@example.org', 'difference engine')).toBeNull()
  expect(await signIn('ada@example.org', 'another engine')).not.toBeNull()
  expect(await people.changePassword(ledger.store, { email: 'eve@example.org', password: 'another engine' }, ada)).toBe(
    false,
  )
})

test('a new password ends the sessions that the old one opened', async () => {
  const eve = { email: 'eve@example.org', name: 'Eve', password: 'difference engine' }
  await people.addUser(ledger.store, eve, ada)
  const { token } = (await signIn(eve.email, eve.password)) ?? { token: '' }
  expect(await signing.userOfSession(ledger.store, token)).toMatchObject({ name: 'Eve' })
  expect(await people.changePassword(ledger.store, { ...eve, password: 'another engine' }, ada)).toBe(true)
  expect(await signing.userOfSession(ledger.store, token)).toBeUndefined()
})

test('who was added by an earlier release signs in as he did, however he was written', async () => {
  const typed = { email: ' Old@Example.org', password: 'e\u0301nough' }
  await ledger.query(
    `insert into app_user (email, name, password_hash, role, created_at, user_id)
     values ($1, 'Old', $2, 'administrator', now(), 'old')`,
    [typed.email.toLowerCase(), await hashPassword(typed.password)],
  )
  expect((await signIn(typed.email, typed.password))?.user.name).toBe('Old')
  expect(await people.changePassword(ledger.store, { ...typed, password: 'another engine' }, ada)).toBe(true)
  expect((await signIn(typed.email, 'another engine'))?.user.name).toBe('Old')
  expect(await removeUser(ledger.store, { ...typed, reason: 'has left' }, ada)).toBe(true)
  expect(await signIn(typed.email, 'another engine')).toBeNull()
})

test('a key is good until it is revoked', async () => {
  const { secret, ...key } = await apiKeys.createKey(ledger.store, 'Payment gateway', ada)
  expect(secret).toMatch(/^wk_[\w-]{43}$/)
  expect(await apiKeys.keyOfSecret(ledger.store, secret)).toEqual(key)
  expect(await apiKeys.revokeKey(ledger.store, key.id, ada)).toBe(true)
  expect(await apiKeys.revokeKey(ledger.store, key.id, ada)).toBe(false)
  expect(await apiKeys.keyOfSecret(ledger.store, secret)).toBeUndefined()
})

test('a key that is rotated is good for its grace and no longer, and its integration goes on', async () => {
  const { store } = ledger
  const first = await apiKeys.createKey(store, 'Feed', ada, { integration: 'billing-feed' })
  const second = await apiKeys.rotateKey(store, first.id, { graceMs: 3_600_000, caller: ada })
  expect(second?.key).toMatchObject({ name: 'Feed', integration: 'billing-feed' })
  const good = async () => [
    (await apiKeys.keyOfSecret(store, first.secret))?.id,
    (await apiKeys.keyOfSecret(store, second?.key.secret ?? ''))?.id,
  ]
  expect(await good()).toEqual([first.id, second?.key.id])
  expect((await verify(store)).findings).toEqual([])
  // the grace is over, whatever is remembered
  await ledger.query("update api_key set revoked_at = now() - interval '1 s' where id = $1", [first.id])
  await apiKeys.revokeKey(store, 'nothing', ada)
  expect(await good()).toEqual([undefined, second?.key.id])
  expect((await apiKeys.listKeys(store)).map((one) => one.id)).not.toContain(first.id)
  await ledger.query('update api_key set revoked_at = $2 where id = $1', [
    first.id,
    new Date(Number(second?.oldEndsAt) / 1000),
  ])
  expect(await apiKeys.revokeKey(store, first.id, ada)).toBe(true)
  const third = await apiKeys.rotateKey(store, first.id, { graceMs: 3_600_000, caller: ada })
  expect(third?.key.integration).toBe('billing-feed')
  expect(third?.oldEndsAt).toBeLessThan(BigInt(Date.now() + 1000) * 1000n)
  expect(await apiKeys.keyOfSecret(store, first.secret)).toBeUndefined()
  expect(await apiKeys.rotateKey(store, 'nothing', { graceMs: 0, caller: ada })).toBeUndefined()
  for (const name of ['', 'Billing', 'key:1', 'a b', 'x'.repeat(65)])
    await expect(apiKeys.createKey(store, 'Feed', ada, { integration: name })).rejects.toThrow(
      /^An integration is named by /,
    )
  expect((await verify(store)).findings).toEqual([])
  await ledger.query("update api_key set integration = 'another' where id = $1", [second?.key.id])
  expect((await verify(store)).findings.map((one) => one.what)).toEqual([
    `table api_key ${second?.key.id}: the row is not as it says`,
  ])
  await ledger.query("update api_key set integration = 'billing-feed' where id = $1", [second?.key.id])
})

test('no secret stands in the database', async () => {
  const { secret } = await apiKeys.createKey(ledger.store, 'Another', ada)
  const { token } = (await signIn('ada@example.org', 'another engine')) ?? { token: '' }
  const kept = await ledger.query<{ row: string }>(
    'select app_user::text as row from app_user union all select session::text from session union all select api_key::text from api_key',
  )
  const all = kept.map((one) => one.row).join('\n')
  for (const one of ['another engine', secret, secret.slice(3), token]) expect(all).not.toContain(one)
})

const long = (count: number): string => 'x'.repeat(count)
const GOOD = { email: 'new@example.org', name: 'New', password: 'a good password' }
test.each([
  ['no address', { email: 'nobody' }, /“nobody” is no e-mail address; /],
  ['white space within', { email: 'a b@example.org' }, /is no e-mail address; /],
  [
    'an address that is too long',
    { email: `${long(60)}@${`${long(60)}.`.repeat(4)}org` },
    /at most 254 characters; it has 308\.$/,
  ],
  ['a short password', { password: 'elevenchars' }, /at least 12 characters and this has 11; /],
  [
    'a password that is too long',
    { password: long(1025) },
    /would not take this password: at most 1,024 .* has 1,025\.$/,
  ],
  ['one that is so as some keyboards send it', { password: 'é'.repeat(600) }, /it has 1,200\.$/],
  ['a tab in it', { password: 'with\ta tab in it' }, /a character that no form can send/],
  ['a NUL in it', { password: 'a good pass\0word' }, /a character that no form can send/],
  ['half a character', { password: 'a good password \ud800' }, /would not take this password: text without NUL /],
  ['a name of two lines', { name: 'A\nB' }, /^This name cannot be kept: a name is one line/],
])('%s is refused, for a new user and for a new password', async (_, wrong, sentence) => {
  const before = await people.listUsers(ledger.store)
  await expect(people.addUser(ledger.store, { ...GOOD, ...wrong }, ada)).rejects.toThrow(sentence)
  expect(await people.listUsers(ledger.store)).toEqual(before)
  const { password } = { password: undefined, ...wrong }
  if (password === undefined) return
  const change = { email: 'ada@example.org', password }
  await expect(people.changePassword(ledger.store, change, ada)).rejects.toThrow(sentence)
})

test('nobody is called like the service itself', async () => {
  const named = (name: string) => ({ email: 'mallory@example.org', name, password: 'difference engine' })
  for (const name of ['system', ' System ', 'ｓｙｓｔｅｍ']) {
    await expect(apiKeys.createKey(ledger.store, name, ada)).rejects.toThrow(ReservedName)
    await expect(people.addUser(ledger.store, named(name), ada)).rejects.toThrow(ReservedName)
  }
  expect(await people.addUser(ledger.store, named('Mallory System'), ada)).toBe(true)
})

test('who is removed signs in no more, and is forgotten by name and address', async () => {
  const bob = { email: 'bob@example.org', name: 'Bob Dole', password: 'difference engine' }
  await people.addUser(ledger.store, bob, ada)
  const signedIn = await signIn(bob.email, bob.password)
  expect(await removeUser(ledger.store, { email: 'BOB@example.org', reason: 'has left' }, ada)).toBe(true)
  expect(await removeUser(ledger.store, { email: 'bob@example.org', reason: 'has left' }, ada)).toBe(false)
  expect(await signIn(bob.email, bob.password)).toBeNull()
  expect(await signing.userOfSession(ledger.store, signedIn?.token ?? '')).toBeUndefined()
  const kept = await ledger.query<{ row: string }>(
    'select text::text as row from text union all select app_user::text from app_user',
  )
  expect(kept.filter(({ row }) => /bob/i.test(row))).toEqual([])
  expect((await verify(ledger.store, { decide: true })).findings).toEqual([])
})

test('each of these doings is on record in the stream of the operator', async () => {
  const rows = await ledger.query<{ type: number }>(
    "select distinct type from record where customer_id = '~operator' order by type",
  )
  expect(rows.map((one) => one.type)).toEqual([13, 40, 41, 42, 79, 85, 86])
  expect((await verify(ledger.store, { decide: true })).findings).toEqual([])
})
