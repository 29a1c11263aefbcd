import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WireRequest } from '../../src/service/asked/request.ts'
import { performMany } from '../../src/service/ledger/perform.ts'
import { createClock } from '../../src/service/time/clocks.ts'
import { verify } from '../../src/service/verify/verify.ts'
import type { Store } from '../../src/store/session/store.ts'
import { compareLedgers } from '../compare/compare.ts'
import { isLong } from '../long.ts'
import { ada, requestOf } from '../service/desk.ts'
import { type Cellar, type Ledger, openCellar } from '../service/ledger.ts'
import { type Server, startServer } from './victim.ts'

/**
 * Every kind of run that a request leaves to the background, begun on a server that is killed with -9 in the middle of
 * it: the other server, or the next start, finishes it by itself, with the records of one that nobody has disturbed.
 */

/** One that stalls in a transaction holds its rows until the database ends it, after a minute. */
const STALLS = isLong
/** Each is answered by a run beyond 1,000. */
const CUSTOMERS = 1001
const AT_ONCE = 300
const ids = Array.from({ length: CUSTOMERS }, (_, at) => `T-${String(at).padStart(4, '0')}`)
const homes = ['calm', 'hurt'].map((name) => mkdtempSync(join(tmpdir(), `whence-long-${name}-`)))
const [calmHome = '', hurtHome = ''] = homes
let cellar: Cellar
let calm: Ledger
let hurt: Ledger
let still: Server
let one: Server
let other: Server

/** The day so many days ago: a month is enough for each kind, and a customer has few days to be evaluated for. */
const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
const startOf = (day: string): string => `${day}T00:00:00Z`

/** Carries out something for each customer. */
async function each(store: Store, requests: (id: string) => readonly WireRequest[]): Promise<void> {
  for (let at = 0; at < CUSTOMERS; at += AT_ONCE) {
    const outcomes = await performMany(store, ids.slice(at, at + AT_ONCE).flatMap(requests))
    expect(outcomes.filter((one) => one.status !== 'done')).toEqual([])
  }
}

const lines = [{ description: 'Fee', amount: '10.00' }]

beforeAll(async () => {
  cellar = await openCellar()
  const prepared = await cellar.ledger()
  await createClock(prepared.store, { clock: 'tale', now: startOf(daysAgo(40)), mail: 'withhold' }, ada)
  const about = { currency: 'USD', clock: 'tale', class: 'gold' }
  await each(prepared.store, (id) => [
    requestOf('open_customer', null, { customer_id: id, name: id, ...about }, `open ${id}`),
    requestOf('issue_invoice', id, { invoice: `I-${id}`, lines, due_on: daysAgo(31) }, `issue ${id}`),
  ])
  await performMany(prepared.store, [
    requestOf('open_customer', null, { customer_id: 'P', name: 'P', currency: 'USD' }, 'P'),
  ])
  calm = await cellar.copyOf(prepared)
  hurt = await cellar.copyOf(prepared)
  still = await startServer(calmHome, calm.url)
  one = await startServer(hurtHome, hurt.url)
  other = await startServer(hurtHome, hurt.url)
}, 300_000)

afterAll(async () => {
  other?.signal('SIGCONT')
  await Promise.all([still?.kill(), one?.kill(), other?.kill()])
  await cellar?.close()
  for (const home of homes) rmSync(home, { recursive: true, force: true })
})

type Wish = { readonly method?: 'PUT'; readonly path: string; readonly body: object }

/** Begins a run, and answers its id. */
async function begin(server: Server, { method, path, body }: Wish): Promise<string> {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method: method ?? 'POST',
    headers: { authorization: `Bearer ${server.key}`, 'content-type': 'application/json', 'idempotency-key': path },
    body: JSON.stringify(body),
  })
  const { run_id: runId } = (await answer.json()) as { run_id: string }
  expect({ status: answer.status, location: answer.headers.get('location') }).toEqual({
    status: 202,
    location: `/api/v1/runs/${runId}`,
  })
  return runId
}

/** A run as a server answers it. */
async function runOn(server: Server, runId: string) {
  const answer = await fetch(`${server.url}/api/v1/runs/${runId}`, {
    headers: { authorization: `Bearer ${server.key}` },
  })
  return (await answer.json()) as { readonly state: string; readonly done: number; readonly total: number }
}

const doneOn = (server: Server, runId: string) =>
  expect.poll(async () => (await runOn(server, runId)).state, { timeout: 150_000, interval: 100 }).toBe('done')

/** Waits until a run is in the middle. */
async function inTheMiddle(server: Server, runId: string): Promise<void> {
  await expect
    .poll(async () => (await runOn(server, runId)).done, { timeout: 60_000, interval: 10 })
    .toBeGreaterThan(CUSTOMERS / 5)
  expect(await runOn(server, runId)).toMatchObject({ state: 'running', total: CUSTOMERS })
}

