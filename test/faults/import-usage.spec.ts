import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from '../../src/service/verify/verify.ts'
import { launched } from '../product/launched.ts'
import { deskOf } from '../service/desk.ts'
import { type Cellar, type Ledger, openCellar } from '../service/ledger.ts'
import { dice } from '../service/receivables.ts'
import { SEED } from './load.ts'

/** `whence import` of usage, killed with -9 while it books and started again, gives the records of an undisturbed run. */

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'whence-usage-'))
const [CUSTOMERS, LINES, KILLS] = [200, 60_000, 4]
const OWN_IDS = 10_000_000_000
let cellar: Cellar

beforeAll(async () => {
  cellar = await openCellar()
})
afterAll(async () => {
  await cellar.close()
  rmSync(folder, { recursive: true, force: true })
})

const customer = (n: number): string => `U-${n % CUSTOMERS}`

/** Some lines cannot be booked; some come late, some have ids of their own. */
function usageFile(): string {
  const path = join(folder, 'usage.csv')
  const lines = Array.from({ length: LINES }, (_, n) => {
    const day = String(1 + ((n * 7) % 28)).padStart(2, '0')
    const amount = n % 997 === 0 ? '-1' : `0.${String((n % 9998) + 1).padStart(4, '0')}`
    return `${customer(n * 31)},2026-02-${day}T10:00:00Z,${amount},${n % 3 === 0 ? OWN_IDS + n : ''}`
  })
  writeFileSync(path, ['customer_id,used_at,amount,xdr_id', ...lines].join('\n'))
  return path
}

async function ledgerOfCustomers(): Promise<Ledger> {
  const ledger = await cellar.ledger()
  const open = deskOf(ledger.store)
  for (let n = 0; n < CUSTOMERS; n += 1)
    await open('open_customer', customer(n), { name: 'U', currency: 'USD', effective_at: '2026-01-01' }, `open ${n}`)
  return ledger
}

const start = (ledger: Ledger, path: string): ChildProcess =>
  launched([process.execPath, MAIN, 'import', path, '--json'], {
    cwd: folder,
    env: { ...process.env, DATABASE_URL: ledger.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  })

async function runToEnd(ledger: Ledger, path: string): Promise<Readonly<Record<string, unknown>>> {
  const child = start(ledger, path)
  let out = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk.toString()
  })
  await once(child, 'close')
  expect(child.exitCode).toBe(0)
  return JSON.parse(out)
}

const charges = async (ledger: Ledger): Promise<number> =>
  (await ledger.query<{ n: number }>('select count(*)::int as n from record where charge is not null'))[0]?.n ?? 0

/** All that was booked, in its order; ids that the ledger drew are left out: what a killed run had drawn is a gap. */
const records = (ledger: Ledger) =>
  ledger.query(
    `select r.customer_id, count(*)::int as n, md5(string_agg(concat_ws(' ', r.seq, r.root_seq, r.effective_at, r.amount,
        r.charge, r.late, case when r.xdr_id >= ${OWN_IDS} then r.xdr_id end, o.first_seq, o.reference), ',' order by r.seq)) as all
       from record r join operation o on o.customer_id = r.customer_id and r.seq between o.first_seq and o.last_seq
      where r.charge is not null group by r.customer_id order by r.customer_id`,
  )

/** Starts an import and kills it a little after so many charges are booked; how many were, or null if it had ended. */
async function killedAt(ledger: Ledger, path: string, from: number, afterMs: number): Promise<number | null> {
  const child = start(ledger, path)
  const ended = once(child, 'exit')
  while (child.exitCode === null && (await charges(ledger)) < from) await sleep(5)
  await sleep(afterMs)
  child.kill('SIGKILL')
  await ended
  return child.signalCode === 'SIGKILL' ? await charges(ledger) : null
}

test(`an import of usage that is killed ${KILLS} times (seed ${SEED}) ends with the same records`, async () => {
  const [path, roll] = [usageFile(), dice(SEED + 46)]
  const [calm, hurt] = [await ledgerOfCustomers(), await ledgerOfCustomers()]
  const undisturbed = await runToEnd(calm, path)
  const booked = LINES - Math.ceil(LINES / 997)
  expect(undisturbed).toMatchObject({ lines: LINES, booked, booked_before: 0, rejected: LINES - booked })
  const reached: (number | null)[] = []
  for (let kill = 0; kill < KILLS; kill += 1)
    reached.push(await killedAt(hurt, path, Math.floor((kill * booked) / KILLS), roll(60)))
  expect(reached.filter((n) => n !== null && n > 0 && n < booked).length).toBeGreaterThan(1)
  expect(await runToEnd(hurt, path)).toMatchObject({ lines: LINES, booked, rejected: LINES - booked })
  expect(await records(hurt)).toEqual(await records(calm))
  expect((await verify(hurt.store)).findings).toEqual([])
  expect(await runToEnd(hurt, path)).toMatchObject({ booked, booked_before: booked })
  expect(await charges(hurt)).toBe(booked)
})
