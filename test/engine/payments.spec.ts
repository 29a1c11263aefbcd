import { expect, test } from 'vitest'
import {
  customerOf,
  eventsOf,
  figures,
  issue,
  micros,
  opened,
  pass,
  pay,
  recordsOf,
  refusalOf,
  status,
} from '../memory/clerk.ts'
import { onTerms } from '../memory/clerk-payments.ts'

test('a payment enters the unallocated payments and is allocated oldest first', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['50'], { due: '2026-09-15' })
  issue(clerk, 'I2', ['35'], { due: '2026-10-15' })
  expect(eventsOf(pay(clerk, 'P1', '60', 'oldest_first', { method: 'card', xdrId: 2204n }))).toEqual([
    'payment_received 60.00 payment:1 by oldest_first',
    'payment_allocated 50.00 payment:1 invoice:1 allocation:1 by oldest_first',
    'payment_allocated 10.00 payment:1 invoice:2 allocation:2 by oldest_first',
  ])
  expect(recordsOf(clerk).find((record) => record.type === 'payment_received')).toMatchObject({
    facts: { id: 'P1', method: 'card', xdrId: 2204n },
    balanceAfter: 25_000_000n,
  })
  expect(figures(clerk, 'payment P1', 'amount', 'allocated', 'unallocated')).toEqual({
    amount: '60.00',
    allocated: '60.00',
    unallocated: '0.00',
  })
  expect(figures(clerk, 'customer', 'paid', 'balance', 'outstanding')).toEqual({
    paid: '60.00',
    balance: '25.00',
    outstanding: '25.00',
  })
})

test('what is above all debt stays free', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['50'])
  pay(clerk, 'P1', '60')
  expect(status(clerk, 'payment P1')).toBe('partially_allocated')
  expect(figures(clerk, 'customer', 'unallocated_payments', 'balance')).toEqual({
    unallocated_payments: '10.00',
    balance: '-10.00',
  })
})

test('unallocated payments rise from 10 to 70, and the payment says so before it is allocated', () => {
  const clerk = opened()
  pay(clerk, 'P1', '10')
  issue(clerk, 'I1', ['5'], { due: '2026-09-15' })
  pay(clerk, 'P2', '5', 'hold')
  const before = recordsOf(clerk).length
  pay(clerk, 'P3', '60')
  const changes = recordsOf(clerk)
    .slice(before)
    .filter((record) => record.kind === 'change' && record.figure === 'customer.unallocated_payments')
  expect(changes).toMatchObject([{ before: 10_000_000n, after: 70_000_000n }])
})

test('money that was free already is applied with a payment that arrives, credits first', () => {
  const clerk = opened()
  pay(clerk, 'P1', '10', 'none')
  issue(clerk, 'I0', ['-4'])
  const held = pay(clerk, 'P2', '7', 'hold')
  expect(eventsOf(held)).toEqual(['payment_received 7.00 payment:2 by hold'])
  issue(clerk, 'I1', ['100'])
  expect(eventsOf(pay(clerk, 'P3', '1'))).toEqual([
    'payment_received 1.00 payment:3 by oldest_first',
    'payment_allocated 1.00 payment:3 invoice:2 allocation:3 by oldest_first',
  ])
})

test('a payment that is not to be allocated now waits for the next occasion', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['50'])
  expect(eventsOf(pay(clerk, 'P1', '20', 'none'))).toEqual(['payment_received 20.00 payment:1 by none'])
  expect(eventsOf(pay(clerk, 'P2', '5'))).toEqual([
    'payment_received 5.00 payment:2 by oldest_first',
    'payment_allocated 20.00 payment:1 invoice:1 allocation:1 by automatic',
    'payment_allocated 5.00 payment:2 invoice:1 allocation:2 by oldest_first',
  ])
})

test('chosen invoices get the chosen amounts; what nothing is chosen for goes where free money goes', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['40'], { due: '2026-09-15' })
  issue(clerk, 'I2', ['50'], { due: '2026-10-15' })
  expect(eventsOf(pay(clerk, 'P1', '70', { I2: '45', I1: '10' }))).toEqual([
    'payment_received 70.00 payment:1 by chosen',
    'payment_allocated 45.00 payment:1 invoice:2 allocation:1 by chosen',
    'payment_allocated 10.00 payment:1 invoice:1 allocation:2 by chosen',
    'payment_allocated 15.00 payment:1 invoice:1 allocation:3 by automatic',
  ])
  expect(figures(clerk, 'payment P1', 'unallocated')).toEqual({ unallocated: '0.00' })
})

test('what is chosen above an outstanding amount stays unallocated', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['40'])
  expect(eventsOf(pay(clerk, 'P1', '70', { I1: '60' })).slice(1)).toEqual([
    'payment_allocated 40.00 payment:1 invoice:1 allocation:1 by chosen',
  ])
  expect(eventsOf(pay(clerk, 'P2', '70', { I1: '60' })).slice(1)).toEqual([])
})

