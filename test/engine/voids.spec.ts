import { expect, test } from 'vitest'
import {
  adjust,
  type Clerk,
  charge,
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
import { causesOf, credit, creditNote, undoWriteOff, voidInvoice, writeOff } from '../memory/clerk-invoices.ts'
import { refund } from '../memory/clerk-payments.ts'
import { underPolicy } from '../memory/clerk-policy.ts'

/** An invoice of 100, due on the 15th. */
function owing(): Clerk {
  const clerk = opened()
  issue(clerk, 'I1', ['100'], { due: '2026-09-15' })
  return clerk
}

test('a void invoice owes nothing, and its total stays as issued', () => {
  const clerk = owing()
  adjust(clerk, 'I1', '-30')
  pass(clerk, '2026-09-16')
  expect(eventsOf(voidInvoice(clerk, 'I1'))).toEqual(['invoice_voided 70.00 invoice:1'])
  expect(causesOf(clerk, 'invoice_voided')).toEqual(['reverses invoice_issued'])
  expect(status(clerk, 'invoice I1')).toBe('void')
  expect(figures(clerk, 'invoice I1', 'total', 'adjusted', 'voided', 'outstanding', 'overdue')).toEqual({
    total: '100.00',
    adjusted: '-30.00',
    voided: '70.00',
    outstanding: '0.00',
    overdue: '0.00',
  })
  expect(figures(clerk, 'customer', 'balance', 'charged', 'voided')).toEqual({
    balance: '0.00',
    charged: '100.00',
    voided: '70.00',
  })
})

test('money on it is given back, newest first, and pays other invoices', () => {
  const clerk = owing()
  pay(clerk, 'P1', '30')
  pay(clerk, 'P2', '20')
  issue(clerk, 'I2', ['40'])
  expect(eventsOf(voidInvoice(clerk, 'I1'))).toEqual([
    'payment_deallocated 20.00 payment:2 invoice:1 allocation:2 by invoice_voided',
    'payment_deallocated 30.00 payment:1 invoice:1 allocation:1 by invoice_voided',
    'invoice_voided 100.00 invoice:1',
    'payment_allocated 30.00 payment:1 invoice:2 allocation:3 by automatic',
    'payment_allocated 10.00 payment:2 invoice:2 allocation:4 by automatic',
  ])
})

test('it needs a reason, is not done twice, and not with parts written off', () => {
  const clerk = owing()
  expect(refusalOf(voidInvoice(clerk, 'I9'))).toBe('invoice_unknown')
  expect(refusalOf(voidInvoice(clerk, 'I1', { reason: null }))).toBe('reason_required')
  writeOff(clerk, 'I1', '10')
  expect(refusalOf(voidInvoice(clerk, 'I1'))).toBe('invoice_is_written_off')
  undoWriteOff(clerk, 'I1')
  expect(refusalOf(voidInvoice(clerk, 'I1'))).toBe('accepted')
  expect(refusalOf(voidInvoice(clerk, 'I1'))).toBe('invoice_is_void')
  expect(refusalOf(adjust(clerk, 'I1', '5'))).toBe('invoice_is_void')
})

test('with money on it, it is not voided where the policy rejects that; its own notes are no money', () => {
  const clerk = owing()
  underPolicy(clerk, { void_paid: 'reject' })
  pay(clerk, 'P1', '30')
  expect(refusalOf(voidInvoice(clerk, 'I1'))).toBe('invoice_is_paid')
  issue(clerk, 'I2', ['5'])
  creditNote(clerk, 'CN1', 'I2', '5')
  expect(refusalOf(voidInvoice(clerk, 'I2'))).toBe('accepted')
})

test('credit notes on it are voided with it, released where they were applied', () => {
  const clerk = owing()
  pay(clerk, 'P1', '40')
  issue(clerk, 'I2', ['25'])
  creditNote(clerk, 'CN1', 'I1', '90')
  expect(eventsOf(voidInvoice(clerk, 'I1'))).toEqual([
    'credit_deallocated 25.00 credit:1 invoice:2 allocation:3 by credit_note_voided',
    'credit_deallocated 60.00 credit:1 invoice:1 allocation:2 by credit_note_voided',
    'credit_note_voided 90.00 credit:1 invoice:1',
    'payment_deallocated 40.00 payment:1 invoice:1 allocation:1 by invoice_voided',
    'invoice_voided 100.00 invoice:1',
    'payment_allocated 25.00 payment:1 invoice:2 allocation:4 by automatic',
  ])
  expect(status(clerk, 'credit CN1')).toBe('void')
  expect(figures(clerk, 'customer', 'balance', 'unallocated_payments')).toEqual({
    balance: '-15.00',
    unallocated_payments: '15.00',
  })
})

test('the credit of a negative total is withdrawn, and the invoice never owes less than nothing', () => {
  const clerk = owing()
  issue(clerk, 'I2', ['-5'])
  expect(eventsOf(voidInvoice(clerk, 'I2'))).toEqual([
    'credit_deallocated 5.00 credit:1 invoice:1 allocation:1 by credit_withdrawn',
    'invoice_voided -5.00 invoice:2',
    'credit_withdrawn 5.00 credit:1 invoice:2',
  ])
  const seen = recordsOf(clerk).flatMap((record) =>
    record.kind === 'change' && record.figure === 'invoice.outstanding' ? [record.after] : [],
  )
  expect(seen.slice(-2)).toEqual([5_000_000n, 0n])
  expect(figures(clerk, 'invoice I2', 'outstanding', 'to_credit', 'voided')).toEqual({
    outstanding: '0.00',
    to_credit: '0.00',
    voided: '-5.00',
  })
  expect(figures(clerk, 'customer', 'balance', 'unallocated_credits')).toEqual({
    balance: '100.00',
    unallocated_credits: '0.00',
  })
})

test('a negative total that is kept, or was raised above 0, is voided to 0 too', () => {
  const clerk = opened()
  underPolicy(clerk, { negative_invoice: 'keep' })
  issue(clerk, 'I1', ['-5'])
  expect(eventsOf(voidInvoice(clerk, 'I1'))).toEqual(['invoice_voided -5.00 invoice:1'])
  underPolicy(clerk, {})
  issue(clerk, 'I2', ['-5'])
  adjust(clerk, 'I2', '8')
  expect(eventsOf(voidInvoice(clerk, 'I2'))).toEqual([
    'credit_deallocated 5.00 credit:1 invoice:2 allocation:1 by credit_withdrawn',
    'invoice_voided 3.00 invoice:2',
    'credit_withdrawn 5.00 credit:1 invoice:2',
  ])
  expect(figures(clerk, 'customer', 'balance', 'outstanding')).toEqual({ balance: '0.00', outstanding: '0.00' })
})

test('a credit of it that was refunded in part, or a note on it, keeps it from being voided', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['-5'])
  refund(clerk, 'CR-I1', '2')
  expect(refusalOf(voidInvoice(clerk, 'I1'))).toBe('credit_of_invoice_is_used')
  issue(clerk, 'I2', ['3'])
  creditNote(clerk, 'CR-N1', 'I2', '10', { apply: 'none' })
  refund(clerk, 'CR-N1', '4')
  expect(refusalOf(voidInvoice(clerk, 'I2'))).toBe('credit_of_invoice_is_used')
})

