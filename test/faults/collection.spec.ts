import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMailer } from '../../src/service/mail/mail.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { compareLedgers } from '../compare/compare.ts'
import { times } from '../long.ts'
import { launched } from '../product/launched.ts'
import { type Cellar, type Ledger, openCellar } from '../service/ledger.ts'
import { dice } from '../service/receivables.ts'
import { openSink } from '../service/sink.ts'
import { openDebtors } from './debtors.ts'
import { SEED } from './load.ts'

/**
 * A collection run over many customers and 90 missed days, killed with -9 five times on the way, ends with the records of
 * an undisturbed one; run again, it changes nothing; no message is sent twice, each is sent or withheld with its reason.
 */

const CUSTOMERS = Number(process.env.WHENCE_DEBTORS ?? times(300, 10_000))
const KILLS = 5
const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
let cellar: Cellar
let calm: Ledger
let hurt: Ledger

beforeAll(async () => {
  cellar = await openCellar()
  const prepared = await cellar.ledger()
  await openDebtors(prepared.store, CUSTOMERS)
  calm = await cellar.copyOf(prepared)
  hurt = await cellar.copyOf(prepared)
})

afterAll(() => cellar.close())

const start = (ledger: Ledger): ChildProcess =>
  launched([process.execPath, MAIN, 'run', 'collection', '--json'], {
    env: { ...process.env, DATABASE_URL: ledger.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

async function runToEnd(ledger: Ledger): Promise<void> {
  const child = start(ledger)
  let complaint = ''
  child.stdout?.resume()
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk.toString()
  })
  await once(child, 'close')
  expect({ code: child.exitCode, complaint: child.exitCode === 0 ? '' : complaint }).toEqual({ code: 0, complaint: '' })
}

const waiting = async (ledger: Ledger): Promise<number> =>
  Number((await ledger.query('select count(*) n from customer_head where next_evaluation_on <= current_date'))[0]?.n)

/** Starts the run and kills it when so few customers are left to be looked at. */
async function killedAt(ledger: Ledger, left: number, afterMs: number): Promise<number> {
  const child = start(ledger)
  const ended = once(child, 'exit')
  while (child.exitCode === null && (await waiting(ledger)) > left) await sleep(5)
  await sleep(afterMs)
  child.kill('SIGKILL')
  await ended
  return child.signalCode === 'SIGKILL' ? await waiting(ledger) : 0
}

const SAME = { same: true, customers: CUSTOMERS + 1, records: expect.any(Number), fingerprint: expect.any(String) }

test(`a run that is killed five times (seed ${SEED}) ends with the same records, and again changes nothing`, async () => {
  expect(await waiting(hurt)).toBe(CUSTOMERS)
  await runToEnd(calm)
  const roll = dice(SEED)
  const reached: number[] = []
  for (let kill = 1; kill <= KILLS; kill += 1)
    reached.push(await killedAt(hurt, Math.floor((CUSTOMERS * (KILLS + 1 - kill)) / (KILLS + 1)), roll(20)))
  expect(new Set(reached.filter((left) => left > 0)).size).toBe(KILLS)
  await runToEnd(hurt)
  expect(await compareLedgers(calm.store, hurt.store)).toEqual(SAME)
  const before = await hurt.query('select count(*) n from record')
  await runToEnd(hurt)
  expect(await hurt.query('select count(*) n from record')).toEqual(before)
})

test('each message is sent once, or withheld with its reason', async () => {
  const sink = await openSink()
  const mailer = openMailer(hurt.store, { smtpUrl: sink.url, from: 'billing@example.com' })
  while ((await mailer.sendDue()) > 0);
  mailer.close()
  const states = await hurt.query<{ state: number; because: number | null; n: bigint }>(
    'select state, because is null as plain, count(*) n from message group by 1, 2 order by 1, 2',
  )
  const queued = await hurt.query('select count(*) n from record where kind = 4 and type = 1')
  const ids = sink.received.map(({ source }) => /^Message-ID: (.+)$/im.exec(source)?.[1])
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length).toBe(Number(queued[0]?.n))
  expect(ids.length).toBeGreaterThan(0)
  expect(states.map((one) => one.state)).toEqual([2, 4])
  await sink.close()
})

test('the ledger verifies', async () => {
  expect((await verify(hurt.store, { decide: true })).findings).toEqual([])
})
