import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { currentRules } from '../../src/engine/rules/rules.ts'
import type { WireRequest } from '../../src/service/asked/request.ts'
import { perform, performMany, performTogether } from '../../src/service/ledger/perform.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { ada, deskOf, inShort, replayOf, requestOf } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** One operation, one transaction: all of it or nothing, and once, however often it is asked for. */

let cellar: Cellar
let ledger: Ledger
let ask: ReturnType<typeof deskOf>

beforeAll(async () => {
  cellar = await openCellar()
})
beforeEach(async () => {
  ledger = await cellar.ledger()
  ask = deskOf(ledger.store)
  await ask('open_customer', 'john', { name: 'John Doe', currency: 'USD', effective_at: '2026-01-01' })
})
afterAll(() => cellar.close())

const kept = ['record', 'operation', 'idempotency', 'text', 'unsequenced', 'customer_head']
const counts = async (): Promise<readonly number[]> => {
  const all: number[] = []
  for (const table of kept) all.push(await count(table))
  return all
}
const count = async (table: string): Promise<number> =>
  Number((await ledger.query<{ n: string }>(`select count(*) as n from ${table}`))[0]?.n)
const headOf = async (customerId: string) =>
  (await ledger.query('select seq, balance, outstanding from customer_head where customer_id = $1', [customerId]))[0]
const findings = async () => (await verify(ledger.store, { decide: true })).findings

test('a payment finds the oldest invoice, and every table says so', async () => {
  await ask('issue_invoice', 'john', {
    invoice: '1',
    lines: [{ description: 'Calls', amount: '100.00' }],
    due_on: '2999-01-01',
  })
  expect(inShort(await ask('receive_payment', 'john', { amount: '60.00', payment_id: 'P1', method: 'cash' }))).toBe(
    'done',
  )
  expect(await headOf('john')).toEqual({ seq: '15', balance: '40000000', outstanding: '40000000' })
  expect(await ledger.query('select outstanding, paid, open from invoice')).toEqual([
    { outstanding: '40000000', paid: '60000000', open: true },
  ])
  expect(await ledger.query('select unallocated, open, method from payment')).toEqual([
    { unallocated: '0', open: false, method: 'cash' },
  ])
  expect(await findings()).toEqual([])
})

test('the same key answers the same records again, another body under it is refused', async () => {
  const charge = { amount: '1.00', service: 'voice' }
  const first = await ask('book_charge', 'john', charge, 'k1')
  const again = await ask('book_charge', 'john', charge, 'k1')
  expect(again).toEqual(replayOf(first))
  expect(inShort(await ask('book_charge', 'john', { ...charge, amount: '2.00' }, 'k1'))).toBe('key_reused')
  expect(await headOf('john')).toMatchObject({ balance: '1000000' })
})

test('a new customer without an id is the same one when his opening is asked for again', async () => {
  const body = { name: 'Eve', currency: 'EUR' }
  const first = await ask('open_customer', null, body, 'k1')
  const again = await ask('open_customer', null, body, 'k1')
  expect([inShort(first), inShort(again)]).toEqual(['done', 'replayed'])
  expect(await count('customer_head')).toBe(2)
})

test('a refused operation changes nothing', async () => {
  const before = await counts()
  const refused = [
    await ask('book_charge', 'nobody', { amount: '1.00', service: 'voice' }),
    await ask('book_charge', 'john', { amount: '1.0000001', service: 'voice' }),
    await ask('book_charge', 'john', { amount: '1.00', service: 'voice', currency: 'EUR' }),
    await ask('receive_payment', 'john', { amount: '-1.00' }),
    await ask('receive_payment', 'john', { amount: '1.005' }),
    await ask('receive_payment', 'john', { amount: '1000000000000.01' }),
    await ask('open_customer', 'eve', { name: 'Eve', currency: 'USD', effective_at: '2998-01-01' }),
    await ask('change_credit_limit', 'john', { limit: '1.00', reason: 'new', effective_at: '2025-12-31' }),
    await ask('receive_payment', 'john', { amount: '1.00', effective_at: '2026-02-30' }),
    await ask('adjust_invoice', 'john', { invoice: 'none', amount: '-1.00', reason: 'because' }),
    await ask('issue_invoice', 'john', { invoice: 'INV-000007' }),
    await ask('issue_invoice', 'john', { charges: ['77'] }),
    await ask('open_customer', 'eve', { name: 'Eve', currency: 'USD', clock: 'none' }),
    await ask('open_customer', 'eve', { name: 'Eve', currency: 'USD', time_zone: 'Mars/Olympus' }),
    await ask('open_customer', 'eve', { name: 'Eve', currency: 'XXX' }),
    await ask('erase_text', 'john', { text_id: '01a20366-3d7c-7259-a1ac-0a4df881e1ba', reason: 'asked' }),
  ]
  expect(refused.map(inShort)).toEqual([
    'customer_unknown',
    'amount_too_fine',
    'currency_differs',
    'amount_must_be_positive',
    'amount_finer_than_currency',
    'amount_too_large',
    'effective_in_future',
    'effective_before_opening',
    'date_invalid',
    'invoice_unknown',
    'invoice_number_reserved',
    'charge_unknown',
    'clock_unknown',
    'time_zone_unknown',
    'currency_unknown',
    'text_unknown',
  ])
  expect(await counts()).toEqual(before)
})

