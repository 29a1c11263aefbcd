import { afterAll, beforeAll, expect, test } from 'vitest'
import { addUser, changePassword, createKey, listUsers } from '../../src/service/people.ts'
import { takeOverRows } from '../../src/service/pins.ts'
import { removeUser } from '../../src/service/remove-user.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { ada } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** Rows beside the log are held by records of the operator's own log. */

let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
})
afterAll(() => cellar.close())

const found = async () => (await verify(ledger.store)).findings.map((one) => `${one.seq ?? '-'}: ${one.what}`)
const user = (id: string) =>
  ledger.query(
    `insert into app_user (email, name, password_hash, role, created_at, user_id)
     values ('${id}@example.org', 'Old', 'x', 'administrator', now(), '${id}')`,
  )

test('rows of the release before are taken over as they are found, once and on record', async () => {
  await user('old')
  expect(await found()).toEqual(['-: table app_user old: there is a row that no record accounts for'])
  expect(await takeOverRows(ledger.store)).toBe(1)
  expect(await found()).toEqual([])
  const [record] = await ledger.query<{ canonical: Buffer }>('select canonical from record where type = 79')
  expect(record?.canonical.includes('app_user')).toBe(true)
  await user('forged')
  expect(await takeOverRows(ledger.store)).toBe(0)
  expect(await found()).toEqual(['-: table app_user forged: there is a row that no record accounts for'])
  await ledger.query("delete from app_user where user_id = 'forged'")
})

test('another password, a user removed, a key made: each holds its row anew', async () => {
  await addUser(ledger.store, { email: 'eve@example.org', name: 'Eve', password: 'a long password' }, ada)
  await createKey(ledger.store, 'CRM', ada)
  expect(await changePassword(ledger.store, { email: 'eve@example.org', password: 'another password' }, ada)).toBe(true)
  expect(await found()).toEqual([])
  await ledger.query("update app_user set password_hash = 'mine' where email = 'old@example.org'")
  expect(await found()).toEqual([expect.stringMatching(/^\d+: table app_user old: the row is not as it says$/)])
  await ledger.query("update app_user set password_hash = 'x' where email = 'old@example.org'")
  expect(await removeUser(ledger.store, { email: 'eve@example.org', reason: 'has left' }, ada)).toBe(true)
  expect((await listUsers(ledger.store)).map((one) => one.userId)).toEqual(['old'])
  expect(await found()).toEqual([])
})
