import { expect, test } from 'vitest'
import {
  type Clerk,
  customerOf,
  eventsOf,
  figures,
  issue,
  note,
  opened,
  pass,
  pay,
  recordsOf,
  refusalOf,
} from '../memory/clerk.ts'

const onInvoice = { about: { kind: 'invoice', id: 'I1' } } as const

/** An invoice of 100 issued on the 10th, and a payment of 5. */
function billed(): Clerk {
  const clerk = opened('2026-09-01')
  pass(clerk, '2026-09-10')
  issue(clerk, 'I1', ['100'], { due: '2026-09-15' })
  pay(clerk, 'P1', '5')
  return clerk
}

const lastNote = (clerk: Clerk) => recordsOf(clerk).findLast((record) => record.type === 'note_added')

test('a note is added to the customer, an invoice or a payment, and moves nothing', () => {
  const clerk = billed()
  const before = customerOf(clerk)
  note(clerk)
  expect(lastNote(clerk)).toMatchObject({ subject: { kind: 'customer', no: 0 }, causes: [], effects: [] })
  note(clerk, onInvoice)
  expect(lastNote(clerk)).toMatchObject({
    subject: { kind: 'invoice', no: 1 },
    facts: { noteKind: 'note', about: { kind: 'invoice', no: 1 }, invoice: { kind: 'invoice', no: 1 } },
    causes: [{ role: 'operand', seq: recordsOf(clerk).find((record) => record.type === 'invoice_issued')?.seq }],
  })
  note(clerk, { about: { kind: 'payment', id: 'P1' }, noteKind: 'dispute' })
  expect(lastNote(clerk)).toMatchObject({ subject: { kind: 'payment', no: 1 }, facts: { noteKind: 'dispute' } })
  expect(customerOf(clerk).subjects).toEqual(before.subjects)
})

test('a dispute states what was agreed, again what was agreed in addition', () => {
  const clerk = billed()
  note(clerk, { ...onInvoice, noteKind: 'dispute', agreed: 30_000_000n })
  note(clerk, { ...onInvoice, noteKind: 'dispute', agreed: 5_000_000n })
  expect(figures(clerk, 'invoice I1', 'agreed', 'promise_difference', 'outstanding')).toEqual({
    agreed: '35.00',
    promise_difference: '35.00',
    outstanding: '95.00',
  })
})

test('a note counts no earlier than its subject, so that it can be replayed to any day', () => {
  const clerk = billed()
  note(clerk, { ...onInvoice, noteKind: 'dispute', agreed: 30_000_000n, on: '2026-09-02' })
  const issued = recordsOf(clerk).find((record) => record.type === 'invoice_issued')
  expect(lastNote(clerk)?.effectiveAt).toBe(issued?.effectiveAt)
  note(clerk, { on: '2026-09-02' })
  expect(lastNote(clerk)).toMatchObject({ late: true })
})

test.each([
  ['on a note that is no dispute', { ...onInvoice, agreed: 1_000_000n }, 'agreed_needs_dispute'],
  ['on the customer', { noteKind: 'dispute', agreed: 1_000_000n }, 'agreed_needs_dispute'],
  [
    'on a payment',
    { about: { kind: 'payment', id: 'P1' }, noteKind: 'dispute', agreed: 1_000_000n },
    'agreed_needs_dispute',
  ],
  ['of nothing', { ...onInvoice, noteKind: 'dispute', agreed: 0n }, 'amount_must_be_positive'],
  ['finer than the currency', { ...onInvoice, noteKind: 'dispute', agreed: 1n }, 'amount_finer_than_currency'],
  ['beyond 10^12', { ...onInvoice, noteKind: 'dispute', agreed: 10n ** 18n + 10_000n }, 'amount_too_large'],
  [
    'on an unknown invoice',
    { about: { kind: 'invoice', id: 'I9' }, noteKind: 'dispute', agreed: 10_000n },
    'invoice_unknown',
  ],
] as const)('an agreed amount %s is refused', (_, rest, code) => {
  expect(refusalOf(note(billed(), rest))).toBe(code)
})

test('a note about an unknown payment is refused', () => {
  expect(refusalOf(note(billed(), { about: { kind: 'payment', id: 'P9' } }))).toBe('payment_unknown')
})

test('said twice it stands twice, and moves nothing either time', () => {
  const clerk = billed()
  expect(eventsOf(note(clerk, onInvoice))).toEqual(['note_added invoice:1'])
  expect(eventsOf(note(clerk, onInvoice))).toEqual(['note_added invoice:1'])
  expect(figures(clerk, 'invoice I1', 'agreed')).toEqual({ agreed: '0.00' })
})
