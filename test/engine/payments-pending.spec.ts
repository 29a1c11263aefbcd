import { expect, test } from 'vitest'
import {
  act,
  customerOf,
  day,
  eventsOf,
  figures,
  issue,
  opened,
  pass,
  pay,
  recordsOf,
  refusalOf,
  status,
} from '../memory/clerk.ts'
import {
  authorise,
  fail,
  makeDraft,
  onTerms,
  refund,
  settle,
  voidInvoice,
  voidPayment,
} from '../memory/clerk-payments.ts'
import { textOf } from '../memory/ledger.ts'

const money = ['pending', 'unallocated_payments', 'outstanding', 'balance'] as const

test('an authorised payment counts only as pending', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['50'])
  expect(eventsOf(authorise(clerk, 'P1', '30'))).toEqual(['payment_authorised 30.00 payment:1 by oldest_first'])
  expect(status(clerk, 'payment P1')).toBe('pending')
  expect(figures(clerk, 'customer', ...money)).toEqual({
    pending: '30.00',
    unallocated_payments: '0.00',
    outstanding: '50.00',
    balance: '50.00',
  })
})

test.each([
  ['for an unknown invoice', { I9: '1' }, 'invoice_unknown'],
  ['above the payment', { I1: '60.01' }, 'allocation_exceeds_payment'],
  ['for a draft', { D1: '1' }, 'invoice_is_draft'],
  ['for a void invoice', { I2: '1' }, 'invoice_is_void'],
] as const)('a wish %s is refused, whether the payment is received or authorised', (_, wish, code) => {
  const clerk = opened()
  issue(clerk, 'I1', ['40'])
  issue(clerk, 'I2', ['40'])
  voidInvoice(clerk, 'I2')
  makeDraft(clerk, 'D1')
  expect(refusalOf(authorise(clerk, 'P1', '60', wish))).toBe(code)
  expect(refusalOf(pay(clerk, 'P1', '60', wish))).toBe(code)
})

test('the policy may reject what is chosen above what an invoice owes', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['40'])
  onTerms(clerk, { overpay: 'reject' })
  expect(refusalOf(pay(clerk, 'P1', '60', { I1: '40.01' }))).toBe('payment_exceeds_outstanding')
  expect(refusalOf(authorise(clerk, 'P1', '60', { I1: '40.01' }))).toBe('payment_exceeds_outstanding')
  expect(refusalOf(pay(clerk, 'P1', '60', { I1: '40' }))).toBe('accepted')
})

test('an authorisation ends after it begins; under its id again it is refused', () => {
  const clerk = opened('2026-09-01')
  expect(refusalOf(authorise(clerk, 'P1', '10', 'none', { until: '2026-09-01' }))).toBe('until_has_passed')
  authorise(clerk, 'P1', '10')
  expect(refusalOf(authorise(clerk, 'P1', '10'))).toBe('payment_taken')
})

test('a settled payment is allocated as it was wished', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['50'])
  issue(clerk, 'I2', ['50'])
  authorise(clerk, 'P1', '60')
  expect(eventsOf(settle(clerk, 'P1'))).toEqual([
    'payment_settled 60.00 payment:1',
    'payment_allocated 50.00 payment:1 invoice:1 allocation:1 by oldest_first',
    'payment_allocated 10.00 payment:1 invoice:2 allocation:2 by oldest_first',
  ])
  expect(figures(clerk, 'customer', ...money)).toEqual({
    pending: '0.00',
    unallocated_payments: '0.00',
    outstanding: '40.00',
    balance: '40.00',
  })
})

test('what was chosen is allocated as far as it still fits; the rest goes where free money goes', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['50'])
  issue(clerk, 'I2', ['50'])
  authorise(clerk, 'P1', '60', { I2: '45' })
  pay(clerk, 'P2', '20', { I2: '20' })
  expect(eventsOf(settle(clerk, 'P1'))).toEqual([
    'payment_settled 60.00 payment:1',
    'payment_allocated 30.00 payment:1 invoice:2 allocation:2 by chosen',
    'payment_allocated 30.00 payment:1 invoice:1 allocation:3 by automatic',
  ])
})

test.each(['none', 'hold'] as const)('wished "%s", nothing is allocated at settlement', (wish) => {
  const clerk = opened()
  issue(clerk, 'I1', ['50'])
  authorise(clerk, 'P1', '60', wish)
  expect(eventsOf(settle(clerk, 'P1'))).toEqual(['payment_settled 60.00 payment:1'])
  expect(eventsOf(pay(clerk, 'P2', '1')).slice(1)).toEqual(
    wish === 'hold'
      ? ['payment_allocated 1.00 payment:2 invoice:1 allocation:1 by oldest_first']
      : ['payment_allocated 50.00 payment:1 invoice:1 allocation:1 by automatic'],
  )
})

