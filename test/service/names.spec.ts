import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { CommandName } from '../../src/contract/operations.ts'
import { performTogether } from '../../src/service/ledger/perform.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { deskOf, inShort, requestOf } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** Names that callers leave out are given when an operation is decided, whatever it needs by then. */

let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellar()
})
beforeEach(async () => {
  ledger = await cellar.ledger()
  await done('open_customer', { name: 'John', currency: 'USD', effective_at: '2026-01-01' })
})
afterAll(() => cellar.close())

const ask = (op: CommandName, body: object) => deskOf(ledger.store)(op, 'john', body)
const done = async (op: CommandName, body: object) => expect(inShort(await ask(op, body))).toBe('done')
const reason = 'as agreed'

async function xdrIds(): Promise<number[]> {
  const rows = await ledger.query<{ xdr_id: string }>(
    'select xdr_id from record where xdr_id is not null and kind = 1 order by seq',
  )
  return rows.map((row) => Number(row.xdr_id))
}

const holds = async () => expect((await verify(ledger.store, { decide: true })).findings).toEqual([])

test('an operation that needs more xDR ids than are looked up beforehand gets them, increasing', async () => {
  const lines = Array.from({ length: 300 }, (_, at) => ({ description: `Call ${at}`, amount: '0.001' }))
  await done('issue_invoice', { invoice: 'I1', lines, due_on: null })
  await done('void_invoice', { invoice: 'I1', reissue: true, reason })
  const ids = await xdrIds()
  expect(ids).toHaveLength(300 + 1 + 300)
  expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b))
  await holds()
})

test('ids that the customer brought along are passed over, in the same operation too', async () => {
  const line = (xdr_id?: string) => ({ description: 'Fee', amount: '1.00', ...(xdr_id !== undefined && { xdr_id }) })
  await done('issue_invoice', { invoice: 'I1', lines: [line('2'), line(), line('1'), line()], due_on: null })
  await done('issue_invoice', { invoice: 'I2', lines: [line(), line(), line()], due_on: null })
  const ids = await xdrIds()
  expect(ids.slice(0, 4)).toEqual([2, expect.any(Number), 1, expect.any(Number)])
  expect(new Set(ids).size).toBe(7)
})

test('a document that is too large as it is booked takes no number', async () => {
  const fee = { lines: [{ description: 'Fee', amount: '900000000000.00' }], due_on: null }
  const first = requestOf('issue_invoice', 'john', fee)
  const beyond = requestOf('issue_invoice', 'john', fee)
  const note = () => requestOf('issue_credit_note', 'john', { amount: '900000000000.00', reason, apply: 'none' })
  const small = requestOf('issue_invoice', 'john', { lines: [{ description: 'Fee', amount: '1.00' }], due_on: null })
  const outcomes = await performTogether(ledger.store, [first, beyond, note(), note(), small])
  expect(outcomes.map(inShort)).toEqual(['done', 'amount_too_large', 'done', 'amount_too_large', 'done'])
  const numbers = await ledger.query('select invoice as no from invoice union all select credit_id from credit')
  expect(numbers.map(({ no }) => no)).toEqual(['INV-000001', 'INV-000002', 'CN-000001'])
})

test('what a negative total becomes bears the number of its invoice', async () => {
  await done('issue_invoice', { lines: [{ description: 'Refund', amount: '-3.00' }], due_on: null })
  expect(await ledger.query('select credit_id from credit')).toEqual([{ credit_id: 'CR-INV-000001' }])
})

test('a command keeps the names that were supplied, and no other', async () => {
  await done('receive_payment', { amount: '1.00' })
  await done('receive_payment', { amount: '1.00', payment_id: 'P7', xdr_id: '70' })
  const kept = await ledger.query<{ command: string }>("select command from operation where op = 'receive_payment'")
  const [left, given] = kept.map(({ command }) => JSON.parse(command))
  expect([left.paymentId, left.xdrId]).toEqual([null, null])
  expect([given.paymentId, JSON.stringify(given.xdrId)]).toEqual(['P7', expect.stringContaining('70')])
  const paid = await ledger.query<{ payment_id: string }>('select payment_id from payment order by no')
  expect(paid.map((one) => one.payment_id)).toEqual([expect.stringMatching(/^PAY-/), 'P7'])
})
