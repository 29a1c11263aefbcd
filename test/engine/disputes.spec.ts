import { expect, test } from 'vitest'
import {
  adjust,
  type Clerk,
  eventsOf,
  figures,
  issue,
  note,
  opened,
  pass,
  pay,
  refusalOf,
  status,
} from '../memory/clerk.ts'
import {
  causesOf,
  creditNote,
  disputeOf,
  draftOf,
  openDispute,
  resolve,
  voidCreditNote,
  voidInvoice,
} from '../memory/clerk-invoices.ts'

/** An invoice of 100, due on the 15th. */
function owing(): Clerk {
  const clerk = opened()
  issue(clerk, 'I1', ['100'], { due: '2026-09-15' })
  return clerk
}

const agreed = (clerk: Clerk, dispute: string, amount: bigint) =>
  note(clerk, { about: { kind: 'dispute', id: dispute }, noteKind: 'dispute', agreed: amount })

test('what is claimed stays owed and overdue, and is not collected', () => {
  const clerk = owing()
  pass(clerk, '2026-09-20')
  expect(eventsOf(openDispute(clerk, 'X1', 'I1', '30'))).toEqual(['dispute_opened invoice:1'])
  expect(status(clerk, 'invoice I1')).toBe('overdue')
  expect(figures(clerk, 'invoice I1', 'outstanding', 'disputed', 'collectible')).toEqual({
    outstanding: '100.00',
    disputed: '30.00',
    collectible: '70.00',
  })
  expect(disputeOf(clerk, 'X1', 'claimed')).toEqual({ claimed: '30.00', status: 'open' })
})

test('without an amount the whole invoice is claimed', () => {
  const clerk = owing()
  adjust(clerk, 'I1', '-10')
  openDispute(clerk, 'X1', 'I1')
  expect(disputeOf(clerk, 'X1', 'claimed').claimed).toBe('90.00')
})

test('a dispute is refused under an id in use, above the invoice, on a draft and on a void invoice', () => {
  const clerk = owing()
  draftOf(clerk, 'D1', ['5'])
  openDispute(clerk, 'X1', 'I1', '30')
  expect(refusalOf(openDispute(clerk, 'X1', 'I1', '30'))).toBe('dispute_taken')
  expect(refusalOf(openDispute(clerk, 'X2', 'I1', '100.01'))).toBe('claim_exceeds_invoice')
  expect(refusalOf(openDispute(clerk, 'X2', 'I1', '0'))).toBe('amount_must_be_positive')
  expect(refusalOf(openDispute(clerk, 'X2', 'I1', '1', { agreed: -1n }))).toBe('amount_finer_than_currency')
  expect(refusalOf(openDispute(clerk, 'X2', 'I1', '1', { agreed: -1_000_000n }))).toBe('amount_must_not_be_negative')
  expect(refusalOf(openDispute(clerk, 'X2', 'I9', '1'))).toBe('invoice_unknown')
  expect(refusalOf(openDispute(clerk, 'X2', 'D1', '1'))).toBe('invoice_is_draft')
  voidInvoice(clerk, 'I1')
  expect(refusalOf(openDispute(clerk, 'X2', 'I1', '1'))).toBe('invoice_is_void')
})

test('resolved by adjustment, what was agreed is taken off, and the promise is kept', () => {
  const clerk = owing()
  openDispute(clerk, 'X1', 'I1', '30')
  agreed(clerk, 'X1', 20_000_000n)
  expect(disputeOf(clerk, 'X1', 'agreed', 'difference')).toEqual({
    agreed: '20.00',
    difference: '20.00',
    status: 'open',
  })
  expect(eventsOf(resolve(clerk, 'X1', 'adjusted'))).toEqual([
    'invoice_adjusted -20.00 invoice:1',
    'dispute_resolved invoice:1',
  ])
  expect(causesOf(clerk, 'invoice_adjusted')).toEqual(['corrects invoice_issued', 'agreed dispute_opened'])
  expect(disputeOf(clerk, 'X1', 'adjusted', 'difference')).toEqual({
    adjusted: '-20.00',
    difference: '0.00',
    status: 'resolved',
  })
  expect(figures(clerk, 'invoice I1', 'outstanding', 'disputed', 'promise_difference')).toEqual({
    outstanding: '80.00',
    disputed: '0.00',
    promise_difference: '0.00',
  })
})

