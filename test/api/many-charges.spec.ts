import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { dayFromText } from '../../src/engine/time.ts'
import { startOfDay } from '../../src/service/asked/days.ts'
import { performMany } from '../../src/service/ledger/perform.ts'
import { stateOf } from '../../src/service/read/view/view.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { deskOf, inShort, requestOf } from '../service/desk.ts'
import type { Ledger } from '../service/ledger.ts'
import { rowsReadBy } from '../service/rows-read.ts'
import { type Api, openApi } from './api.ts'

/** An invoice over very many charges: what they come to is read, and none of them is. */

const CHARGES = 21_000
/** An explanation of a total looks at so many charges by group. */
const GROUPED = 20_000
const FEW = 60
let api: Api

// a busy machine books and verifies slowly
vi.setConfig({ hookTimeout: 600_000, testTimeout: 600_000 })
let ledger: Ledger
let ask: ReturnType<typeof deskOf>

const isJuly = (at: number): boolean => at % 30 === 0
const june = Array.from({ length: CHARGES }, (_, at) => at).filter((at) => !isJuly(at))

beforeAll(async () => {
  api = await openApi()
  ledger = api.ledger
  ask = deskOf(ledger.store)
  await ask('open_customer', 'usage', { name: 'Usage', currency: 'USD', effective_at: '2026-06-01' })
  // calls of July came in between, of which the bill of June knows nothing
  const charge = (at: number) =>
    requestOf('book_charge', 'usage', {
      ...{ amount: `0.0${1 + (at % 9)}`, service: 'calls' },
      effective_at: isJuly(at) ? '2026-07-02' : at < 30 ? '2026-05-31' : '2026-06-10',
    })
  const calls = Array.from({ length: CHARGES }, (_, at) => charge(at))
  expect((await performMany(ledger.store, calls)).map(inShort)).toEqual(Array(CHARGES).fill('done'))
})
afterAll(() => api.close())

const totals = async (...invoices: readonly string[]) => {
  const rows = await ledger.query('select total from invoice where invoice = any($1) order by no', [invoices])
  return rows.map((row) => row.total)
}

test('a bill of a period takes what counts by its end, and reads ranges of numbers', async () => {
  const body = { invoice: 'JUNE', charges: 'unbilled', period: { from: '2026-06-01', to: '2026-06-30' }, due_on: null }
  const read = await rowsReadBy(ledger.store, async () =>
    expect(inShort(await ask('issue_invoice', 'usage', body))).toBe('done'),
  )
  const cents = june.reduce((sum, at) => sum + 1 + (at % 9), 0)
  expect(await totals('JUNE')).toEqual([String(cents * 10_000)])
  expect(read).toBeLessThan(CHARGES / 20)
})

test('a draft of the rest is issued, and voided, of which no charge is read', async () => {
  const read = await rowsReadBy(ledger.store, async () => {
    await ask('draft_invoice', 'usage', { invoice: 'REST', charges: 'unbilled' })
    expect(inShort(await ask('issue_draft', 'usage', { invoice: 'REST' }))).toBe('done')
    expect(inShort(await ask('void_invoice', 'usage', { invoice: 'REST', reason: 'a test' }))).toBe('done')
  })
  expect(read).toBeLessThan(FEW)
})

test('an operation of the same transaction takes what was booked before it there, and what it leaves', async () => {
  const charge = (amount: string) => requestOf('book_charge', 'usage', { amount, service: 'calls' })
  const issue = (invoice: string, charges: 'unbilled' | string[]) =>
    requestOf('issue_invoice', 'usage', { invoice, charges })
  const before = await performMany(ledger.store, [charge('1.00'), charge('2.00')])
  expect(before.map(inShort)).toEqual(['done', 'done'])
  const ids = await ledger.query<{ id: string }>(
    'select xdr_id::text as id from record where kind = 1 and type = 2 order by seq desc limit 2',
  )
  const one = ids[1]?.id ?? ''
  const done = await performMany(ledger.store, [
    charge('4.00'),
    issue('ONE', [one]),
    charge('8.00'),
    issue('ALL', 'unbilled'),
    issue('NONE', 'unbilled'),
  ])
  expect(done.map(inShort)).toEqual(Array(5).fill('done'))
  expect(await totals('ONE', 'ALL', 'NONE')).toEqual(['1000000', '14000000', '0'])
})

test('its explanation opens into the charges that it grouped, and looks at no other', async () => {
  const about = { figure: 'invoice.total', subject: 'invoice:JUNE' }
  const { body } = await api.get('/customers/usage/explain', about)
  const [calls, further] = body.terms
  expect(body.terms.map((term: { label: string }) => term.label)).toEqual(['calls', 'further charges'])
  const cents = june.slice(0, GROUPED).reduce((sum, at) => sum + 1 + (at % 9), 0)
  expect([calls.value, further.opens ?? null]).toEqual([(cents / 100).toFixed(2), null])
  const asked = { ...calls.opens, limit: 1 }
  const first = (await api.get('/customers/usage/explain/terms', asked)).body
  expect([first.count, first.value]).toEqual([GROUPED, calls.value])
  const behind = (place: number) => {
    const no = 1 + (june[place - 1] ?? 0)
    return api.get('/customers/usage/explain/terms', { ...asked, cursor: first.next.replace(/^\d+/, String(no)) })
  }
  const ends = [(await behind(GROUPED - 1)).body, (await behind(GROUPED)).body]
  expect(ends.map((page) => [page.items.length, page.next])).toEqual([
    [1, null],
    [0, null],
  ])
})

test('a question about a day before the last charges keeps none of them', async () => {
  const then = { effectiveAt: startOfDay(dayFromText('2026-06-20') ?? 0, 'UTC'), knownSeq: Number.MAX_SAFE_INTEGER }
  const state = await inTransaction(ledger.store, (session) => stateOf(session, 'usage', then), 'repeatable read')
  expect([state.charges.size, state.counts.charge > CHARGES / 2]).toEqual([0, true])
  const { body } = await api.get('/customers/usage', { as_of: '2026-06-20T00:00:00Z' })
  const cents = june.reduce((sum, at) => sum + 1 + (at % 9), 0)
  expect(body.figures.charged).toBe((cents / 100).toFixed(2))
})

test('all of it holds, decided again too', async () => {
  const { findings, decided } = await verify(ledger.store, { decide: true })
  expect(findings).toEqual([])
  expect(decided?.again).toBeGreaterThan(CHARGES)
})
