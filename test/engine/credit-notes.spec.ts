import { expect, test } from 'vitest'
import {
  adjust,
  type Clerk,
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
  causesOf,
  creditNote,
  draftOf,
  giveNote,
  voidCreditNote,
  voidInvoice,
  writeOff,
} from '../memory/clerk-invoices.ts'
import { refund } from '../memory/clerk-payments.ts'
import { underPolicy } from '../memory/clerk-policy.ts'

/** An invoice of 100, due on the 15th, of which 40 is paid. */
function owing(): Clerk {
  const clerk = opened()
  issue(clerk, 'I1', ['100'], { due: '2026-09-15' })
  pay(clerk, 'P1', '40')
  return clerk
}

test('a credit note uses what its invoice owes; the rest remains, and nothing paid is released', () => {
  const clerk = owing()
  expect(eventsOf(creditNote(clerk, 'CN1', 'I1', '100'))).toEqual([
    'credit_note_issued 100.00 credit:1 invoice:1',
    'credit_allocated 60.00 credit:1 invoice:1 allocation:2 by credit_note',
  ])
  expect(causesOf(clerk, 'credit_note_issued')).toEqual(['corrects invoice_issued'])
  expect(figures(clerk, 'invoice I1', 'credited', 'paid', 'outstanding', 'creditable')).toEqual({
    credited: '60.00',
    paid: '40.00',
    outstanding: '0.00',
    creditable: '0.00',
  })
  expect(figures(clerk, 'credit CN1', 'remaining')).toEqual({ remaining: '40.00' })
  expect(figures(clerk, 'customer', 'balance', 'credit_noted')).toEqual({ balance: '-40.00', credit_noted: '100.00' })
  expect(status(clerk, 'credit CN1')).toBe('partially_applied')
})

test('it ends that the invoice is overdue', () => {
  const clerk = owing()
  pass(clerk, '2026-09-20')
  expect(status(clerk, 'invoice I1')).toBe('overdue')
  creditNote(clerk, 'CN1', 'I1', '60')
  expect(status(clerk, 'invoice I1')).toBe('paid')
})

test('its rest goes to other invoices oldest first, or is left for later', () => {
  const clerk = owing()
  issue(clerk, 'I2', ['25'])
  expect(eventsOf(creditNote(clerk, 'CN1', 'I1', '70', { apply: 'none' })).at(-1)).toBe(
    'credit_allocated 60.00 credit:1 invoice:1 allocation:2 by credit_note',
  )
  expect(eventsOf(creditNote(clerk, 'CN2', null, '30'))).toEqual([
    'credit_note_issued 30.00 credit:2',
    'credit_allocated 10.00 credit:1 invoice:2 allocation:3 by automatic',
    'credit_allocated 15.00 credit:2 invoice:2 allocation:4 by oldest_first',
  ])
})

test('a write-off on its invoice is undone by what the note is above the outstanding', () => {
  const clerk = owing()
  writeOff(clerk, 'I1', '50')
  expect(eventsOf(creditNote(clerk, 'CN1', 'I1', '35'))).toEqual([
    'credit_note_issued 35.00 credit:1 invoice:1',
    'write_off_undone 25.00 invoice:1 by credit_note',
    'credit_allocated 35.00 credit:1 invoice:1 allocation:2 by credit_note',
  ])
  expect(figures(clerk, 'invoice I1', 'written_off', 'outstanding')).toEqual({
    written_off: '25.00',
    outstanding: '0.00',
  })
})

test('a credit note needs a reason, a number of its own and an issued invoice', () => {
  const clerk = owing()
  draftOf(clerk, 'D1', ['5'])
  creditNote(clerk, 'CN1', 'I1', '10')
  expect(refusalOf(creditNote(clerk, 'CN1', 'I1', '10'))).toBe('credit_note_taken')
  expect(refusalOf(creditNote(clerk, 'CN2', 'I1', '10', { reason: null }))).toBe('reason_required')
  expect(refusalOf(creditNote(clerk, 'CN2', 'I1', '0'))).toBe('amount_must_be_positive')
  expect(refusalOf(creditNote(clerk, 'CN2', 'I1', '0.001'))).toBe('amount_finer_than_currency')
  expect(refusalOf(creditNote(clerk, 'CN2', 'I9', '10'))).toBe('invoice_unknown')
  expect(refusalOf(creditNote(clerk, 'CN2', 'D1', '10'))).toBe('invoice_is_draft')
  voidInvoice(clerk, 'I1')
  expect(refusalOf(creditNote(clerk, 'CN2', 'I1', '10'))).toBe('invoice_is_void')
})

