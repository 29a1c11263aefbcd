import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventNo } from '../../src/engine/bytes/numbers.ts'
import { instantFromText, instantToText } from '../../src/engine/time.ts'
import { wallNow } from '../../src/service/asked/wall-clock.ts'
import { history } from '../../src/service/demo/history/history.ts'
import { people } from '../../src/service/demo/history/people.ts'
import { loadDemo, wantsDemo } from '../../src/service/demo/load-demo.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { launched } from '../product/launched.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** The demonstration data on a real database: what it tells, that a load happens once, and that a killed one goes on. */

let cellar: Cellar
let whole: Ledger
let told: string[]
const now = wallNow()

beforeAll(async () => {
  cellar = await openCellar()
  whole = await cellar.ledger()
  told = []
  expect(await wantsDemo(whole.store)).toBe(true)
  await loadDemo(whole.store, { now, say: (line) => told.push(line) })
})

afterAll(() => cellar.close())

const micros = (text: string): string => `${text.replace('.', '')}0000`

test('John Doe owes ten dollars, overdue since 16 October, and a notice of it was sent', async () => {
  const [john] = await whole.query('select balance, outstanding, clock from customer_head where customer_id = $1', [
    '10042',
  ])
  expect(john).toEqual({ balance: micros('10.00'), outstanding: micros('10.00'), clock: null })
  const [invoice] = await whole.query(
    'select invoice, total, adjusted, paid, outstanding, due_on::text, status from invoice where customer_id = $1',
    ['10042'],
  )
  expect(invoice).toEqual({
    invoice: '2026-09-001',
    total: micros('100.00'),
    adjusted: micros('-30.00'),
    paid: micros('60.00'),
    outstanding: micros('10.00'),
    due_on: '2026-10-15',
    status: 6,
  })
  const messages = await whole.query('select state, stated, stated_due_on::text from message where customer_id = $1', [
    '10042',
  ])
  expect(messages).toEqual([{ state: 2, stated: micros('10.00'), stated_due_on: '2026-10-15' }])
})

test('the notice was really sent, on the day of the story', async () => {
  const [record] = await whole.query(
    'select type, effective_at from record where customer_id = $1 and kind = 4 order by seq desc limit 1',
    ['10042'],
  )
  expect(record).toEqual({ type: 2, effective_at: new Date('2026-10-16T10:05:00Z') })
})

test('steps that were withheld are on record as decisions', async () => {
  const [decisions] = await whole.query<{ n: number }>('select count(*)::int as n from record where kind = 3')
  expect(decisions?.n).toBeGreaterThan(3)
})

test("nobody's newest record is about clocks", async () => {
  const [joined] = await whole.query(
    `select count(*)::int as n from customer_head h join record r on r.customer_id = h.customer_id and r.seq = h.seq
      where h.currency is not null and r.type = $1 and r.kind = 1`,
    [eventNo.of('clock_joined')],
  )
  expect(joined).toEqual({ n: 0 })
})

test('what was agreed in the dispute was booked, under the same reference', async () => {
  const operations = await whole.query(
    'select op, actor, reference from operation where customer_id = $1 and reference is not null order by first_seq',
    ['10042'],
  )
  expect(operations).toEqual([
    { op: 'add_note', actor: 'Maria Keller', reference: 'CRM case 8841' },
    { op: 'adjust_invoice', actor: 'Maria Keller', reference: 'CRM case 8841' },
  ])
  const [note] = await whole.query('select kind, agreed from note where customer_id = $1', ['10042'])
  expect(note).toEqual({ kind: 21, agreed: micros('30.00') })
})

test('the wording example goes from 10.00 unallocated to 70.00, by xDR 2204', async () => {
  const changes = await whole.query(
    'select after, xdr_id from record where customer_id = $1 and kind = 2 and figure = 143 order by seq',
    ['10043'],
  )
  expect(changes).toEqual([
    { after: micros('10.00'), xdr_id: '2203' },
    { after: micros('70.00'), xdr_id: '2204' },
  ])
})

