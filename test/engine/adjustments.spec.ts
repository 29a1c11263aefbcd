import { expect, test } from 'vitest'
import {
  adjust,
  type Clerk,
  eventsOf,
  figures,
  give,
  issue,
  note,
  opened,
  pass,
  pay,
  recordsOf,
  refusalOf,
  status,
} from '../memory/clerk.ts'

/** An invoice of 100 due on the 15th. */
function owing(): Clerk {
  const clerk = opened()
  issue(clerk, 'I1', ['100'], { due: '2026-09-15' })
  return clerk
}

test('an invoice is lowered, and its total stays as issued', () => {
  const clerk = owing()
  expect(eventsOf(adjust(clerk, 'I1', '-30'))).toEqual(['invoice_adjusted -30.00 invoice:1'])
  expect(figures(clerk, 'invoice I1', 'total', 'adjusted', 'outstanding', 'creditable')).toEqual({
    total: '100.00',
    adjusted: '-30.00',
    outstanding: '70.00',
    creditable: '70.00',
  })
  expect(figures(clerk, 'customer', 'adjusted', 'balance', 'outstanding', 'unbilled')).toEqual({
    adjusted: '-30.00',
    balance: '70.00',
    outstanding: '70.00',
    unbilled: '0.00',
  })
})

test('it can be lowered to nothing at most, also in steps', () => {
  const clerk = owing()
  expect(refusalOf(adjust(clerk, 'I1', '-100.01'))).toBe('adjustment_must_not_exceed_invoice')
  adjust(clerk, 'I1', '-60')
  expect(refusalOf(adjust(clerk, 'I1', '-40.01'))).toBe('adjustment_must_not_exceed_invoice')
  expect(refusalOf(adjust(clerk, 'I1', '-40'))).toBe('accepted')
  expect(status(clerk, 'invoice I1')).toBe('do_not_pay')
  expect(refusalOf(adjust(clerk, 'I1', '-0.01'))).toBe('adjustment_must_not_exceed_invoice')
})

test('an invoice with a negative total is worth nothing to take from, but can be raised', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['-5'])
  expect(refusalOf(adjust(clerk, 'I1', '-0.01'))).toBe('adjustment_must_not_exceed_invoice')
  expect(eventsOf(adjust(clerk, 'I1', '8'))).toEqual([
    'invoice_adjusted 8.00 invoice:1',
    'credit_allocated 5.00 credit:1 invoice:1 allocation:1 by automatic',
  ])
  expect(figures(clerk, 'invoice I1', 'outstanding')).toEqual({ outstanding: '3.00' })
})

test('what is paid above the new amount is given back first, newest allocation first, and stays free', () => {
  const clerk = owing()
  pay(clerk, 'P1', '50')
  pay(clerk, 'P2', '30')
  pay(clerk, 'P3', '15')
  expect(eventsOf(adjust(clerk, 'I1', '-45'))).toEqual([
    'payment_deallocated 15.00 payment:3 invoice:1 allocation:3 by adjustment_release',
    'payment_deallocated 25.00 payment:2 invoice:1 allocation:2 by adjustment_release',
    'invoice_adjusted -45.00 invoice:1',
  ])
  expect(figures(clerk, 'invoice I1', 'paid', 'outstanding')).toEqual({ paid: '55.00', outstanding: '0.00' })
  expect(figures(clerk, 'customer', 'unallocated_payments', 'balance')).toEqual({
    unallocated_payments: '40.00',
    balance: '-40.00',
  })
})

test('exactly what is still owed can be taken off without giving anything back', () => {
  const clerk = owing()
  pay(clerk, 'P1', '60')
  expect(eventsOf(adjust(clerk, 'I1', '-40'))).toEqual(['invoice_adjusted -40.00 invoice:1'])
  expect(status(clerk, 'invoice I1')).toBe('paid')
})

test('what is given back pays other invoices, never the one that it was taken from', () => {
  const clerk = owing()
  pay(clerk, 'P1', '100')
  issue(clerk, 'I2', ['25'], { due: '2026-09-30' })
  expect(eventsOf(adjust(clerk, 'I1', '-40'))).toEqual([
    'payment_deallocated 40.00 payment:1 invoice:1 allocation:1 by adjustment_release',
    'invoice_adjusted -40.00 invoice:1',
    'payment_allocated 25.00 payment:1 invoice:2 allocation:2 by automatic',
  ])
})

