import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sequenceAll } from '../../src/service/sequencer.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { startPostgres } from '../../src/store/postgres/start.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { customerIds, load, openAccount, opening, settle } from './load.ts'
import { startVictim, type Target } from './victim.ts'

/**
 * Server and database are killed twenty times in the middle of work, in turn and together, without a word. What was
 * acknowledged is there, once; what was asked again under its key is there, once; the ledger verifies.
 */

const CYCLES = 20
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
  await sleep(500 + Math.random() * 700)
  await victim.kill(target)
  isOver = true
  await working
}

const keysOf = async (): Promise<ReadonlyMap<string, { customer_id: string; first_seq: bigint; last_seq: bigint }>> => {
  const rows = await after.query<{ key: string; customer_id: string; first_seq: bigint; last_seq: bigint }>(
    'select key, customer_id, first_seq, last_seq from idempotency',
  )
  expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length)
  return new Map(rows.map((row) => [row.key, row]))
}

test('there was something to lose', () => {
  expect(account.unknown).toEqual([])
  expect(account.acknowledged.size).toBeGreaterThan(200)
})

test('every acknowledged operation is there, and nothing that nobody asked for', async () => {
  const kept = await keysOf()
  expect([...account.acknowledged.keys()].filter((key) => !kept.has(key))).toEqual([])
  expect([...kept.keys()].filter((key) => !account.acknowledged.has(key))).toEqual([])
})

test('each is there once, as the sums say', async () => {
  const all = [...account.acknowledged.values()]
  for (const customerId of customerIds) {
    const asked = (kind: string) => BigInt(all.filter((one) => one.path === `/customers/${customerId}/${kind}`).length)
    const rows = await after.query<{ type: number; n: bigint; sum: bigint | null }>(
      `select type, count(*) as n, sum(amount) as sum from record
       where customer_id = $1 and kind = 1 and type in (2, 3, 5) group by type`,
      [customerId],
    )
    const of = (type: number) => rows.find((row) => row.type === type)
    expect(of(5)).toMatchObject({ n: asked('payments'), sum: asked('payments') * 1_000_000n })
    expect(of(2)?.n ?? 0n).toBeGreaterThanOrEqual(asked('charges'))
    expect(of(3)?.n ?? 0n).toBe(asked('invoices'))
  }
})

test('invoice numbers have no gap', async () => {
  const rows = await after.query<{ invoice: string }>('select invoice from invoice order by invoice')
  expect(rows.map((row) => row.invoice)).toEqual(rows.map((_, at) => `INV-${String(at + 1).padStart(6, '0')}`))
})

test('the ledger verifies, and the order of all transactions has no gap', async () => {
  // a server that was killed holds the sequencer's lease for 10 s more
  await expect.poll(sequenced, { timeout: 120_000, interval: 500 }).toEqual([])
  const { findings, appendOnly } = await verify(after, { decide: true })
  expect(findings).toEqual([])
  expect(appendOnly).toBe(true)
})

const sequenced = async (): Promise<readonly unknown[]> => {
  await sequenceAll(after, '01a20366-3d7c-7259-a1ac-0a4df881e1ba')
  return after.query('select customer_id from unsequenced')
}
