import { expect, test } from 'vitest'
import type { InvoiceAnswer, PaymentAnswer } from '../../contract/answers.ts'
import { settle } from '../actions/payment-actions.ts'
import { canPayment } from '../can.ts'
import { leftOutWords, stepsOf } from './invoice-steps.ts'

const none = { adjustments: 0, write_offs: 0, credit_notes: 0, disputes: 0 }
const line = { xdr_id: '1', amount: '-1.00', reason: null, effective_at: '2026-09-01T00:00:00Z', seq: 1 }
const adjustment = { ...line, kind: 'adjustment', dispute_id: null }
const long = {
  figures: { total: '4000.00', adjusted: '-1.00' },
  lines: Array.from({ length: 1000 }),
  lines_total: { count: 4000, sum: '4000.00' },
  adjustments: [adjustment, adjustment],
  allocations: [],
  issued_on: '2026-09-01',
  left_out: { ...none, adjustments: 3, disputes: 1 },
} as unknown as InvoiceAnswer

test('the steps count all lines and adjustments, also those that the answer leaves out', () => {
  const [total, adjusted] = stepsOf(long, 'UTC')
  expect([total?.source, adjusted?.source]).toEqual(['4000 lines', '5 records'])
})

test('what lists leave out is said, and nothing where they are whole', () => {
  expect(leftOutWords(long)).toBe('Not named here: 3 older adjustments, 1 older dispute. The history has all.')
  expect(leftOutWords({ left_out: none })).toBe(null)
})

test('an expired payment can be settled, and the form says what it is', () => {
  const figures = { pending: '0.00', authorised: '100.00' }
  const of = (status: string) => ({ payment_id: 'P1', currency: 'USD', status, figures }) as unknown as PaymentAnswer
  expect(['pending', 'expired', 'failed'].map((status) => canPayment.settle(of(status), {}).yes)).toEqual([
    true,
    true,
    false,
  ])
  expect(settle(of('expired'), {}).says).toContain('authorisation has ended')
  expect(settle(of('pending'), {}).says).toBe(undefined)
  expect(JSON.stringify(settle(of('expired'), {}).fields)).toContain('100.00')
})