test('a credit that stands on the invoice is given back too, as the newest', () => {
  const clerk = owing()
  pay(clerk, 'P1', '50')
  issue(clerk, 'I2', ['-50'])
  expect(eventsOf(adjust(clerk, 'I1', '-60')).slice(0, 2)).toEqual([
    'credit_deallocated 50.00 credit:1 invoice:1 allocation:2 by adjustment_release',
    'payment_deallocated 10.00 payment:1 invoice:1 allocation:1 by adjustment_release',
  ])
})

test('a raise reopens the invoice, and free money covers it', () => {
  const clerk = owing()
  pay(clerk, 'P1', '130')
  expect(eventsOf(adjust(clerk, 'I1', '20'))).toEqual([
    'invoice_adjusted 20.00 invoice:1',
    'payment_allocated 20.00 payment:1 invoice:1 allocation:2 by automatic',
  ])
  adjust(clerk, 'I1', '15')
  expect(status(clerk, 'invoice I1')).toBe('partially_paid')
})

test('one that frees nothing and reopens nothing applies nothing', () => {
  const clerk = owing()
  pay(clerk, 'P1', '10', 'none')
  expect(eventsOf(adjust(clerk, 'I1', '-5'))).toEqual(['invoice_adjusted -5.00 invoice:1'])
  expect(eventsOf(adjust(clerk, 'I1', '1'))).toEqual([
    'invoice_adjusted 1.00 invoice:1',
    'payment_allocated 10.00 payment:1 invoice:1 allocation:1 by automatic',
  ])
})

test('held money is left alone when an invoice is raised, and stays held when it is given back', () => {
  const clerk = owing()
  pay(clerk, 'P1', '30', 'hold')
  expect(eventsOf(adjust(clerk, 'I1', '5'))).toEqual(['invoice_adjusted 5.00 invoice:1'])
  give(clerk, 'P1', 'I1', '30')
  issue(clerk, 'I2', ['10'])
  adjust(clerk, 'I1', '-105')
  expect(figures(clerk, 'payment P1', 'unallocated')).toEqual({ unallocated: '30.00' })
})

test('lowering what is owed frees nothing, so money that was not to be applied stays where it is', () => {
  const clerk = owing()
  pay(clerk, 'P1', '60', 'none')
  expect(eventsOf(adjust(clerk, 'I1', '-30'))).toEqual(['invoice_adjusted -30.00 invoice:1'])
  expect(figures(clerk, 'payment P1', 'unallocated')).toEqual({ unallocated: '60.00' })
})

test('an adjustment counts no earlier than the invoice, and names it, and the note that promised it', () => {
  const clerk = opened('2026-09-01')
  pass(clerk, '2026-09-10')
  issue(clerk, 'I1', ['100'], { due: '2026-09-15' })
  note(clerk, { about: { kind: 'invoice', id: 'I1' }, noteKind: 'dispute', agreed: 30_000_000n })
  adjust(clerk, 'I1', '-30', { on: '2026-09-03' })
  const find = (type: string) => recordsOf(clerk).find((record) => record.type === type)
  expect(find('invoice_adjusted')?.effectiveAt).toBe(find('invoice_issued')?.effectiveAt)
  expect(find('invoice_adjusted')?.causes).toEqual([
    { role: 'corrects', seq: find('invoice_issued')?.seq },
    { role: 'agreed', seq: find('note_added')?.seq },
  ])
  expect(figures(clerk, 'invoice I1', 'agreed', 'promise_difference')).toEqual({
    agreed: '30.00',
    promise_difference: '0.00',
  })
})

test('done once more it is another adjustment, as far as the invoice goes', () => {
  const clerk = owing()
  adjust(clerk, 'I1', '-60')
  expect(eventsOf(adjust(clerk, 'I1', '-60'))).toEqual(['refused adjustment_must_not_exceed_invoice'])
  expect(figures(clerk, 'invoice I1', 'outstanding')).toEqual({ outstanding: '40.00' })
})