test('what was paid above it is given back, and pays other invoices', () => {
  const clerk = owing()
  pay(clerk, 'P1', '100')
  issue(clerk, 'I2', ['15'])
  openDispute(clerk, 'X1', 'I1', '30', { agreed: 20_000_000n })
  expect(eventsOf(resolve(clerk, 'X1', 'adjusted'))).toEqual([
    'payment_deallocated 20.00 payment:1 invoice:1 allocation:1 by adjustment_release',
    'invoice_adjusted -20.00 invoice:1',
    'dispute_resolved invoice:1',
    'payment_allocated 15.00 payment:1 invoice:2 allocation:2 by automatic',
  ])
})

test('where all was booked before, it is just resolved; where a part was, the rest is booked', () => {
  const clerk = owing()
  openDispute(clerk, 'X1', 'I1', '30', { agreed: 20_000_000n })
  adjust(clerk, 'I1', '-20', { dispute: 'X1' })
  expect(eventsOf(resolve(clerk, 'X1', 'adjusted'))).toEqual(['dispute_resolved invoice:1'])
  openDispute(clerk, 'X2', 'I1', '30', { agreed: 20_000_000n })
  adjust(clerk, 'I1', '-5', { dispute: 'X2' })
  expect(eventsOf(resolve(clerk, 'X2', 'adjusted'))).toEqual([
    'invoice_adjusted -15.00 invoice:1',
    'dispute_resolved invoice:1',
  ])
})

test('credit notes for it are booked as adjustments are: one sum, which a void takes back', () => {
  const clerk = owing()
  issue(clerk, 'I2', ['15'])
  openDispute(clerk, 'X1', 'I1', '30', { agreed: 20_000_000n })
  expect(refusalOf(creditNote(clerk, 'N0', 'I2', '5', { dispute: 'X1' }))).toBe('dispute_of_other_invoice')
  expect(refusalOf(creditNote(clerk, 'N0', null, '5', { dispute: 'X1' }))).toBe('dispute_of_other_invoice')
  expect(refusalOf(creditNote(clerk, 'N0', 'I1', '5', { dispute: 'X9' }))).toBe('dispute_unknown')
  creditNote(clerk, 'N1', 'I1', '12', { dispute: 'X1' })
  expect(causesOf(clerk, 'credit_note_issued')).toEqual(['corrects invoice_issued', 'agreed dispute_opened'])
  adjust(clerk, 'I1', '-5', { dispute: 'X1' })
  expect(disputeOf(clerk, 'X1', 'adjusted', 'difference')).toEqual({
    adjusted: '-17.00',
    difference: '3.00',
    status: 'open',
  })
  expect(eventsOf(resolve(clerk, 'X1', 'adjusted'))[0]).toBe('invoice_adjusted -3.00 invoice:1')
  expect(figures(clerk, 'invoice I1', 'promise_difference')).toEqual({ promise_difference: '0.00' })
  voidCreditNote(clerk, 'N1', true)
  expect(disputeOf(clerk, 'X1', 'difference')).toEqual({ difference: '12.00', status: 'resolved' })
  expect(figures(clerk, 'invoice I1', 'promise_difference')).toEqual({ promise_difference: '12.00' })
})

test('the amount may be said when it is resolved; with none said or agreed it is refused', () => {
  const clerk = owing()
  openDispute(clerk, 'X1', 'I1', '30')
  expect(refusalOf(resolve(clerk, 'X1', 'adjusted'))).toBe('nothing_agreed')
  expect(refusalOf(resolve(clerk, 'X1', 'adjusted', { amount: 0n }))).toBe('amount_must_be_positive')
  expect(refusalOf(resolve(clerk, 'X1', 'adjusted', { amount: 100_010_000n }))).toBe(
    'adjustment_must_not_exceed_invoice',
  )
  expect(eventsOf(resolve(clerk, 'X1', 'adjusted', { amount: 12_000_000n }))[0]).toBe(
    'invoice_adjusted -12.00 invoice:1',
  )
})

