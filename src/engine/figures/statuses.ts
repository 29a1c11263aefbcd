import type { SubjectKind } from './base.ts'

/**
 * Statuses are formulas too (2-domain 2.4): the first case whose conditions all hold. A condition compares the sum of
 * some figures with 0, one date or count with another, or asks whether a value was set. Conditions that an earlier case
 * already implies are still named, where they make the reason readable.
 */
export type Condition<F extends string> =
  | { readonly of: readonly F[]; readonly test: '= 0' | '> 0' | '<= 0' | '< 0' }
  | { readonly date: F; readonly before: F }
  | { readonly more: F; readonly than: F }
  /** a count of days that has reached a limit; false where there is no limit */
  | { readonly days: F; readonly reach: F }
  /** a day that has come; false where there is none */
  | { readonly come: F }
  /** a set value that is there: a day since which something holds (day 0: it holds no more) */
  | { readonly since: F }
  /** a set value that was never set */
  | { readonly never: F }
  /** a last day that has not passed, or has (or was never set) */
  | { readonly until: F; readonly passed: boolean }

/** What would clear a status: something that is done, or an amount and what becomes of it. */
export type Clearing<F extends string> =
  | string
  | {
      readonly owed: F
      readonly by: string
      /** what is done where the status does not end with its cause */
      readonly byHand?: string
    }

export type StatusCase<F extends string> = {
  readonly status: Status
  readonly when: readonly Condition<F>[]
  /** the words of a case that needs no condition, because all earlier ones failed */
  readonly otherwise?: string
  /** the facts that make it what remains */
  readonly facts?: readonly F[]
  readonly clears?: Clearing<F>
}
export type StatusFormula<F extends string> = {
  readonly no: number
  readonly version: number
  readonly scope: SubjectKind
  readonly unit: 'status'
  readonly label: string
  readonly words: string
  readonly kind: 'status'
  readonly stored?: true
  readonly reach?: 'others' | 'coverage'
  readonly reads?: readonly string[]
  readonly cases: readonly StatusCase<F>[]
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

const settles = 'paid, credited, adjusted or written off'

const zero = <F extends string>(...of: readonly F[]) => ({ of, test: '= 0' }) as const
const positive = <F extends string>(...of: readonly F[]) => ({ of, test: '> 0' }) as const
const notPositive = <F extends string>(...of: readonly F[]) => ({ of, test: '<= 0' }) as const

export const invoiceStatus = {
  no: 160,
  version: 1,
  scope: 'invoice',
  unit: 'status',
  label: 'Status',
  words: 'first of: void, draft, written off, do not pay, paid, overdue, partially paid, unpaid',
  kind: 'status',
  stored: true,
  cases: [
    { status: 'void', when: [{ since: 'invoice.voided_on' }] },
    { status: 'draft', when: [{ never: 'invoice.issued_on' }], clears: 'Its issue.' },
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
      clears: { owed: 'invoice.overdue', by: settles },
    },
    { status: 'overdue', when: [positive('invoice.overdue')] },
    {
      status: 'partially_paid',
      when: [positive('invoice.paid', 'invoice.credited')],
      clears: { owed: 'invoice.outstanding', by: settles },
    },
    { status: 'partially_paid', when: [positive('invoice.counted_adjustment')] },
    {
      status: 'unpaid',
      when: [],
      otherwise: 'nothing paid or credited, not past due',
      facts: ['invoice.outstanding', 'invoice.paid', 'invoice.credited', 'invoice.overdue', 'invoice.due_on'],
      clears: { owed: 'invoice.outstanding', by: settles },
    },
  ],
} as const satisfies StatusFormula<string>

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
    {
      status: 'do_not_collect',
      when: [],
      otherwise: 'nothing above the minimum is collectible',
      facts: ['invoice.outstanding', 'invoice.disputed', 'invoice.collectible', 'customer.collect_minimum'],
    },
  ],
} as const satisfies StatusFormula<string>

export const paymentStatus = {
  no: 162,
  version: 1,
  scope: 'payment',
  unit: 'status',
  label: 'Payment status',
  words:
    'first of: pending, failed, expired, voided, charged back, refunded, allocated, partially allocated, unallocated',
  kind: 'status',
  stored: true,
  cases: [
    {
      status: 'pending',
      when: [positive('payment.pending')],
      clears: 'Its settlement or failure, or the end of the authorisation.',
    },
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
    {
      status: 'unallocated',
      when: [],
      otherwise: 'nothing allocated',
      facts: ['payment.amount', 'payment.allocated', 'payment.unallocated'],
    },
  ],
} as const satisfies StatusFormula<string>

export const creditStatus = {
  no: 163,
  version: 1,
  scope: 'credit',
  unit: 'status',
  label: 'Credit status',
  words: 'first of: void, applied, partially applied, open',
  kind: 'status',
  stored: true,
  cases: [
    { status: 'void', when: [zero('credit.remaining'), zero('credit.allocated'), positive('credit.voided')] },
    { status: 'applied', when: [zero('credit.remaining')] },
    { status: 'partially_applied', when: [positive('credit.allocated')] },
    {
      status: 'open',
      when: [],
      otherwise: 'nothing used',
      facts: ['credit.amount', 'credit.allocated', 'credit.remaining'],
    },
  ],
} as const satisfies StatusFormula<string>

export const disputeStatus = {
  no: 165,
  version: 1,
  scope: 'dispute',
  unit: 'status',
  label: 'Dispute status',
  words: 'first of: rejected, resolved, open',
  kind: 'status',
  stored: true,
  cases: [
    { status: 'rejected', when: [{ since: 'dispute.rejected_on' }] },
    { status: 'resolved', when: [{ since: 'dispute.resolved_on' }] },
    {
      status: 'open',
      when: [],
      otherwise: 'neither resolved nor rejected',
      facts: ['dispute.claimed', 'dispute.agreed', 'dispute.adjusted', 'dispute.resolved_on', 'dispute.rejected_on'],
    },
  ],
} as const satisfies StatusFormula<string>