test('with reissue its charges and credits are booked again, each naming the xDR that it stands for', () => {
  const clerk = opened()
  charge(clerk, '10.001', { xdrId: 7n })
  credit(clerk, '3', { xdrId: 8n, creditKind: 'promotional' })
  issue(clerk, 'I1', ['-1'], { charges: 'unbilled' })
  expect(eventsOf(voidInvoice(clerk, 'I1', { reissue: true }))).toEqual([
    'invoice_voided 6.01 invoice:1',
    'charge_booked 10.001 charge:5',
    'credit_booked 3.00 charge:6',
    'charge_booked -1.00 charge:7',
  ])
  const again = recordsOf(clerk).flatMap((record) => (record.kind === 'event' ? [record.facts] : []))
  expect(again.flatMap(({ xdrId, replaces }) => (replaces === undefined ? [] : [`${xdrId} for ${replaces}`]))).toEqual([
    '1004 for 7',
    '1005 for 8',
    '1006 for 1001',
  ])
  expect(causesOf(clerk, 'credit_booked')).toEqual(['corrects credit_booked'])
  issue(clerk, 'I2', [], { charges: 'unbilled' })
  expect(figures(clerk, 'invoice I2', 'total')).toEqual({ total: '6.01' })
  expect(figures(clerk, 'customer', 'balance', 'unbilled')).toEqual({ balance: '6.01', unbilled: '0.00' })
})

test('a void counts no earlier than the issue', () => {
  const clerk = opened()
  pass(clerk, '2026-09-10')
  issue(clerk, 'I1', ['10'])
  voidInvoice(clerk, 'I1', { on: '2026-09-03' })
  const at = (type: string) => recordsOf(clerk).find((record) => record.type === type)?.effectiveAt
  expect(at('invoice_voided')).toBe(at('invoice_issued'))
})
