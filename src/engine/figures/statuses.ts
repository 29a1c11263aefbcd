import type { SubjectKind } from './base.ts'
import type { FigureName } from './names.ts'

/**
 * Statuses are formulas too (2-domain 2.4): the first case whose conditions all hold. A condition compares the sum of
 * some figures with 0, one date or count with another, or asks whether a value was set. Conditions that an earlier case already implies are still named, where
 * they make the reason readable.
 */
export type Condition =
  | { readonly of: readonly FigureName[]; readonly test: '= 0' | '> 0' | '<= 0' | '< 0' }
  | { readonly date: FigureName; readonly before: FigureName }
  | { readonly more: FigureName; readonly than: FigureName }
  /** a count of days that has reached a limit; false where there is no limit */
  | { readonly days: FigureName; readonly reach: FigureName }
  /** a day that has come; false where there is none */
  | { readonly come: FigureName }
  /** a set value that is there: a day since which something holds (day 0: it holds no more) */
  | { readonly since: FigureName }
  /** a set value that was never set */
  | { readonly never: FigureName }
  /** a last day that has not passed, or has (or was never set) */
  | { readonly until: FigureName; readonly passed: boolean }

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
  pending: 26,
  failed: 27,
  expired: 28,
  moved: 29,
  applied: 30,
  partially_applied: 31,
  open: 32,
  do_not_collect: 40,
  collect: 41,
  credit_exceeded: 50,
  active: 51,
  closed: 52,
  blocked: 53,
  provisionally_terminated: 54,
  suspended: 55,
  service_limited: 56,
  suspension_delayed: 57,
  limitation_delayed: 58,
  resolved: 60,
  rejected: 61,
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
  words: 'first of: void, draft, written off, do not pay, paid, overdue, partially paid, unpaid',
  kind: 'status',
  cases: [
    { status: 'void', when: [{ since: 'invoice.voided_on' }] },
    { status: 'draft', when: [{ never: 'invoice.issued_on' }] },
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
    { status: 'overdue', when: [positive('invoice.overdue')] },
    { status: 'partially_paid', when: [positive('invoice.paid', 'invoice.credited')] },
    { status: 'partially_paid', when: [positive('invoice.counted_adjustment')] },
    { status: 'unpaid', when: [], otherwise: 'nothing paid or credited, not past due' },
  ],
} as const satisfies StatusFormula

export const collectionStatus = {
  no: 161,
  version: 1,
  scope: 'invoice',
  unit: 'status',
  label: 'Collection status',
  words: 'do not collect when stopped by hand or collectible ≤ the minimum, else collect',
  kind: 'status',
  cases: [
    { status: 'do_not_collect', when: [{ since: 'invoice.uncollected_since' }] },
    { status: 'collect', when: [{ more: 'invoice.collectible', than: 'customer.collect_minimum' }] },
    { status: 'do_not_collect', when: [], otherwise: 'nothing above the minimum is collectible' },
  ],
} as const satisfies StatusFormula

export const paymentStatus = {
  no: 162,
  version: 1,
  scope: 'payment',
  unit: 'status',
  label: 'Payment status',
  words:
    'first of: pending, failed, expired, voided, charged back, refunded, allocated, partially allocated, unallocated',
  kind: 'status',
  cases: [
    { status: 'pending', when: [positive('payment.pending')] },
    { status: 'failed', when: [positive('payment.failed')] },
    { status: 'expired', when: [positive('payment.authorised')] },
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
  words: 'first of: void, applied, partially applied, open',
  kind: 'status',
  cases: [
    { status: 'void', when: [zero('credit.remaining'), zero('credit.allocated'), positive('credit.voided')] },
    { status: 'applied', when: [zero('credit.remaining')] },
    { status: 'partially_applied', when: [positive('credit.allocated')] },
    { status: 'open', when: [], otherwise: 'nothing used' },
  ],
} as const satisfies StatusFormula

export const disputeStatus = {
  no: 165,
  version: 1,
  scope: 'dispute',
  unit: 'status',
  label: 'Dispute status',
  words: 'first of: rejected, resolved, open',
  kind: 'status',
  cases: [
    { status: 'rejected', when: [{ since: 'dispute.rejected_on' }] },
    { status: 'resolved', when: [{ since: 'dispute.resolved_on' }] },
    { status: 'open', when: [], otherwise: 'neither resolved nor rejected' },
  ],
} as const satisfies StatusFormula

const suspension = { days: 'customer.days_in_collection', reach: 'customer.suspension_after' } as const
const limitation = { days: 'customer.days_in_collection', reach: 'customer.limitation_after' } as const
const notLifted = { until: 'customer.lifted_until', passed: true } as const
const isLifted = { until: 'customer.lifted_until', passed: false } as const

export const customerStatus = {
  no: 164,
  version: 1,
  scope: 'customer',
  unit: 'status',
  label: 'Customer status',
  words:
    'first of: closed, blocked, provisionally terminated, suspended, service limited, suspension delayed, limitation delayed, credit exceeded, active',
  kind: 'status',
  cases: [
    { status: 'closed', when: [{ since: 'customer.closed_since' }] },
    { status: 'blocked', when: [{ since: 'customer.blocked_since' }] },
    { status: 'provisionally_terminated', when: [{ since: 'customer.terminated_since' }] },
    { status: 'suspended', when: [suspension, notLifted] },
    { status: 'service_limited', when: [limitation, notLifted] },
    { status: 'suspension_delayed', when: [suspension, isLifted] },
    { status: 'limitation_delayed', when: [limitation, isLifted] },
    { status: 'credit_exceeded', when: [{ more: 'customer.balance', than: 'customer.credit_limit' }] },
    { status: 'active', when: [], otherwise: 'nothing stands against it' },
  ],
} as const satisfies StatusFormula

const suspensionCome = { come: 'customer.suspension_on' } as const
const limitationCome = { come: 'customer.limitation_on' } as const

/** The status of a customer by announced stages (rules 3): each from the day for which it was announced. */
export const announcedStatus = {
  ...customerStatus,
  version: 2,
  cases: customerStatus.cases.map((one): StatusCase => {
    switch (one.status) {
      case 'suspended':
        return { status: one.status, when: [suspensionCome, notLifted] }
      case 'service_limited':
        return { status: one.status, when: [limitationCome, notLifted] }
      case 'suspension_delayed':
        return { status: one.status, when: [suspensionCome, isLifted] }
      case 'limitation_delayed':
        return { status: one.status, when: [limitationCome, isLifted] }
      default:
        return one
    }
  }),
} satisfies StatusFormula