test('a part is settled, and the rest of the authorisation ends; settled again it is refused', () => {
  const clerk = opened()
  authorise(clerk, 'P1', '60')
  expect(refusalOf(settle(clerk, 'P1', '60.01'))).toBe('settlement_exceeds_authorisation')
  expect(eventsOf(settle(clerk, 'P1', '45'))).toEqual(['payment_settled 45.00 payment:1'])
  expect(figures(clerk, 'customer', ...money)).toEqual({
    pending: '0.00',
    unallocated_payments: '45.00',
    outstanding: '0.00',
    balance: '-45.00',
  })
  expect(refusalOf(settle(clerk, 'P1', '15'))).toBe('payment_not_pending')
})

test('a payment may settle for nothing', () => {
  const clerk = opened()
  authorise(clerk, 'P1', '60')
  expect(eventsOf(settle(clerk, 'P1', '0'))).toEqual(['payment_settled 0.00 payment:1'])
  expect(figures(clerk, 'customer', ...money).pending).toBe('0.00')
})

test('from the moment of its end on it is not pending, and cannot be failed or voided, but money that comes is taken', () => {
  const clerk = opened('2026-09-01')
  authorise(clerk, 'P1', '60', 'none', { until: '2026-09-05' })
  pass(clerk, '2026-09-05')
  const before = customerOf(clerk)
  expect(refusalOf(fail(clerk, 'P1'))).toBe('payment_is_resolved')
  expect(refusalOf(voidPayment(clerk, 'P1'))).toBe('payment_is_resolved')
  expect(customerOf(clerk)).toBe(before)
  expect(refusalOf(settle(clerk, 'P1', '50'))).toBe('accepted')
  expect(figures(clerk, 'payment P1', 'unallocated')).toEqual({ unallocated: '50.00' })
  expect(refusalOf(settle(clerk, 'P1'))).toBe('payment_not_pending')
})

test.each([
  ['2026-09-04', undefined],
  ['2026-09-05', '2026-09-04'],
  ['2026-09-07', '2026-09-04'],
])('settled on %s, the last day of the authorisation that had ended is stated: %s', (on, ended) => {
  const clerk = opened('2026-09-01')
  authorise(clerk, 'P1', '60', 'none', { until: '2026-09-05' })
  pass(clerk, '2026-09-07')
  const outcome = settle(clerk, 'P1', null, { on })
  const [settled] = outcome.ok ? outcome.records : []
  expect(settled?.kind === 'event' && settled.facts.endedOn).toBe(ended === undefined ? undefined : day(ended))
})

test('a pending payment fails once, and counts for nothing', () => {
  const clerk = opened()
  authorise(clerk, 'P1', '60')
  expect(eventsOf(fail(clerk, 'P1'))).toEqual(['authorisation_failed 60.00 payment:1'])
  expect(status(clerk, 'payment P1')).toBe('failed')
  expect(figures(clerk, 'customer', ...money)).toEqual({
    pending: '0.00',
    unallocated_payments: '0.00',
    outstanding: '0.00',
    balance: '0.00',
  })
  expect(refusalOf(fail(clerk, 'P1'))).toBe('payment_is_resolved')
  expect(refusalOf(settle(clerk, 'P1'))).toBe('payment_not_pending')
})

test('while it is pending it is neither voided nor refunded', () => {
  const clerk = opened()
  authorise(clerk, 'P1', '60')
  expect(refusalOf(voidPayment(clerk, 'P1'))).toBe('payment_is_pending')
  expect(refusalOf(refund(clerk, 'P1', '1'))).toBe('payment_is_pending')
})

test('its money exists from the settlement on, and no allocation is earlier', () => {
  const clerk = opened('2026-09-01')
  authorise(clerk, 'P1', '60', 'none')
  pass(clerk, '2026-09-10')
  settle(clerk, 'P1')
  issue(clerk, 'I1', ['50'], { on: '2026-09-05' })
  const find = (type: string) => recordsOf(clerk).find((record) => record.type === type)
  expect(find('payment_allocated')?.effectiveAt).toBe(find('payment_settled')?.effectiveAt)
  expect(find('payment_allocated')?.causes).toEqual([{ role: 'funded', seq: find('payment_settled')?.seq }])
})

test('a closed customer may still pay', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['50'])
  const reason = textOf(clerk.ledger, 'he moved away')
  expect(refusalOf(act(clerk, { op: 'set_customer_status', set: 'closed', reason }))).toBe('accepted')
  authorise(clerk, 'P1', '30')
  expect(refusalOf(settle(clerk, 'P1'))).toBe('accepted')
  expect(refusalOf(pay(clerk, 'P2', '20'))).toBe('accepted')
  expect(figures(clerk, 'customer', 'balance')).toEqual({ balance: '0.00' })
})