const undisturbed = async (wish: Wish): Promise<void> => doneOn(still, await begin(still, wish))

/** Both ledgers have the same records. */
async function bothAreSame(): Promise<void> {
  const same = { same: true, customers: CUSTOMERS + 2, records: expect.any(Number), fingerprint: expect.any(String) }
  expect(await compareLedgers(calm.store, hurt.store)).toEqual(same)
}

test('the move of a clock goes on on the other server', async () => {
  const wish = { path: '/clocks/tale/advance', body: { to: startOf(daysAgo(25)), reason: 'overdue' } }
  await undisturbed(wish)
  other.signal('SIGSTOP')
  const runId = await begin(one, wish)
  await inTheMiddle(one, runId)
  await one.kill()
  other.signal('SIGCONT')
  await doneOn(other, runId)
}, 300_000)

test(`the adoption of terms goes on elsewhere while its server ${STALLS ? 'stalls, which changes nothing any more' : 'is killed'}`, async () => {
  const wish = { method: 'PUT', path: '/classes/gold/policy', body: { payment_terms: 21 } } as const
  await undisturbed(wish)
  other.signal('SIGSTOP')
  one = await startServer(hurtHome, hurt.url)
  const runId = await begin(one, wish)
  await inTheMiddle(one, runId)
  if (STALLS) one.signal('SIGSTOP')
  else await one.kill()
  other.signal('SIGCONT')
  await doneOn(other, runId)
  if (STALLS) one.signal('SIGCONT')
  else one = await startServer(hurtHome, hurt.url)
  expect(await runOn(one, runId)).toMatchObject({ state: 'done', done: CUSTOMERS })
}, 300_000)

test('the join of a clock goes on with the next start', async () => {
  const wish = { path: '/clocks/tale/join', body: {} }
  await undisturbed(wish)
  await other.kill()
  const runId = await begin(one, wish)
  await inTheMiddle(one, runId)
  await one.kill()
  one = await startServer(hurtHome, hurt.url)
  await doneOn(one, runId)
  await bothAreSame()
}, 300_000)

/** Of an invoice that is overdue by the time it is entered. */
const OWED = { issued_on: daysAgo(24), due_on: daysAgo(15) }

/**
 * Starts a server anew, and waits until it has evaluated who was due: it does so at its start and then once a minute, so
 * that who is owed something now is left to the run that is begun next.
 */
async function startedAnew(server: Server, home: string, { url, store, query }: Ledger): Promise<Server> {
  const isDue = async () =>
    (await query('select 1 from customer_head where customer_id = $1 and next_evaluation_on <= current_date', ['P']))
      .length > 0
  const body = {
    invoice: 'P-1',
    lines: [{ ...lines[0], xdr_id: '700000' }],
    ...OWED,
  }
  const outcomes = await performMany(store, [requestOf('issue_invoice', 'P', body, 'P-1')])
  expect([outcomes.map((outcome) => outcome.status), await isDue()]).toEqual([['done'], true])
  await server.kill()
  const anew = await startServer(home, url)
  await expect.poll(isDue, { timeout: 60_000, interval: 50 }).toBe(false)
  return anew
}

test('a run of collection goes on with the next start', async () => {
  // what ledgers draw of xDR ids differs
  const named = (id: string) => lines.map((line) => ({ ...line, xdr_id: String(800_000 + ids.indexOf(id)) }))
  const owed = (store: Store) =>
    each(store, (id) => [requestOf('issue_invoice', id, { invoice: `J-${id}`, lines: named(id), ...OWED }, id)])
  const wish = { path: '/collection/runs', body: { business_date: new Date().toISOString().slice(0, 10) } }
  still = await startedAnew(still, calmHome, calm)
  await owed(calm.store)
  await undisturbed(wish)
  one = await startedAnew(one, hurtHome, hurt)
  await owed(hurt.store)
  const runId = await begin(one, wish)
  await inTheMiddle(one, runId)
  await one.kill()
  one = await startServer(hurtHome, hurt.url)
  await doneOn(one, runId)
  // who was evaluated by the background meanwhile is not counted in the run
  const compared = await compareLedgers(calm.store, hurt.store)
  if (!compared.same)
    expect(compared.difference).toMatchObject({ customerId: '~operator', at: expect.stringMatching(/facts\.count$/) })
  expect((await verify(hurt.store, { decide: true })).findings).toEqual([])
  const ends = await hurt.query('select 1 from record where customer_id = $1 and type = 47', ['~operator'])
  expect(ends).toHaveLength(4)
}, 300_000)