test.each([
  ['above the payment in sum', { I1: '30', I2: '30.01' }, 'allocation_exceeds_payment'],
  ['of nothing', { I1: '0' }, 'amount_must_be_positive'],
  ['finer than the currency', { I1: '0.001' }, 'amount_finer_than_currency'],
  ['for an unknown invoice', { I1: '1', I9: '1' }, 'invoice_unknown'],
] as const)('a choice %s is refused, and the payment with it', (_, choice, code) => {
  const clerk = opened()
  issue(clerk, 'I1', ['40'])
  issue(clerk, 'I2', ['40'])
  const before = customerOf(clerk)
  expect(refusalOf(pay(clerk, 'P1', '60', choice))).toBe(code)
  expect(customerOf(clerk)).toBe(before)
})

test('received again under its id it is refused, and pays nothing', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['40'])
  pay(clerk, 'P1', '10')
  expect(eventsOf(pay(clerk, 'P1', '10'))).toEqual(['refused payment_taken'])
  expect(figures(clerk, 'invoice I1', 'outstanding')).toEqual({ outstanding: '30.00' })
})

test('a payment that is entered late counts from its day, its allocation no earlier than the invoice', () => {
  const clerk = opened('2026-09-01')
  pass(clerk, '2026-09-05')
  issue(clerk, 'I1', ['40'], { due: '2026-09-15' })
  pass(clerk, '2026-09-10')
  pay(clerk, 'P1', '40', 'oldest_first', { on: '2026-09-02' })
  const find = (type: string) => recordsOf(clerk).find((record) => record.type === type)
  expect(find('payment_received')).toMatchObject({ late: true })
  expect(find('payment_allocated')?.effectiveAt).toBe(find('invoice_issued')?.effectiveAt)
  expect(find('payment_allocated')?.causes).toEqual([{ role: 'operand', seq: find('invoice_issued')?.seq }])
})

test('an allocation names the money that it uses and the invoice that it pays', () => {
  const clerk = opened()
  pay(clerk, 'P1', '10', 'none')
  issue(clerk, 'I1', ['40'])
  pay(clerk, 'P2', '5')
  const [first, second] = recordsOf(clerk).filter((record) => record.type === 'payment_allocated')
  const seqOf = (type: string, no: number) =>
    recordsOf(clerk).find((one) => one.type === type && one.subject.no === no)?.seq
  expect(first?.causes).toEqual([{ role: 'funded', seq: seqOf('payment_received', 1) }])
  expect(second?.causes).toEqual([{ role: 'operand', seq: seqOf('invoice_issued', 1) }])
  expect(second?.parentSeq).toBe(seqOf('payment_received', 2))
})

test.each([
  ['JPY', '1.5'],
  ['KWD', '1.0001'],
  ['CLF', '1.00001'],
])('a payment in %s is not finer than the currency', (currency, amount) => {
  expect(refusalOf(pay(opened('2026-09-01', { currency }), 'P1', amount))).toBe('amount_finer_than_currency')
})

test('what no invoice is chosen for can be held: the wish is done, the rest waits for a person', () => {
  const rest = { rest: 'hold' } as const
  const clerk = opened()
  issue(clerk, 'I1', ['30'])
  expect(eventsOf(pay(clerk, 'P1', '40', 'oldest_first', rest)).slice(1)).toEqual([
    'payment_allocated 30.00 payment:1 invoice:1 allocation:1 by oldest_first',
  ])
  issue(clerk, 'I2', ['30'])
  issue(clerk, 'I3', ['30'])
  expect(eventsOf(pay(clerk, 'P2', '40', { I3: '20' }, rest)).slice(1)).toEqual([
    'payment_allocated 20.00 payment:2 invoice:3 allocation:2 by chosen',
  ])
  expect([figures(clerk, 'invoice I2', 'outstanding'), figures(clerk, 'payment P1', 'unallocated')]).toEqual([
    { outstanding: '30.00' },
    { unallocated: '10.00' },
  ])
})

test('what could not be done of a wish is said with what is missing, and nothing where all could', () => {
  const clerk = opened()
  onTerms(clerk, { negative_invoice: 'keep' })
  issue(clerk, 'I1', ['30'])
  issue(clerk, 'N1', ['-20'])
  const unmet = (outcome: ReturnType<typeof pay>): unknown[] =>
    outcome.ok
      ? outcome.records.flatMap((one) => (one.type === 'wish_not_met' ? [[one.facts.amount, one.facts.because]] : []))
      : ['refused']
  expect(unmet(pay(clerk, 'P1', '10', { I1: '10' }))).toEqual([])
  expect(unmet(pay(clerk, 'P2', '50', { I1: '25', N1: '5' }))).toEqual([
    [micros('5'), 'owes_less'],
    [micros('5'), 'owes_less'],
  ])
})
