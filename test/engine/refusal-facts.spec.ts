import { expect, test } from 'vitest'
import { act, type Clerk, charge, give, issue, opened, pay, takeBack } from '../memory/clerk.ts'
import { issueDraft, voidCreditNote, voidInvoice } from '../memory/clerk-invoices.ts'
import { authorise, makeDraft, onTerms } from '../memory/clerk-payments.ts'
import type { Outcome } from '../memory/ledger.ts'
import { textOf } from '../memory/ledger.ts'

/** A refusal of the rules that operations share says which facts broke the rule: the caller mends it by them. */

/** In USD, open since 2 September: I1 owes 100 of which P1 paid 30, a held payment P2 of 20, a draft D1, a void invoice V1. */
function john(): Clerk {
  const clerk = opened('2026-09-02')
  issue(clerk, 'I1', ['100'])
  pay(clerk, 'P1', '30')
  pay(clerk, 'P2', '20', 'hold')
  makeDraft(clerk, 'D1')
  issue(clerk, 'V1', ['5'], { due: '2026-12-01' })
  voidInvoice(clerk, 'V1')
  return clerk
}

const rejecting = (): Clerk => {
  const clerk = john()
  onTerms(clerk, { overpay: 'reject' })
  return clerk
}

const pending = (): Clerk => {
  const clerk = john()
  authorise(clerk, 'P3', '10', 'none')
  return clerk
}

const closed = (): Clerk => {
  const clerk = opened('2026-09-02')
  act(clerk, { op: 'set_customer_status', set: 'closed', reason: textOf(clerk.ledger, 'he left') })
  return clerk
}

test.each<[string, () => Outcome, Readonly<Record<string, unknown>>]>([
  ['customer_unknown', () => charge({ ...opened(), id: 'nobody' }, '1'), { customer_id: 'nobody' }],
  ['invoice_unknown', () => give(john(), 'P2', 'I9', '1'), { invoice: 'I9' }],
  ['payment_unknown', () => give(john(), 'P9', 'I1', '1'), { payment_id: 'P9' }],
  ['credit_unknown', () => give(john(), 'CR-9', 'I1', '1'), { credit_id: 'CR-9' }],
  ['credit_note_unknown', () => voidCreditNote(john(), 'N9'), { credit_note: 'N9' }],
  ['invoice_taken', () => issue(john(), 'I1', ['5']), { invoice: 'I1' }],
  ['currency_differs', () => charge(john(), '1', { currency: 'EUR' }), { currency: 'EUR', customer_currency: 'USD' }],
  [
    'effective_before_opening',
    () => act(john(), { op: 'change_credit_limit', limit: 5n, until: null, reason: null }, { on: '2026-09-01' }),
    { effective_at: '2026-09-01T00:00:00.000Z', opened_at: '2026-09-02T00:00:00.000Z' },
  ],
  [
    'effective_in_future',
    () => charge(john(), '1', { on: '2026-09-03' }),
    { effective_at: '2026-09-03T00:00:00.000Z', now: '2026-09-02T00:00:00.000Z' },
  ],
  ['amount_finer_than_currency', () => pay(john(), 'P3', '0.001'), { amount: '0.001', currency: 'USD' }],
  ['amount_must_be_positive', () => pay(john(), 'P3', '-1'), { amount: '-1.00' }],
  ['invoice_is_draft', () => give(john(), 'P2', 'D1', '1'), { invoice: 'D1' }],
  ['invoice_is_void', () => give(john(), 'P2', 'V1', '1'), { invoice: 'V1' }],
  ['customer_is_closed', () => charge(closed(), '1'), { customer_id: 'C1' }],
  ['payment_is_pending', () => give(pending(), 'P3', 'I1', '1'), { payment_id: 'P3' }],
  ['allocation_exceeds_payment', () => pay(john(), 'P3', '9', { I1: '10' }), { chosen: '10.00', amount: '9.00' }],
  [
    'payment_exceeds_outstanding',
    () => pay(rejecting(), 'P3', '90', { I1: '80' }),
    { invoice: 'I1', amount: '80.00', outstanding: '70.00' },
  ],
  [
    'allocation_exceeds_unallocated',
    () => give(john(), 'P2', 'I1', '20.01'),
    { amount: '20.01', unallocated: '20.00' },
  ],
  [
    'allocation_exceeds_outstanding',
    () => {
      const clerk = john()
      pay(clerk, 'P3', '100', 'hold')
      return give(clerk, 'P3', 'I1', '70.01')
    },
    { amount: '70.01', outstanding: '70.00' },
  ],
  [
    'deallocation_exceeds_allocation',
    () => takeBack(john(), 'P1', 'I1', '30.01'),
    { amount: '30.01', allocated: '30.00' },
  ],
  ['deallocation_exceeds_allocation', () => takeBack(john(), 'P2', 'I1', null), { amount: null, allocated: '0.00' }],
])('%s', (code, operate, facts) => {
  const outcome = operate()
  expect(outcome.ok || outcome.refusal).toEqual({ code, facts })
})

test('a draft that is issued under no number of its own is not measured against the numbers there are', () => {
  const clerk = john()
  expect(issueDraft(clerk, 'D1', { invoice: null }).ok).toBe(true)
})
