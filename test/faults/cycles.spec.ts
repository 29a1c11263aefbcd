import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore, type Store } from '../../src/store/session/store.ts'
import { times } from '../long.ts'
import { dice } from '../service/receivables.ts'
import { type Database, openDatabase } from './database.ts'
import { customerIds, load, openAccount, opening, SEED, settle } from './load.ts'
import { inOrder, nothingDoubled, nothingLost, numbersWithoutGap } from './reckoning.ts'
import { type Server, startServer } from './victim.ts'

/**
 * Two servers on one database under load, and at random one of their processes or of the database's is killed without a
 * word, again and again; the load never stops. WHENCE_SEED chooses what is killed and when, WHENCE_CYCLES how often.
 */

const CYCLES = Number(process.env.WHENCE_CYCLES ?? times(16, 100))
const home = mkdtempSync(join(tmpdir(), 'whence-cycles-'))
const roll = dice(SEED)
const account = openAccount()
const servers: Server[] = []
let database: Database
let after: Store

/** What is killed: a server of the two, both, or a process of the database. */
const targets = ['server', 'server', 'both servers', 'postmaster', 'backend', 'walwriter', 'checkpointer'] as const
type Target = (typeof targets)[number]
const killed: Target[] = []
/** After which kill a server had ended that was not killed itself. */
const fell: (Target | undefined)[] = []

/** Whoever is asked next: one of the servers, in turn. */
let turn = 0
const either = {
  get url(): string {
    turn += 1
    return (servers[turn % servers.length] as Server).url
  },
  get key(): string {
    return (servers[0] as Server).key
  },
}

beforeAll(
  async () => {
    database = await openDatabase()
    servers.push(...(await Promise.all([1, 2].map(() => startServer(home, database.url)))))
    account.unknown.push(...customerIds.map(opening))
    await settle(either, account)
    let isOver = false
    const working = load(either, account, () => isOver, 12)
    for (let cycle = 0; cycle < CYCLES; cycle += 1) await liveAndDie(targets[roll(targets.length)] ?? 'server')
    isOver = true
    await working
    for (let round = 0; account.unknown.length > 0 && round < 20; round += 1) {
      await settle(either, account)
      await sleep(200)
    }
    await Promise.all(servers.map((server) => server.stop()))
    after = await openStore(database.url)
  },
  20_000 + CYCLES * 20_000,
)

afterAll(async () => {
  await after?.close()
  await Promise.all(servers.map((server) => server.kill()))
  await database?.close()
  rmSync(home, { recursive: true, force: true })
})

async function liveAndDie(target: Target): Promise<void> {
  const before = account.acknowledged.size
  // something is under way again, whatever was killed before
  for (let waited = 0; account.acknowledged.size < before + 4; waited += 1) {
    if (waited > 6000) throw new Error(`nobody answers any more after the kill of ${killed.at(-1)}`)
    await sleep(10)
  }
  if (servers.some((server) => !server.isAlive())) fell.push(killed.at(-1))
  await sleep(roll(400))
  await kill(target)
  killed.push(target)
  await database.start()
  for (const [at, server] of servers.entries())
    if (!server.isAlive()) servers[at] = await startServer(home, database.url)
}

async function kill(target: Target): Promise<void> {
  if (target === 'server') return servers[roll(2)]?.kill()
  if (target === 'both servers') return void (await Promise.all(servers.map((server) => server.kill())))
  const what = target === 'backend' ? /whence 127\.0\.0\.1/ : new RegExp(`^${target}`)
  const found = [...database.processes()].filter(([, title]) => what.test(title)).map(([pid]) => pid)
  const pid = found[roll(Math.max(found.length, 1))]
  // none, while it is starting anew
  if (pid !== undefined) await database.kill(pid)
}

test(`there was something to lose in ${CYCLES} cycles of seed ${SEED}`, () => {
  expect(killed).toHaveLength(CYCLES)
  expect(account.unknown).toEqual([])
  expect(account.acknowledged.size).toBeGreaterThan(CYCLES * 4)
})

test('no server has ended that was not killed itself', () => expect(fell).toEqual([]))

test('every acknowledged operation is there, and nothing that nobody asked for', () => nothingLost(after, account))

test('each is there once, as the sums say', () => nothingDoubled(after, account))

test('invoice numbers have no gap', () => numbersWithoutGap(after))

test('the ledger verifies, and no order has a gap', () => inOrder(after))
