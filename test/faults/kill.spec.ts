import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPostgres } from '../../src/store/postgres/start.ts'
import { openStore, type Store } from '../../src/store/session/store.ts'
import { times } from '../long.ts'
import { dice } from '../service/receivables.ts'
import { customerIds, load, openAccount, opening, SEED, settle } from './load.ts'
import { inOrder, nothingDoubled, nothingLost, numbersWithoutGap } from './reckoning.ts'
import { startVictim, type Target } from './victim.ts'

/**
 * Server and database are killed again and again in the middle of work, in turn and together, without a word. What was
 * acknowledged is there, once; what was asked again under its key is there, once; the ledger verifies. WHENCE_SEED chooses
 * when.
 */

const CYCLES = times(6, 20)
const roll = dice(SEED)
const targets: readonly Target[] = ['server', 'database', 'both']
const folder = mkdtempSync(join(tmpdir(), 'whence-kill-'))
const home = join(folder, 'home')
const account = openAccount()
let after: Store
let stop: () => Promise<void>

beforeAll(async () => {
  chmodSync(folder, 0o755)
  account.unknown.push(...customerIds.map(opening))
  for (let cycle = 0; cycle < CYCLES; cycle += 1) await liveAndDie(targets[cycle % targets.length] ?? 'both')
  const last = await startVictim(home)
  for (let round = 0; account.unknown.length > 0 && round < 5; round += 1) await settle(last, account)
  await last.stop()
  const postgres = await startPostgres({ home, say: () => {} })
  after = await openStore(postgres.url)
  stop = async () => {
    await after.close()
    await postgres.stop()
  }
})

afterAll(async () => {
  await stop?.()
  rmSync(folder, { recursive: true, force: true })
})

async function liveAndDie(target: Target): Promise<void> {
  const victim = await startVictim(home)
  await settle(victim, account)
  let isOver = false
  const working = load(victim, account, () => isOver)
  await sleep(500 + roll(700))
  await victim.kill(target)
  isOver = true
  await working
}

test(`there was something to lose in ${CYCLES} cycles of seed ${SEED}`, () => {
  expect(account.unknown).toEqual([])
  expect(account.acknowledged.size).toBeGreaterThan(CYCLES * 10)
})

test('every acknowledged operation is there, and nothing that nobody asked for', () => nothingLost(after, account))

test('each is there once, as the sums say', () => nothingDoubled(after, account))

test('invoice numbers have no gap', () => numbersWithoutGap(after))

test('the ledger verifies, and the order of all transactions has no gap', () => inOrder(after))
