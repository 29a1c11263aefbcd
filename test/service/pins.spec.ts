import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { instantFromText } from '../../src/engine/time.ts'
import { bookOnce, doing } from '../../src/service/ledger/doings.ts'
import { takeOverRows } from '../../src/service/ledger/pins.ts'
import { createKey } from '../../src/service/people/api-keys.ts'
import { addUser, changePassword, listUsers } from '../../src/service/people/people.ts'
import { removeUser } from '../../src/service/people/remove-user.ts'
import { goOn } from '../../src/service/runs/go-on.ts'
import { workOnClock } from '../../src/service/time/clocks.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { pinnedRow } from '../../src/store/beside/pinned.ts'
import { insertClock, setClock } from '../../src/store/queues/clocks.ts'
import { takeLease } from '../../src/store/queues/leases.ts'
import { inTransaction } from '../../src/store/session/store.ts'
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

test('a key that earlier releases held is held by the hash that they made, and none may be given an integration', async () => {
  const { id } = await createKey(ledger.store, 'Before', ada)
  const [{ hash, old } = {}] = await ledger.query<{ hash: Buffer; old: Buffer }>(
    `select (select sha256(convert_to(jsonb_build_array('api_key', id, name, encode(secret_hash, 'hex'), role, created_at,
       revoked_at, owner, name_text, encode(name_hash, 'hex'))::text, 'UTF8')) from api_key where id = $1) as old,
       $2::bytea as hash`,
    [id, (await pinnedRow(ledger.store, 'api_key', id))?.hash],
  )
  expect(hash).toEqual(old)
  await ledger.query("update api_key set integration = 'billing-feed' where id = $1", [id])
  expect(await found()).toEqual([expect.stringMatching(`^\\d+: table api_key ${id}: the row is not as it says$`)])
  await ledger.query('update api_key set integration = null where id = $1', [id])
  expect(await found()).toEqual([])
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

test('clocks of the release before are taken over by themselves, one that it was moving too', async () => {
  const other = await cellar.ledger()
  const { store } = other
  const says = async () => (await verify(store)).findings.map((one) => one.what)
  // as that release did: other rows were held, and no record said how a clock is marked
  await addUser(store, { email: 'eve@example.org', name: 'Eve', password: 'a long password' }, ada)
  const now = instantFromText('2026-01-01T00:00:00Z') ?? 0n
  const to = instantFromText('2026-03-01T00:00:00Z') ?? 0n
  for (const clock of ['idle', 'moved']) {
    const made = { clock, now, mail: 'withhold', collection: 'on' } as const
    await bookOnce(store, doing('clock_created', { clock, now, mail: 'withhold' }, ada), (session) =>
      insertClock(session, made),
    )
  }
  await inTransaction(store, (session) => Promise.resolve(setClock(session, 'moved', now, to)))
  await takeLease(store, workOnClock('moved'), randomUUID(), 1)
  expect(await says()).toEqual([])
  expect(await takeOverRows(store)).toBe(2)
  expect(await says()).toEqual([])
  expect(await takeOverRows(store)).toBe(0)
  await takeLease(store, workOnClock('idle'), randomUUID(), 60_000)
  await other.query("update clock set moving_to = '2026-02-01' where clock = 'idle'")
  expect(await takeOverRows(store)).toBe(0)
  expect(await says()).toEqual([expect.stringMatching(/^table clock idle: the row is not as it says$/)])
  // nobody goes on with what no record holds
  await other.query("delete from lease where name = 'clock:idle'")
  await expect(goOn(store)).rejects.toThrow('The clock idle is not as any record says')
  expect(await other.query("select now from clock where clock = 'idle'")).toEqual([{ now: new Date('2026-01-01') }])
  await other.query("update clock set moving_to = null where clock = 'idle'")
  expect(await other.query("select now, moving_to from clock where clock = 'moved'")).toEqual([
    { now: new Date('2026-03-01'), moving_to: null },
  ])
  expect(await says()).toEqual([])
})