test('rejected, the invoice is collected as before', () => {
  const clerk = owing()
  openDispute(clerk, 'X1', 'I1', '30')
  expect(eventsOf(resolve(clerk, 'X1', 'rejected'))).toEqual(['dispute_rejected invoice:1'])
  expect(figures(clerk, 'invoice I1', 'outstanding', 'disputed', 'collectible')).toEqual({
    outstanding: '100.00',
    disputed: '0.00',
    collectible: '100.00',
  })
  expect(disputeOf(clerk, 'X1').status).toBe('rejected')
})

test('a dispute ends once and with a reason', () => {
  const clerk = owing()
  openDispute(clerk, 'X1', 'I1', '30', { agreed: 5_000_000n })
  expect(refusalOf(resolve(clerk, 'X9', 'rejected'))).toBe('dispute_unknown')
  expect(refusalOf(resolve(clerk, 'X1', 'rejected', { reason: null }))).toBe('reason_required')
  resolve(clerk, 'X1', 'adjusted')
  expect(refusalOf(resolve(clerk, 'X1', 'adjusted'))).toBe('dispute_is_closed')
  expect(refusalOf(resolve(clerk, 'X1', 'rejected'))).toBe('dispute_is_closed')
  expect(refusalOf(agreed(clerk, 'X1', 5_000_000n))).toBe('dispute_is_closed')
})

test('an adjustment may only name a dispute about its own invoice', () => {
  const clerk = owing()
  issue(clerk, 'I2', ['50'])
  openDispute(clerk, 'X1', 'I1', '30')
  expect(refusalOf(adjust(clerk, 'I2', '-5', { dispute: 'X1' }))).toBe('dispute_of_other_invoice')
  expect(refusalOf(adjust(clerk, 'I1', '-5', { dispute: 'X9' }))).toBe('dispute_unknown')
  adjust(clerk, 'I1', '-5', { dispute: 'X1' })
  expect(causesOf(clerk, 'invoice_adjusted')).toEqual(['corrects invoice_issued', 'agreed dispute_opened'])
})

test('a voided invoice leaves its dispute open with nothing disputed; it can be rejected', () => {
  const clerk = owing()
  openDispute(clerk, 'X1', 'I1', '30', { agreed: 5_000_000n })
  voidInvoice(clerk, 'I1')
  expect(figures(clerk, 'invoice I1', 'disputed')).toEqual({ disputed: '0.00' })
  expect(refusalOf(resolve(clerk, 'X1', 'adjusted'))).toBe('invoice_is_void')
  expect(refusalOf(resolve(clerk, 'X1', 'rejected'))).toBe('accepted')
})

test('a note may be about a dispute or a credit, and promise only in a dispute', () => {
  const clerk = owing()
  openDispute(clerk, 'X1', 'I1', '30')
  creditNote(clerk, 'CN1', 'I1', '5')
  expect(eventsOf(note(clerk, { about: { kind: 'dispute', id: 'X1' } }))).toEqual(['note_added invoice:1'])
  expect(eventsOf(note(clerk, { about: { kind: 'credit', id: 'CN1' } }))).toEqual(['note_added'])
  expect(refusalOf(note(clerk, { about: { kind: 'dispute', id: 'X9' } }))).toBe('dispute_unknown')
  expect(refusalOf(note(clerk, { about: { kind: 'dispute', id: 'X1' }, agreed: 1_000_000n }))).toBe(
    'agreed_needs_dispute',
  )
  agreed(clerk, 'X1', 4_000_000n)
  agreed(clerk, 'X1', 2_000_000n)
  expect(figures(clerk, 'invoice I1', 'agreed')).toEqual({ agreed: '6.00' })
})
