import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { App } from '../../src/api/app.ts'
import { openServer } from '../../src/api/server.ts'
import { createKey } from '../../src/service/people/api-keys.ts'
import { openStore, type Store } from '../../src/store/session/store.ts'
import { type Cellar, type Ledger, openCellar } from '../service/ledger.ts'

/** A statement that is too slow, and connections that are all taken: each is said, and the next request finds all whole. */

const folder = mkdtempSync(join(tmpdir(), 'whence-time-outs-'))
const SIZE = 3
const budget = { lockMs: 20_000, statementMs: 1000, answerMs: 30_000, connectionMs: 1000 }
let cellar: Cellar
let ledger: Ledger
let store: Store
let server: App
let url: string
let headers: Record<string, string>

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
  store = await openStore(ledger.url, { size: SIZE, budget })
  server = await openServer(store, { web: folder, logLevel: 'silent' })
  url = await server.listen({ host: '127.0.0.1', port: 0 })
  const { secret } = await createKey(store, 'Gateway', { actor: 'Test', realm: 'operator', channel: 'cli', ip: null })
  headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
  expect((await post('/customers', { customer_id: 'c', name: 'C', currency: 'USD' }, 'open')).status).toBe(200)
})

afterAll(async () => {
  await server?.close()
  await store?.close()
  await cellar?.close()
  rmSync(folder, { recursive: true, force: true })
})

const post = (path: string, body: unknown, key: string = randomUUID()): Promise<Response> =>
  fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { ...headers, 'idempotency-key': key },
    body: JSON.stringify(body),
  })
const note = (key: string): Promise<Response> => post('/customers/c/notes', { text: 'Hello' }, key)
const question = (): Promise<Response> => fetch(`${url}/api/v1/customers/c`, { headers })

const told = async (answer: Response) => {
  const { code, sentence } = (await answer.json()) as { code: string; sentence: string }
  return { status: answer.status, after: answer.headers.get('retry-after'), code, sentence }
}

/** The connections of the server, by the process at their other end. */
const connections = async (): Promise<number[]> => {
  const rows = await ledger.query<{ pid: number }>(
    "select pid from pg_stat_activity where usename like 'whence_server_%' and datname = current_database() order by pid",
  )
  return rows.map((row) => row.pid)
}

const tooSlow = {
  status: 503,
  after: '5',
  code: 'took_too_long',
  sentence: 'This took too long. Ask for less at once, or try again.',
}

test('a question of which a statement is too slow ends, and its connection answers the next one', async () => {
  await Promise.all(Array.from({ length: 12 }, question))
  const before = await connections()
  expect(before).toHaveLength(SIZE)
  await ledger.query('alter table customer_head rename to customer_head_fast')
  await ledger.query(
    'create view customer_head as select h.* from customer_head_fast h, lateral (select pg_sleep(60)) as slow',
  )
  await ledger.query('grant select on customer_head to whence_app')
  expect(await told(await question())).toEqual(tooSlow)
  await ledger.query('drop view customer_head')
  await ledger.query('alter table customer_head_fast rename to customer_head')
  const answers = await Promise.all(Array.from({ length: 12 }, question))
  expect(answers.map((one) => one.status)).toEqual(answers.map(() => 200))
  expect(await connections()).toEqual(before)
})

test('an operation of which a statement is too slow books nothing, and is booked when it is asked again', async () => {
  const before = await connections()
  await ledger.query(`create function slow() returns trigger language plpgsql as
    'begin perform pg_sleep(60); return new; end'`)
  await ledger.query('create trigger slow before insert on note for each row execute function slow()')
  expect(await told(await note('slow'))).toEqual(tooSlow)
  expect(await ledger.query("select from idempotency where key = 'slow'")).toEqual([])
  await ledger.query('drop trigger slow on note')
  await ledger.query('drop function slow')
  const again = await note('slow')
  expect([again.status, again.headers.get('idempotent-replay')]).toEqual([200, null])
  expect(await connections()).toEqual(before)
})

test('where all connections are taken, whoever comes is told so in time, and goes on when one is free', async () => {
  const before = await connections()
  await ledger.query('begin')
  await ledger.query('lock table customer_head in access exclusive mode')
  // a statement may wait for as long as those who hold its connection like
  await Promise.all(before.map(() => store.query("set statement_timeout = '60s'")))
  const taken = Array.from({ length: SIZE }, () => question())
  const waiting = async () =>
    (await ledger.query("select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"))
      .length
  await expect.poll(waiting).toBe(SIZE)
  const late = await Promise.all([question(), note('late')])
  for (const answer of late)
    expect(await told(answer)).toEqual({
      status: 503,
      after: '1',
      code: 'held_elsewhere',
      sentence: 'Other work is going on with what this needs. Try again in a moment.',
    })
  expect(store.pool.waitingCount).toBe(0)
  await ledger.query('commit')
  const answers = await Promise.all(taken)
  expect(answers.map((one) => one.status)).toEqual(answers.map(() => 200))
  expect((await note('late')).status).toBe(200)
  expect(await connections()).toEqual(before)
})
