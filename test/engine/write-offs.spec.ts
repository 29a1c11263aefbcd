import { expect, test } from 'vitest'
import { type Clerk, eventsOf, figures, issue, opened, pass, pay, refusalOf, status } from '../memory/clerk.ts'
import { causesOf, draftOf, undoWriteOff, voidInvoice, writeOff } from '../memory/clerk-invoices.ts'

/** An invoice of 100, due on the 15th, of which 40 is paid. */
function owing(): Clerk {
  const clerk = opened()
  issue(clerk, 'I1', ['100'], { due: '2026-09-15' })
  pay(clerk, 'P1', '40')
  return clerk
}

test('all that is owed is written off, and the invoice is overdue no more', () => {
  const clerk = owing()
  pass(clerk, '2026-09-16')
  expect(status(clerk, 'invoice I1')).toBe('overdue')
  expect(eventsOf(writeOff(clerk, 'I1'))).toEqual(['invoice_written_off 60.00 invoice:1'])
  expect(status(clerk, 'invoice I1')).toBe('written_off')
  expect(figures(clerk, 'customer', 'balance', 'written_off', 'outstanding')).toEqual({
    balance: '0.00',
    written_off: '60.00',
    outstanding: '0.00',
  })
  expect(refusalOf(writeOff(clerk, 'I1'))).toBe('write_off_exceeds_outstanding')
})

test('a part is written off, and another part', () => {
  const clerk = owing()
  writeOff(clerk, 'I1', '10')
  expect(eventsOf(writeOff(clerk, 'I1', '10'))).toEqual(['invoice_written_off 10.00 invoice:1'])
  expect(figures(clerk, 'invoice I1', 'written_off', 'outstanding')).toEqual({
    written_off: '20.00',
    outstanding: '40.00',
  })
  expect(status(clerk, 'invoice I1')).toBe('partially_paid')
})

test('a write-off needs a reason, an issued invoice that owes it, and an amount above 0', () => {
  const clerk = owing()
  draftOf(clerk, 'D1', ['5'])
  expect(refusalOf(writeOff(clerk, 'I1', '60.01'))).toBe('write_off_exceeds_outstanding')
  expect(refusalOf(writeOff(clerk, 'I1', '0'))).toBe('amount_must_be_positive')
  expect(refusalOf(writeOff(clerk, 'I1', '0.001'))).toBe('amount_finer_than_currency')
  expect(refusalOf(writeOff(clerk, 'I1', null, { reason: null }))).toBe('reason_required')
  expect(refusalOf(writeOff(clerk, 'D1'))).toBe('invoice_is_draft')
  expect(refusalOf(writeOff(clerk, 'I9'))).toBe('invoice_unknown')
  voidInvoice(clerk, 'I1')
  expect(refusalOf(writeOff(clerk, 'I1'))).toBe('invoice_is_void')
})

test('undone, the invoice owes it again, and free money covers it', () => {
  const clerk = owing()
  writeOff(clerk, 'I1')
  pay(clerk, 'P2', '25')
  expect(figures(clerk, 'payment P2', 'unallocated')).toEqual({ unallocated: '25.00' })
  expect(eventsOf(undoWriteOff(clerk, 'I1', '30'))).toEqual([
    'write_off_undone 30.00 invoice:1 by by_hand',
    'payment_allocated 25.00 payment:2 invoice:1 allocation:2 by automatic',
  ])
  expect(causesOf(clerk, 'write_off_undone')).toEqual(['reverses invoice_written_off'])
  expect(eventsOf(undoWriteOff(clerk, 'I1'))).toEqual(['write_off_undone 30.00 invoice:1 by by_hand'])
  expect(figures(clerk, 'invoice I1', 'written_off', 'outstanding')).toEqual({
    written_off: '0.00',
    outstanding: '35.00',
  })
})

test('no more is undone than was written off, so not twice', () => {
  const clerk = owing()
  writeOff(clerk, 'I1', '50')
  expect(refusalOf(undoWriteOff(clerk, 'I1', '50.01'))).toBe('write_off_undo_exceeds_written_off')
  undoWriteOff(clerk, 'I1')
  expect(refusalOf(undoWriteOff(clerk, 'I1'))).toBe('write_off_undo_exceeds_written_off')
  expect(refusalOf(undoWriteOff(clerk, 'I9'))).toBe('invoice_unknown')
})
