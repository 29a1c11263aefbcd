import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { verify } from '../../src/service/verify/verify.ts'
import { desksOf, inShort } from '../service/desk.ts'
import { type Cellar, type Ledger, openCellar } from '../service/ledger.ts'

/**
 * Operations of the whole model of money, each in a transaction of its own: it has of the customer what was loaded for it,
 * and what is kept afterwards is what the records say.
 */

let cellar: Cellar
let ledger: Ledger
let ask: ReturnType<typeof desksOf>

beforeAll(async () => {
  cellar = await openCellar()
})
beforeEach(async () => {
  ledger = await cellar.ledger()
  ask = desksOf(ledger.store)
  await ask('open_customer', 'john', { name: 'John Doe', currency: 'USD', effective_at: '2026-01-01' })
})
afterAll(() => cellar.close())

type Step = readonly [Parameters<typeof ask>[0], object]

/** Asks for operations one after the other; answers what became of those that were not done. */
async function all(steps: readonly Step[]): Promise<string[]> {
  const outcomes: string[] = []
  for (const [op, body] of steps) {
    const outcome = inShort(await ask(op, 'john', body))
    if (outcome !== 'done') outcomes.push(`${op}: ${outcome}`)
  }
  return outcomes
}

const reason = 'as agreed'
const invoice = (id: string, amount: string): Step => [
  'issue_invoice',
  { invoice: id, lines: [{ description: 'Calls', amount }], due_on: '2999-01-01' },
]
const standing = async (): Promise<Record<string, unknown>> => {
  const rows = await ledger.query<{ id: string; left: string }>(
    `select invoice as id, outstanding::text as left from invoice union all select payment_id, unallocated::text from payment
     union all select credit_id, remaining::text from credit where credit_id like 'CN%'
     union all select dispute_id, claimed::text from dispute order by 1`,
  )
  return Object.fromEntries(rows.map((row) => [row.id, Number(row.left) / 1_000_000]))
}
const findings = async () => (await verify(ledger.store, { decide: true })).findings

test('a draft keeps its name and its number within the customer when it is issued', async () => {
  const drafted = { invoice: 'draft-1', lines: [{ description: 'Calls', amount: '10.00' }], due_on: '2999-01-01' }
  expect(
    await all([
      ['book_charge', { amount: '5.00', service: 'voice' }],
      ['draft_invoice', { ...drafted, charges: 'unbilled' }],
      ['add_draft_line', { invoice: 'draft-1', description: 'Fee', amount: '1.50' }],
    ]),
  ).toEqual([])
  expect(await ledger.query('select open, outstanding from invoice')).toEqual([{ open: true, outstanding: '0' }])
  expect(await findings()).toEqual([])
  expect(await all([['issue_draft', { invoice: 'draft-1' }]])).toEqual([])
  expect(await ledger.query('select no, invoice, outstanding from invoice')).toEqual([
    { no: 1, invoice: 'draft-1', outstanding: '16500000' },
  ])
  expect(await findings()).toEqual([])
})

test('a draft without a name is found by the one that it was given, and issued takes the next number', async () => {
  expect(await all([['draft_invoice', { lines: [{ description: 'Calls', amount: '10.00' }] }]])).toEqual([])
  const [draft] = await ledger.query<{ invoice: string }>('select invoice from invoice')
  expect(await all([['issue_draft', { invoice: draft?.invoice }]])).toEqual([])
  expect(await ledger.query('select d.id = $1 as draft, no from directory d order by 1', [draft?.invoice])).toEqual([
    { draft: false, no: 1 },
    { draft: true, no: 1 },
  ])
  expect(await ledger.query('select invoice from invoice')).toEqual([{ invoice: 'INV-000001' }])
  expect(await findings()).toEqual([])
})

test('a pending payment waits open, and is allocated as it was wished', async () => {
  expect(
    await all([
      invoice('1', '10.00'),
      invoice('2', '20.00'),
      ['authorise_payment', { payment_id: 'P1', amount: '15.00', allocate: [{ invoice: '2', amount: '15.00' }] }],
      ['authorise_payment', { payment_id: 'P2', amount: '1.00' }],
    ]),
  ).toEqual([])
  expect(await findings()).toEqual([])
  expect(
    await all([
      ['settle_payment', { payment_id: 'P1' }],
      ['fail_payment', { payment_id: 'P2', reason }],
    ]),
  ).toEqual([])
  expect(await standing()).toEqual({ 1: 10, 2: 5, P1: 0, P2: 0 })
  expect(await ledger.query('select payment_id, xdr_id is not null as xdr from payment order by no')).toEqual([
    { payment_id: 'P1', xdr: true },
    { payment_id: 'P2', xdr: true },
  ])
  expect(await findings()).toEqual([])
})

test('what a chargeback took is restored by its reversal, and a void takes what is left', async () => {
  expect(
    await all([
      invoice('1', '10.00'),
      invoice('2', '20.00'),
      ['receive_payment', { payment_id: 'P1', amount: '30.00' }],
      ['charge_back_payment', { payment_id: 'P1', reason }],
    ]),
  ).toEqual([])
  expect(await standing()).toEqual({ 1: 10, 2: 20, P1: 0 })
  expect(await all([['reverse_chargeback', { payment_id: 'P1', reason }]])).toEqual([])
  expect(await standing()).toEqual({ 1: 0, 2: 0, P1: 0 })
  expect(
    await all([
      ['refund_payment', { payment_id: 'P1', amount: '5.00', deallocate: [{ invoice: '2', amount: '5.00' }] }],
    ]),
  ).toEqual([])
  expect(await all([['void_payment', { payment_id: 'P1', reason }]])).toEqual([])
  expect(await standing()).toEqual({ 1: 10, 2: 20, P1: 0 })
  expect(await findings()).toEqual([])
})

