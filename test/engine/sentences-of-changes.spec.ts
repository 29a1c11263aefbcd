import { expect, test } from 'vitest'
import type { ChangeRecord } from '../../src/engine/events/record.ts'
import { figureSentence, sentence, statusMoved } from '../../src/engine/explain/sentences/sentence.ts'
import type { Telling } from '../../src/engine/explain/words.ts'
import { type Ref, theCustomer } from '../../src/engine/figures/base.ts'
import type { FigureName } from '../../src/engine/figures/names.ts'
import { type Status, statuses } from '../../src/engine/figures/statuses.ts'

const names: Partial<Record<Ref['kind'], string>> = { invoice: 'I', payment: 'P', credit: 'CN-1', dispute: 'D' }
const told: Telling = {
  digits: 2,
  nameOf: ({ kind }) => names[kind] ?? '?',
  calledOf: ({ kind }) => (kind === 'credit' ? 'credit_note' : kind),
  recordAt: () => undefined,
  textOf: () => null,
  reference: null,
}
const [invoice, payment] = [
  { kind: 'invoice', no: 1 },
  { kind: 'payment', no: 1 },
] as const

test.each([
  [
    'payment.expires_at',
    payment,
    null,
    1_790_812_800_000_000n,
    'Payment authorised until set to 2026-10-01T00:00:00.000Z, for payment P.',
  ],
  ['invoice.due_on', invoice, 20_741n, 20_746n, 'Invoice due changed from 15 Oct 2026 to 20 Oct 2026, for invoice I.'],
  ['customer.blocked_since', theCustomer, 20_741n, 0n, 'Blocked changed from 15 Oct 2026 to none.'],
  ['customer.credit_limit', theCustomer, null, null, 'Credit limit set to none.'],
  ['customer.overdue_count', theCustomer, 1n, 3n, 'Overdue invoices changed from 1 to 3 (increased by 2).'],
] as const satisfies readonly (readonly [FigureName, Ref, bigint | null, bigint | null, string])[])(
  'a move of %s is told by its unit',
  (figure, ref, before, after, words) => {
    expect(figureSentence({ figure, ref, before, after }, undefined, told)).toBe(words)
  },
)

test.each([
  ['invoice.status', invoice, 'overdue', 'Invoice I: Status changed from "Partially paid" to "Overdue". Reason: why.'],
  ['invoice.collection_status', invoice, 'collect', 'Invoice I: Collection status changed from "Partially paid" to'],
  ['payment.status', payment, 'allocated', 'Payment P: Status changed from'],
  ['credit.status', { kind: 'credit', no: 1 }, 'applied', 'Credit note CN-1: Status changed from'],
  ['dispute.status', { kind: 'dispute', no: 1 }, 'resolved', 'Dispute D: Status changed from'],
  ['customer.status', theCustomer, 'suspended', 'Customer status changed from'],
] as const satisfies readonly (readonly [FigureName, Ref, Status, string])[])(
  '%s is told of its subject',
  (figure, ref, status, words) => {
    const [before, after] = [BigInt(statuses.partially_paid), BigInt(statuses[status])]
    expect(statusMoved({ figure, ref, before, after }, 'why', told)).toContain(words)
  },
)

test('what the customer is, is told of him', () => {
  const status: ChangeRecord = {
    seq: 11,
    eventId: '01939f6a-7b00-7c3d-8e4f-0123456789ab',
    rootSeq: 10,
    parentSeq: 10,
    effectiveAt: 0n,
    recordedAt: 0n,
    late: false,
    causes: [],
    digest: null,
    kind: 'change',
    type: 'status_changed',
    subject: theCustomer,
    figure: 'customer.status',
    before: 51n,
    after: 53n,
    beforeSeq: 1,
    operands: [{ figure: 'customer.blocked_since', subject: theCustomer, value: 20_731n, seq: 10 }],
    verdicts: [
      { case: 0, condition: 0, holds: false },
      { case: 1, condition: 0, holds: true },
    ],
  }
  expect(sentence(status, told)).toBe(
    'Customer status changed from "Active" to "Blocked". Reason: blocked since 5 Oct 2026.',
  )
})
