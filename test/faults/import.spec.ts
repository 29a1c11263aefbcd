import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compareLedgers } from '../compare/compare.ts'
import { launched } from '../product/launched.ts'
import { type Cellar, type Ledger, openCellar } from '../service/ledger.ts'
import { dice, madeFile } from '../service/receivables.ts'
import { SEED } from './load.ts'

/** `whence import`, killed with -9 at ten random moments and started again, gives the records of an undisturbed run. */

const shared = fileURLToPath(new URL('../../../shared/data/ibm_ar_50_customers.csv', import.meta.url))
const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'whence-import-'))
let cellar: Cellar

beforeAll(async () => {
  cellar = await openCellar()
})

afterAll(async () => {
  await cellar.close()
  rmSync(folder, { recursive: true, force: true })
})

const start = (ledger: Ledger, path: string): ChildProcess =>
  launched([process.execPath, MAIN, 'import', path, '--json'], {
    cwd: folder,
    env: { ...process.env, DATABASE_URL: ledger.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

/** Lets an import run to its end; answers what it printed. */
async function runToEnd(ledger: Ledger, path: string): Promise<{ again: boolean; booked: number }> {
  const child = start(ledger, path)
  let [out, complaint] = ['', '']
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk.toString()
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk.toString()
  })
  await once(child, 'close')
  expect({ code: child.exitCode, complaint: child.exitCode === 0 ? '' : complaint }).toEqual({ code: 0, complaint: '' })
  return JSON.parse(out) as { again: boolean; booked: number }
}

type Run = { readonly done: number; readonly total: number }

const progressOf = async (ledger: Ledger): Promise<Run | undefined> =>
  (await ledger.query<Run>("select done, total from run where kind = 'import'"))[0]

/** Starts an import and kills it when so many operations are booked; answers how many were, or null if it had ended. */
async function killedAt(
  ledger: Ledger,
  path: string,
  [from, afterMs]: readonly [number, number],
): Promise<number | null> {
  const child = start(ledger, path)
  const ended = once(child, 'exit')
  while (child.exitCode === null) {
    const run = await progressOf(ledger)
    if (run !== undefined && run.done >= from) break
    await sleep(5)
  }
  await sleep(afterMs)
  child.kill('SIGKILL')
  await ended
  return child.signalCode === 'SIGKILL' ? ((await progressOf(ledger))?.done ?? 0) : null
}

/** Where to kill: at its beginning, at its end (when the clock joins), and at random between. */
function moments(total: number, roll: (n: number) => number): (readonly [number, number])[] {
  const between = Array.from({ length: 8 }, () => 1 + roll(total - 1)).sort((a, b) => a - b)
  return [0, ...between, total].map((from) => [from, roll(12)] as const)
}

async function survives(path: string, total: number, seed: number): Promise<void> {
  const [calm, hurt] = [await cellar.ledger(), await cellar.ledger()]
  const undisturbed = await runToEnd(calm, path)
  expect(await progressOf(calm)).toEqual({ done: total, total })
  const reached: (number | null)[] = []
  for (const moment of moments(total, dice(seed))) reached.push(await killedAt(hurt, path, moment))
  const last = await runToEnd(hurt, path)
  expect(last.booked).toBe(undisturbed.booked)
  // one that is to be killed near its end may have ended before
  expect(reached.filter((done) => done !== null).length).toBeGreaterThanOrEqual(7)
  expect(new Set(reached.filter((done) => done !== null && done > 0 && done < total)).size).toBeGreaterThan(3)
  expect(await compareLedgers(calm.store, hurt.store)).toMatchObject({ same: true })
  expect(await runToEnd(hurt, path)).toMatchObject({ again: true })
  expect(await compareLedgers(calm.store, hurt.store)).toMatchObject({ same: true })
}

/** The real file where it lies beside the project; else one made from a seed. */
function hunted(): readonly [path: string, operations: number] {
  if (existsSync(shared)) return [shared, 2941]
  console.error('skipped: no shared data')
  const { csv, lines } = madeFile({ seed: 11, count: 1000, customers: 40 })
  const path = join(folder, 'made.csv')
  writeFileSync(path, csv)
  const customers = new Set(lines.map((line) => line.customer)).size
  const steps = lines.reduce((sum, line) => sum + 1 + Number(line.disputed) + Number(line.settled !== null), customers)
  return [path, steps]
}

test(`an import that is killed ten times (seed ${SEED}) ends with the same records`, () =>
  survives(...hunted(), SEED + 4))
