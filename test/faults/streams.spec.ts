import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from '../../src/service/verify/verify.ts'
import { startPostgres } from '../../src/store/postgres/start.ts'
import { openStore, type Store } from '../../src/store/session/store.ts'
import { dice } from '../service/receivables.ts'
import { SEED } from './load.ts'
import { startVictim, type Target, type Victim } from './victim.ts'

/**
 * A stream of usage, in bundles and singly, whose server and database are killed in the middle, and which is sent again:
 * what was answered is there, and each charge is there once.
 */

const TARGETS: readonly Target[] = ['server', 'both', 'server']
const [CUSTOMERS, BUNDLES, CHARGES] = [4, 240, 25]
const folder = mkdtempSync(join(tmpdir(), 'whence-streams-'))
const home = join(folder, 'home')
const roll = dice(SEED + 7)
const answered = new Set<number>()
const counts: number[] = []
let last: readonly string[] = []
let after: Store
let stop: () => Promise<void>

const customer = (at: number): string => `c${at % CUSTOMERS}`
const lines: readonly object[] = [
  ...Array.from({ length: CUSTOMERS }, (_, at) => ({
    op: 'open_customer',
    customer_id: customer(at),
    key: 'open',
    name: customer(at),
    currency: 'USD',
  })),
  ...Array.from({ length: BUNDLES }, (_, at) =>
    at % 8 === 7
      ? { op: 'book_charge', customer_id: customer(at), key: `one ${at}`, amount: '0.01', service: 'calls' }
      : {
          op: 'book_usage',
          customer_id: customer(at),
          key: `bundle ${at}`,
          service: 'calls',
          charges: Array.from({ length: CHARGES }, (_, no) => ({
            amount: '0.01',
            ...(at % 3 === 0 ? { xdr_id: String(10_000_000 + at * CHARGES + no) } : {}),
          })),
        },
  ),
]
const booked = lines.reduce((sum: number, line) => sum + ('charges' in line ? CHARGES : 'amount' in line ? 1 : 0), 0)

/** Sends all lines; each answer is told as it comes, until the connection breaks. */
async function send(victim: Victim, told: (line: number, status: string) => void): Promise<void> {
  const response = await fetch(`${victim.url}/api/v1/ingest?records=none`, {
    method: 'POST',
    headers: { authorization: `Bearer ${victim.key}`, 'content-type': 'application/x-ndjson' },
    body: lines.map((line) => JSON.stringify(line)).join('\n'),
  })
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString()
    const whole = text.split('\n')
    text = whole.pop() ?? ''
    for (const one of whole) {
      const { line, status } = JSON.parse(one) as { readonly line: number; readonly status: string }
      told(line, status)
    }
  }
}

beforeAll(async () => {
  chmodSync(folder, 0o755)
  for (const target of TARGETS) {
    const victim = await startVictim(home)
    const least = answered.size + 1 + roll(30)
    let killed: Promise<void> | undefined
    const seen = new Set<number>()
    await send(victim, (line, status) => {
      if (status === 'refused') return
      answered.add(line)
      seen.add(line)
      if (seen.size >= least) killed ??= victim.kill(target)
    }).catch(() => {})
    await (killed ?? victim.kill(target))
    counts.push(seen.size)
  }
  const victim = await startVictim(home)
  const statuses = new Map<number, string>()
  await send(victim, (line, status) => statuses.set(line, status))
  last = lines.map((_, at) => statuses.get(at + 1) ?? 'not answered')
  await victim.stop()
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

test(`there was something to lose, and something was not answered (seed ${SEED})`, () => {
  expect(answered.size).toBeGreaterThan(3)
  expect(Math.min(...counts)).toBeLessThan(lines.length)
})

test('sent again, each line is done, or was done before; what was answered is not done again', () => {
  expect(last.filter((status) => status !== 'done' && status !== 'replayed')).toEqual([])
  expect([...answered].filter((line) => last[line - 1] !== 'replayed')).toEqual([])
})

test('each charge is there once', async () => {
  const [row] = await after.query<{ n: bigint; sum: bigint }>(
    'select count(*) as n, sum(amount) as sum from record where charge is not null',
  )
  expect(row).toEqual({ n: BigInt(booked), sum: BigInt(booked) * 10_000n })
})

test('the ledger verifies, decided again', async () => {
  expect((await verify(after, { decide: true })).findings).toEqual([])
})
