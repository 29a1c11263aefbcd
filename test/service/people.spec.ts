import { afterAll, beforeAll, expect, test } from 'vitest'
import * as people from '../../src/service/people.ts'
import { removeUser } from '../../src/service/remove-user.ts'
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

const signIn = (email: string, password: string) => people.signIn(ledger.store, email, password)

test('a user signs in with the password, however the address is written', async () => {
  const signedIn = await signIn('ADA@example.org', 'difference engine')
  expect(signedIn?.user).toMatchObject({ email: 'ada@example.org', name: 'Ada', role: 'administrator' })
  expect(await people.userOfSession(ledger.store, signedIn?.token ?? '')).toEqual(signedIn?.user)
})

test('neither a wrong password nor an unknown address signs in', async () => {
  expect(await signIn('ada@example.org', 'analytical engine')).toBeNull()
  expect(await signIn('eve@example.org', 'difference engine')).toBeNull()
})

test('an address is added once', async () => {
  const again = { email: 'ada@example.org', name: 'Another', password: 'x' }
  expect(await people.addUser(ledger.store, again, ada)).toBe(false)
  expect(await people.listUsers(ledger.store)).toHaveLength(1)
})

test('a session ends when it is signed out, and by itself', async () => {
  const first = await signIn('ada@example.org', 'difference engine')
  await people.signOut(ledger.store, first?.token ?? '')
  expect(await people.userOfSession(ledger.store, first?.token ?? '')).toBeUndefined()
  const second = await signIn('ada@example.org', 'difference engine')
  await ledger.query("update session set expires_at = now() - interval '1 s'")
  expect(await people.userOfSession(ledger.store, second?.token ?? '')).toBeUndefined()
})

test('a new password takes the place of the old one', async () => {
  expect(await people.changePassword(ledger.store, { email: 'ada@example.org', password: 'another engine' }, ada)).toBe(
    true,
  )
  expect(await signIn('ada@example.org', 'difference engine')).toBeNull()
  expect(await signIn('ada@example.org', 'another engine')).not.toBeNull()
  expect(await people.changePassword(ledger.store, { email: 'eve@example.org', password: 'x' }, ada)).toBe(false)
})

test('a key is good until it is revoked', async () => {
  const { secret, ...key } = await people.createKey(ledger.store, 'Payment gateway', ada)
  expect(secret).toMatch(/^wk_[\w-]{43}$/)
  expect(await people.keyOfSecret(ledger.store, secret)).toEqual(key)
  expect(await people.revokeKey(ledger.store, key.id, ada)).toBe(true)
  expect(await people.revokeKey(ledger.store, key.id, ada)).toBe(false)
  expect(await people.keyOfSecret(ledger.store, secret)).toBeUndefined()
})

test('no secret stands in the database', async () => {
  const { secret } = await people.createKey(ledger.store, 'Another', ada)
  const { token } = (await signIn('ada@example.org', 'another engine')) ?? { token: '' }
  const kept = await ledger.query<{ row: string }>(
    'select app_user::text as row from app_user union all select session::text from session union all select api_key::text from api_key',
  )
  const all = kept.map((one) => one.row).join('\n')
  for (const one of ['another engine', secret, secret.slice(3), token]) expect(all).not.toContain(one)
})

test('nobody is called like the service itself', async () => {
  const named = (name: string) => ({ email: 'mallory@example.org', name, password: 'difference engine' })
  for (const name of ['system', ' System ', 'ｓｙｓｔｅｍ']) {
    await expect(people.createKey(ledger.store, name, ada)).rejects.toThrow(people.ReservedName)
    await expect(people.addUser(ledger.store, named(name), ada)).rejects.toThrow(people.ReservedName)
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
  expect(await people.userOfSession(ledger.store, signedIn?.token ?? '')).toBeUndefined()
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
  expect(rows.map((one) => one.type)).toEqual([13, 40, 41, 42, 79])
  expect((await verify(ledger.store, { decide: true })).findings).toEqual([])
})