test('above what the invoice can be credited it is refused where the policy says so', () => {
  const clerk = owing()
  underPolicy(clerk, { credit_excess: 'reject' })
  adjust(clerk, 'I1', '-10')
  creditNote(clerk, 'CN1', 'I1', '70')
  expect(refusalOf(creditNote(clerk, 'CN2', 'I1', '20.01'))).toBe('credit_note_exceeds_creditable')
  expect(refusalOf(creditNote(clerk, 'CN2', 'I1', '20'))).toBe('accepted')
  expect(refusalOf(creditNote(clerk, 'CN3', null, '20'))).toBe('accepted')
})

test('an unused credit note is voided, once', () => {
  const clerk = owing()
  creditNote(clerk, 'CN1', null, '10', { apply: 'none' })
  expect(eventsOf(voidCreditNote(clerk, 'CN1'))).toEqual(['credit_note_voided 10.00 credit:1'])
  expect(status(clerk, 'credit CN1')).toBe('void')
  expect(figures(clerk, 'customer', 'balance', 'credit_noted')).toEqual({ balance: '60.00', credit_noted: '0.00' })
  expect(refusalOf(voidCreditNote(clerk, 'CN1'))).toBe('credit_note_is_void')
})

test('of an applied one what remains is voided; with deallocate what was applied too, given back newest first', () => {
  const clerk = owing()
  issue(clerk, 'I2', ['25'])
  creditNote(clerk, 'CN1', 'I1', '90')
  pay(clerk, 'P2', '12')
  expect(eventsOf(voidCreditNote(clerk, 'CN1'))).toEqual(['credit_note_voided 5.00 credit:1 invoice:1'])
  expect(status(clerk, 'credit CN1')).toBe('applied')
  expect(refusalOf(voidCreditNote(clerk, 'CN1'))).toBe('credit_note_is_applied')
  expect(eventsOf(voidCreditNote(clerk, 'CN1', true))).toEqual([
    'credit_deallocated 25.00 credit:1 invoice:2 allocation:3 by credit_note_voided',
    'credit_deallocated 60.00 credit:1 invoice:1 allocation:2 by credit_note_voided',
    'credit_note_voided 85.00 credit:1 invoice:1',
    'payment_allocated 12.00 payment:2 invoice:1 allocation:4 by automatic',
  ])
  expect(figures(clerk, 'invoice I1', 'creditable', 'outstanding')).toEqual({
    creditable: '100.00',
    outstanding: '48.00',
  })
  expect(figures(clerk, 'customer', 'balance')).toEqual({ balance: '73.00' })
})

test('what was refunded of it stays: the rest is voided, and nothing where nothing is left', () => {
  const clerk = owing()
  creditNote(clerk, 'CR-N1', null, '10', { apply: 'none' })
  refund(clerk, 'CR-N1', '4')
  expect(eventsOf(voidCreditNote(clerk, 'CR-N1'))).toEqual(['credit_note_voided 6.00 credit:1'])
  creditNote(clerk, 'CR-N2', null, '10', { apply: 'none' })
  refund(clerk, 'CR-N2', '10')
  expect(refusalOf(voidCreditNote(clerk, 'CR-N2', true))).toBe('credit_note_is_applied')
})

test('only a credit note is voided, not another credit', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['-5'])
  expect(refusalOf(voidCreditNote(clerk, 'CR-I1'))).toBe('credit_note_unknown')
  expect(refusalOf(voidCreditNote(clerk, 'CN9'))).toBe('credit_note_unknown')
})

test('what was not applied at once is given by hand', () => {
  const clerk = owing()
  creditNote(clerk, 'CN1', null, '5', { apply: 'none' })
  expect(eventsOf(giveNote(clerk, 'CN1', 'I1', '5'))).toEqual([
    'credit_allocated 5.00 credit:1 invoice:1 allocation:2 by by_hand',
  ])
})

test('a note counts no earlier than its invoice, and what it gives no earlier than the note', () => {
  const clerk = opened()
  pass(clerk, '2026-09-10')
  issue(clerk, 'I1', ['100'])
  creditNote(clerk, 'CN1', 'I1', '5', { on: '2026-09-03' })
  const at = (type: string) => recordsOf(clerk).find((record) => record.type === type)?.effectiveAt
  expect(at('credit_note_issued')).toBe(at('invoice_issued'))
  expect(at('credit_allocated')).toBe(at('invoice_issued'))
})
