import { afterAll, beforeAll, expect, test } from 'vitest'
import { performMany } from '../../src/service/ledger/perform.ts'
import { requestOf } from '../service/desk.ts'
import { type Answer, type Api, openApi } from './api.ts'

/** Lists that are longer than one answer: each says how much it has, and the rest is read page by page. */

const CHARGES = 2300
let api: Api
let issued: Answer

beforeAll(async () => {
  api = await openApi()
  await api.post('/customers', { customer_id: 'c', name: 'C', currency: 'USD' })
  const charge = (at: number) => requestOf('book_charge', 'c', { amount: `${at % 7}.50`, service: 'calls' })
  await performMany(
    api.ledger.store,
    Array.from({ length: CHARGES }, (_, at) => charge(at)),
  )
  await api.post('/customers/c/invoices', { invoice: 'I1', due_on: null })
  await api.post('/customers/c/charges', { amount: '1.00', service: 'calls' })
  const lines = Array.from({ length: 1000 }, (_, at) => ({ description: `line ${at}`, amount: '0.01' }))
  issued = await api.post('/customers/c/invoices', { invoice: 'I2', lines, due_on: null })
})
afterAll(() => api.close())

const cents = (amount: string): number => Math.round(Number(amount) * 100)

test('an invoice names its first 1,000 lines, how many there are and their sum; the others come in pages', async () => {
  const { body } = await api.get('/invoices/I1')
  const { total } = body.figures
  expect([body.lines.length, body.lines_total]).toEqual([1000, { count: CHARGES, sum: total }])
  const lines = [...body.lines]
  for (let cursor = body.lines_next; cursor !== null; ) {
    const page = await api.get('/invoices/I1/lines', { cursor, limit: 500 })
    expect([page.body.count, page.body.sum]).toEqual([CHARGES, total])
    lines.push(...page.body.items)
    cursor = page.body.next
  }
  expect(new Set(lines.map((line) => line.xdr_id)).size).toBe(CHARGES)
  expect(lines.reduce((sum, line) => sum + cents(line.amount), 0)).toBe(cents(total))
  expect(lines.map((line) => line.seq)).toEqual(lines.map((line) => line.seq).toSorted((a, b) => a - b))
})

test('a short invoice has all its lines; before it existed it had none', async () => {
  const { body } = await api.get('/invoices/I2/lines', { limit: 500 })
  expect([body.items.length, body.next === null, body.count, body.sum]).toEqual([500, false, 1000, '10.00'])
  const before = await api.get('/invoices/I2/lines', { known_at: 'seq:5' })
  expect(before.body).toEqual({ items: [], next: null, count: 0, sum: '0.00' })
})

test('an operation says how many of its records its answer leaves out, and its chain pages through all', async () => {
  const { records, left_out } = issued.body
  expect(records.length).toBe(1000)
  const [{ root_seq }] = records
  const seqs: number[] = []
  let cursor: string | undefined
  do {
    const { body } = await api.get(`/customers/c/chains/${root_seq}`, { limit: 700, cursor })
    expect(body.count).toBe(1000 + left_out)
    seqs.push(...body.records.map((line: { seq: number }) => line.seq))
    expect(body.left_out).toBe(body.count - seqs.length)
    cursor = body.next ?? undefined
  } while (cursor !== undefined)
  expect(new Set(seqs).size).toBe(1000 + left_out)
  expect(seqs.length).toBe(1000 + left_out)
})

test('what waits for its day is paged', async () => {
  for (const day of ['2030-01-01', '2030-01-02', '2030-01-03'])
    expect((await api.post('/customers/c/notes', { text: day, effective_at: day })).status).toBe(202)
  const first = await api.get('/customers/c/scheduled', { limit: 2 })
  const rest = await api.get('/customers/c/scheduled', { limit: 2, cursor: first.body.next })
  const days = [...first.body.items, ...rest.body.items].map((row) => row.due_on)
  expect([days, rest.body.next]).toEqual([['2030-01-01', '2030-01-02', '2030-01-03'], null])
})
