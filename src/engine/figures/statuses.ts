import type { SubjectKind } from './base.ts'
import type { FigureName } from './names.ts'

/**
 * Statuses are formulas too (2-domain 2.4): the first case whose conditions all hold. A condition compares the sum of
 * some figures with 0, or one date with another. Conditions that an earlier case already implies are still named, where
 * they make the reason readable.
 */
export type Condition =
  | { readonly of: readonly FigureName[]; readonly test: '= 0' | '> 0' | '<= 0' | '< 0' }
  | { readonly date: FigureName; readonly before: FigureName }
  | { readonly more: FigureName; readonly than: FigureName }

/** `otherwise` are the words of a case that needs no condition, because all earlier ones failed. */
export type StatusCase = { readonly status: Status; readonly when: readonly Condition[]; readonly otherwise?: string }
export type StatusFormula = {
  readonly no: number
  readonly version: number
  readonly scope: SubjectKind
  readonly unit: 'status'
  readonly label: string
  readonly words: string
  readonly kind: 'status'
  readonly cases: readonly StatusCase[]
}

/** Status codes with their numbers in canonical bytes; never reused. */
export const statuses = {
  void: 1,
  draft: 2,
  written_off: 3,
  do_not_pay: 4,
  paid: 5,
  overdue: 6,
  partially_paid: 7,
  unpaid: 8,
  allocated: 20,
  partially_allocated: 21,
  unallocated: 22,
  refunded: 23,
  charged_back: 24,
  voided: 25,
  applied: 30,
  partially_applied: 31,
  open: 32,
  do_not_collect: 40,
  collect: 41,
  credit_exceeded: 50,
  active: 51,
} as const
export type Status = keyof typeof statuses

const zero = (...of: FigureName[]): Condition => ({ of, test: '= 0' })
const positive = (...of: FigureName[]): Condition => ({ of, test: '> 0' })
const notPositive = (...of: FigureName[]): Condition => ({ of, test: '<= 0' })

export const invoiceStatus = {
  no: 160,
  version: 1,
  scope: 'invoice',
  unit: 'status',
  label: 'Status',
  words: 'first of: void, written off, do not pay, paid, overdue, partially paid, unpaid',
  kind: 'status',
  cases: [
    { status: 'void', when: [positive('invoice.voided')] },
    { status: 'written_off', when: [zero('invoice.outstanding'), positive('invoice.written_off')] },
    {
      status: 'do_not_pay',
      when: [
        notPositive('invoice.total', 'invoice.adjusted'),
        notPositive('invoice.outstanding'),
        zero('invoice.paid', 'invoice.credited'),
      ],
    },
    { status: 'paid', when: [zero('invoice.outstanding')] },
    {
      status: 'overdue',
      when: [{ date: 'invoice.due_on', before: 'customer.today' }, positive('invoice.outstanding')],
    },
    { status: 'partially_paid', when: [positive('invoice.paid', 'invoice.credited')] },
    { status: 'unpaid', when: [], otherwise: 'nothing paid or credited, not past due' },
  ],
} as const satisfies StatusFormula

export const paymentStatus = {
  no: 162,
  version: 1,
  scope: 'payment',
  unit: 'status',
  label: 'Payment status',
  words: 'first of: voided, charged back, refunded, allocated, partially allocated, unallocated',
  kind: 'status',
  cases: [
    { status: 'voided', when: [positive('payment.voided')] },
    { status: 'charged_back', when: [positive('payment.charged_back')] },
    {
      status: 'refunded',
      when: [positive('payment.refunded'), zero('payment.allocated'), zero('payment.unallocated')],
    },
    { status: 'allocated', when: [zero('payment.unallocated')] },
    { status: 'partially_allocated', when: [positive('payment.allocated')] },
    { status: 'unallocated', when: [], otherwise: 'nothing allocated' },
  ],
} as const satisfies StatusFormula

export const creditStatus = {
  no: 163,
  version: 1,
  scope: 'credit',
  unit: 'status',
  label: 'Credit status',
  words: 'first of: applied, partially applied, open',
  kind: 'status',
  cases: [
    { status: 'applied', when: [zero('credit.remaining')] },
    { status: 'partially_applied', when: [positive('credit.allocated')] },
    { status: 'open', when: [], otherwise: 'nothing used' },
  ],
} as const satisfies StatusFormula

export const customerStatus = {
  no: 164,
  version: 1,
  scope: 'customer',
  unit: 'status',
  label: 'Customer status',
  words: 'first of: credit exceeded, active',
  kind: 'status',
  cases: [
    { status: 'credit_exceeded', when: [{ more: 'customer.balance', than: 'customer.credit_limit' }] },
    { status: 'active', when: [], otherwise: 'within the credit limit' },
  ],
} as const satisfies StatusFormula