test('invoice numbers have no gaps, whatever was refused or failed between', async () => {
  const issue = (body: object = {}) =>
    ask('issue_invoice', 'john', { lines: [{ description: 'Fee', amount: '1.00' }], ...body })
  await issue()
  expect(inShort(await issue({ currency: 'EUR' }))).toBe('currency_differs')
  const torn = requestOf('issue_invoice', 'john', { lines: [{ description: 'Fee', amount: '1.00' }] })
  const failing = performTogether(ledger.store, [torn], () => Promise.reject(new Error('the world failed')))
  await expect(failing).rejects.toThrow('the world failed')
  await issue()
  const numbers = await ledger.query<{ invoice: string }>('select invoice from invoice order by no')
  expect(numbers.map((one) => one.invoice)).toEqual(['INV-000001', 'INV-000002'])
})

test('an xDR id that the customer brought along is never given to him again', async () => {
  const charge = (body: object = {}) => ask('book_charge', 'john', { amount: '1.00', service: 'voice', ...body })
  for (const id of ['1', '2', '3', '5', '1001']) expect(inShort(await charge({ xdr_id: id }))).toBe('done')
  expect(inShort(await charge({ xdr_id: '5' }))).toBe('xdr_id_taken')
  await charge()
  await charge()
  const ids = await ledger.query<{ xdr_id: string }>('select xdr_id from record where xdr_id is not null order by seq')
  expect(ids).toHaveLength(7)
  expect(new Set(ids.map((one) => one.xdr_id)).size).toBe(7)
})

test('a fault in a batch is that of its own request: what is before and behind it is booked and said to be', async () => {
  const pay = (key: string) => requestOf('receive_payment', 'john', { amount: '1.00' }, key)
  const poison = { op: 'add_note', customerId: 'john', body: { text: 'a\0b', kind: 'note' }, caller: ada, key: 'p' }
  const attempts = await performMany(ledger.store, [pay('a'), poison as WireRequest, pay('b')])
  expect(attempts.map(inShort)).toEqual(['done', 'fault', 'done'])
  expect(await headOf('john')).toMatchObject({ balance: '-2000000' })
  expect(await findings()).toEqual([])
})

test('an operation first evaluates the days that have come', async () => {
  await ask('issue_invoice', 'john', {
    invoice: '1',
    lines: [{ description: 'Calls', amount: '5.00' }],
    issued_on: '2026-01-02',
    due_on: '2026-01-10',
  })
  await ask('book_charge', 'john', { amount: '1.00', service: 'voice' })
  const operations = await ledger.query<{ op: string; actor: string }>(
    "select op, actor from operation where customer_id = 'john' order by first_seq",
  )
  expect(operations.map((one) => one.op)).toEqual(['open_customer', 'issue_invoice', 'evaluate_day', 'book_charge'])
  expect(operations[2]?.actor).toBe('system')
  expect(await ledger.query('select status from invoice')).toEqual([{ status: 6 }])
})

test('an erased text is gone, once, and the ledger still verifies', async () => {
  await ask('add_note', 'john', { text: 'called from 555-0199' })
  const [note] = await ledger.query<{ text_id: string }>('select text_id from note')
  const erase = { text_id: note?.text_id, reason: 'asked to be forgotten' }
  expect(inShort(await ask('erase_text', 'john', erase))).toBe('done')
  expect(inShort(await ask('erase_text', 'john', erase))).toBe('text_already_erased')
  expect(await ledger.query("select body from text where body like '%0199%'")).toEqual([])
  expect(await findings()).toEqual([])
})

test('the state is kept now and then, so that the past is folded from near', async () => {
  const charge = { amount: '0.01', service: 'voice' }
  const charges = Array.from({ length: 600 }, () => requestOf('book_charge', 'john', charge))
  const bundles = Array.from({ length: 20 }, () =>
    requestOf('book_usage', 'john', {
      service: 'voice',
      charges: Array.from({ length: 50 }, () => ({ amount: '0.01' })),
    }),
  )
  await performMany(ledger.store, [...charges, ...bundles])
  // one every 256 records, whatever a transaction brings: after the operation that has the 256th
  const [{ seqs } = { seqs: [] }] = await ledger.query<{ seqs: number[] }>(
    `select array_agg(s order by s) seqs from (select 0 union select seq::int from snapshot
       union select seq::int from customer_head where customer_id = 'john') as at(s)`,
  )
  const apart = seqs.slice(1).map((seq, at) => seq - (seqs[at] ?? 0))
  expect(apart.filter((records) => records >= 256 + 50)).toEqual([])
  expect(apart.slice(0, -1).filter((records) => records < 256)).toEqual([])
  expect(apart.length).toBeGreaterThan(5)
  expect(await findings()).toEqual([])
})

test('what is kept about an operation says who, which way, why and with what', async () => {
  const request = requestOf('book_charge', 'john', { amount: '1.00', service: 'voice', reference: 'CRM 8841' })
  await perform(ledger.store, { ...request, correlationId: 'dispute-7' })
  const [kept] = await ledger.query("select * from operation where op = 'book_charge'")
  expect(kept).toMatchObject({ ...ada, reference: 'CRM 8841', correlation_id: 'dispute-7', rules: currentRules })
  expect(JSON.parse(String(kept?.command))).toMatchObject({ op: 'book_charge', amount: { micros: '1000000' } })
})
