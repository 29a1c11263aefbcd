import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { CommandName } from '../../src/contract/operations.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { deskOf, inShort } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** What is closed is not loaded by itself; what names it books again as it was booked. */

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

async function done(op: CommandName, body: object): Promise<void> {
  const outcome = await deskOf(ledger.store)(op, 'john', body)
  expect([op, inShort(outcome)]).toEqual([op, 'done'])
}
const pay = (payment_id: string, more: object = {}) => done('receive_payment', { payment_id, amount: '10.00', ...more })
const issue = (invoice: string) =>
  done('issue_invoice', { invoice, lines: [{ description: 'Fee', amount: '10.00' }], due_on: null })
const reason = 'as agreed'

/** Closes one thing of each kind in each way; answers what was closed. */
async function closeAll(): Promise<string[]> {
  await issue('I paid')
  await pay('P allocated')
  await pay('P refunded')
  await done('refund_payment', { payment_id: 'P refunded', amount: '10.00', reason })
  await pay('P voided')
  await done('void_payment', { payment_id: 'P voided', reason })
  await pay('P charged back')
  await done('charge_back_payment', { payment_id: 'P charged back', reason })
  await done('authorise_payment', { payment_id: 'P failed', amount: '10.00' })
  await done('fail_payment', { payment_id: 'P failed', reason })
  await issue('I credited')
  await done('issue_credit_note', { credit_note: 'C applied', invoice: 'I credited', amount: '10.00', reason })
  await done('issue_credit_note', { credit_note: 'C void', amount: '1.00', reason, apply: 'none' })
  await done('void_credit_note', { credit_note: 'C void', reason })
  await issue('I void')
  await done('void_invoice', { invoice: 'I void', reason })
  await issue('I written off')
  await done('write_off_invoice', { invoice: 'I written off', reason })
  await issue('I disputed')
  await done('open_dispute', { dispute_id: 'D rejected', invoice: 'I disputed', claimed: '10.00' })
  await done('resolve_dispute', { dispute_id: 'D rejected', outcome: 'rejected', reason })
  const rows = await ledger.query<{ subject: string }>(
    `select 'invoice:' || invoice as subject from invoice where not open union all
     select 'payment:' || payment_id from payment where not open union all
     select 'credit_note:' || credit_id from credit where not open union all
     select 'dispute:' || dispute_id from dispute where not open`,
  )
  return rows.map((row) => row.subject)
}

test('a note about a payment, an invoice, a credit note or a dispute that is closed is verified', async () => {
  const closed = await closeAll()
  expect(closed).toHaveLength(12)
  for (const subject of closed) await done('add_note', { text: `about ${subject}`, subject })
  expect((await verify(ledger.store, { decide: true })).findings).toEqual([])
})

test('what opens a closed payment again is verified, with a note on it before and after', async () => {
  await issue('I1')
  await pay('P1')
  const subject = 'payment:P1'
  await done('add_note', { text: 'paid in cash', subject })
  await done('deallocate_payment', { payment_id: 'P1', invoice: 'I1', amount: '4.00' })
  await done('refund_payment', { payment_id: 'P1', amount: '4.00', reason })
  await done('add_note', { text: 'the rest went back', subject })
  await done('charge_back_payment', { payment_id: 'P1', reason })
  await done('add_note', { text: 'and the bank took it', subject })
  await done('reverse_chargeback', { payment_id: 'P1', reason })
  expect((await verify(ledger.store, { decide: true })).findings).toEqual([])
})