test('about fifty customers have a year of history in several currencies, and most have paid', async () => {
  const [heads] = await whole.query(
    `select count(*)::int as customers, count(distinct currency)::int as currencies, count(distinct time_zone)::int as zones,
       count(clock)::int as on_clocks from customer_head where currency is not null`,
  )
  expect(heads).toEqual({ customers: people.length + 2, currencies: 4, zones: 8, on_clocks: 0 })
  const statuses = await whole.query<{ status: number; n: number }>(
    'select status, count(*)::int as n from invoice group by status',
  )
  const of = (status: number): number => statuses.find((one) => one.status === status)?.n ?? 0
  const all = statuses.reduce((sum, one) => sum + one.n, 0)
  expect(all).toBeGreaterThan(500)
  expect(of(5) / all).toBeGreaterThan(0.8)
  expect(of(6)).toBeGreaterThan(10)
  const [sent] = await whole.query('select count(*)::int as n from message where state <> 4 and customer_id <> $1', [
    '10042',
  ])
  expect(sent).toEqual({ n: 0 })
})

test('it tells how far it is, and a second load adds nothing', async () => {
  expect(told.length).toBeGreaterThan(4)
  expect(await wantsDemo(whole.store)).toBe(false)
  const before = await shape(whole)
  expect(await loadDemo(whole.store, { now })).toEqual({ performed: 0 })
  expect(await shape(whole)).toEqual(before)
})

test('the plan is the same each time it is made', () => {
  expect(history().plan).toEqual(history().plan)
})

test('a load that is killed goes on where it stopped, to the same books', async () => {
  const other = await cellar.ledger()
  for (const lines of [1, 3]) {
    await killedAfter(other, lines)
    expect((await verify(other.store)).findings).toEqual([])
  }
  // at a moment that is none of its stops the clock was not left by a load
  await other.query("update clock set now = now + interval '1 second' where clock = 'demo-history'")
  const says = (await verify(other.store)).findings.map((one) => one.what)
  expect(says).toEqual([expect.stringMatching(/^table clock demo-history: it shows /)])
  await other.query("update clock set now = now - interval '1 second' where clock = 'demo-history'")
  expect(await wantsDemo(other.store)).toBe(true)
  await loadDemo(other.store, { now })
  expect(await shape(other)).toEqual(await shape(whole))
})

test('before the year has ended, the part of it that has come is loaded', async () => {
  const early = await cellar.ledger()
  await loadDemo(early.store, { now: instantFromText('2025-12-20T00:00:00Z') ?? 0n })
  const [invoices] = await early.query('select count(*)::int as n, max(issued_on)::text as last from invoice')
  expect(invoices).toEqual({ n: expect.any(Number), last: '2025-12-01' })
  expect(await wantsDemo(early.store)).toBe(false)
})

/** Starts a load in a process of its own and kills it after so many lines of progress. */
async function killedAfter(ledger: Ledger, lines: number): Promise<void> {
  const loader: ChildProcess = launched(
    [process.execPath, join(import.meta.dirname, 'demo-loader.ts'), ledger.url, String(now)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let heard = 0
  loader.stdout?.on('data', (chunk: Buffer) => {
    heard += chunk.toString().split('\n').length - 1
    if (heard >= lines) loader.kill('SIGKILL')
  })
  await once(loader, 'exit')
  expect(loader.signalCode).toBe('SIGKILL')
}

/** All records as far as they do not depend on chance or on the moment of loading. */
const shape = (ledger: Ledger) =>
  ledger.query(
    `select customer_id, count(*)::int as records, md5(string_agg(concat_ws(' ', seq, kind, type, figure, effective_at,
         amount, after, invoice, payment, charge, late), ',' order by seq)) as hash
       from record where customer_id <> '~operator' and not (kind = 1 and type = 14) and effective_at <= $1::timestamptz
       group by customer_id order by customer_id`,
    [instantToText(now)],
  )