test('a credit note goes to other invoices and comes back when it or its invoice is voided', async () => {
  expect(
    await all([
      invoice('1', '10.00'),
      ['receive_payment', { payment_id: 'P1', amount: '10.00' }],
      ['issue_credit_note', { credit_note: 'CN1', invoice: '1', amount: '8.00', reason }],
      invoice('2', '6.00'),
      ['issue_credit_note', { credit_note: 'CN2', invoice: '2', amount: '1.00', reason }],
    ]),
  ).toEqual([])
  expect(await standing()).toEqual({ 1: 0, 2: 0, CN1: 2, CN2: 1, P1: 0 })
  expect(await all([['void_credit_note', { credit_note: 'CN1', deallocate: true, reason }]])).toEqual([])
  expect(await findings()).toEqual([])
  expect(await all([['void_invoice', { invoice: '2', reissue: true, reason }]])).toEqual([])
  expect(await findings()).toEqual([])
  expect(await all([['issue_invoice', { invoice: '3', charges: 'unbilled' }]])).toEqual([])
  expect(await findings()).toEqual([])
})

test('credits are negative charges of the next invoice, and more of them than charges make a credit', async () => {
  expect(
    await all([
      ['book_charge', { amount: '15.00', service: 'voice' }],
      ['book_credit', { amount: '20.00', kind: 'promotional' }],
      ['issue_invoice', { invoice: '1' }],
    ]),
  ).toEqual([])
  expect(await ledger.query('select total, outstanding, open from invoice')).toEqual([
    { total: '-5000000', outstanding: '0', open: false },
  ])
  expect(await ledger.query('select remaining, traits from credit')).toEqual([
    { remaining: '5000000', traits: { origin: 'negative_invoice' } },
  ])
  expect(await all([['void_invoice', { invoice: '1', reissue: true, reason }]])).toEqual([])
  expect(await findings()).toEqual([])
})

test('a dispute is found by its id, with the paid invoice that it lowers', async () => {
  expect(
    await all([
      invoice('1', '10.00'),
      ['receive_payment', { payment_id: 'P1', amount: '10.00' }],
      ['open_dispute', { dispute_id: 'D1', invoice: '1', claimed: '4.00', agreed: '3.00', note: 'too much' }],
      ['open_dispute', { dispute_id: 'D2', invoice: '1', claimed: '1.00' }],
    ]),
  ).toEqual([])
  expect(await findings()).toEqual([])
  expect(
    await all([
      ['resolve_dispute', { dispute_id: 'D1', reason }],
      ['resolve_dispute', { dispute_id: 'D2', outcome: 'rejected', reason }],
    ]),
  ).toEqual([])
  expect(await ledger.query('select dispute_id, open, adjusted from dispute order by no')).toEqual([
    { dispute_id: 'D1', open: false, adjusted: '-3000000' },
    { dispute_id: 'D2', open: false, adjusted: '0' },
  ])
  expect(await ledger.query('select distinct dispute from record where dispute is not null order by 1')).toEqual([
    { dispute: 1 },
    { dispute: 2 },
  ])
  expect(await findings()).toEqual([])
})

test('write-offs, limits, statuses and lifts are kept as they were booked', async () => {
  expect(
    await all([
      invoice('1', '10.00'),
      ['write_off_invoice', { invoice: '1', amount: '4.00', reason }],
      ['undo_write_off', { invoice: '1', amount: '1.00', reason }],
      ['change_due_date', { invoice: '1', due_on: '2998-01-01', reason }],
      ['set_collection', { invoice: '1', collect: false, reason }],
      ['change_credit_limit', { limit: '100.00', reason }],
      ['set_customer_status', { set: 'blocked', reason }],
      ['lift_collection', { until: '2998-01-01', reason }],
      ['change_details', { name: 'John D.', class: 'business' }],
    ]),
  ).toEqual([])
  expect(await standing()).toEqual({ 1: 7 })
  expect(await findings()).toEqual([])
})

test('ids of other customers are refused', async () => {
  await ask('open_customer', 'eve', { name: 'Eve', currency: 'USD', effective_at: '2026-01-01' })
  const note = { credit_note: 'CN1', amount: '1.00', reason }
  await all([
    invoice('1', '10.00'),
    ['open_dispute', { dispute_id: 'D1', invoice: '1' }],
    ['authorise_payment', { payment_id: 'P1', amount: '1.00' }],
    ['issue_credit_note', note],
  ])
  await ask('issue_invoice', 'eve', { invoice: '2', lines: [{ description: 'Calls', amount: '1.00' }] })
  const refused = [
    await ask('open_dispute', 'eve', { dispute_id: 'D1', invoice: '2' }),
    await ask('authorise_payment', 'eve', { payment_id: 'P1', amount: '1.00' }),
    await ask('issue_credit_note', 'eve', note),
    await ask('draft_invoice', 'eve', { invoice: '1' }),
  ]
  expect(refused.map(inShort)).toEqual(['dispute_taken', 'payment_taken', 'credit_note_taken', 'invoice_taken'])
})
