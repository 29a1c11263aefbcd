/**
 * The base figures: running sums by kind (each net of its undoing) and set values. They are what events move and the only
 * thing that is time-travelled; everything else follows from them by a formula. Numbers are for ever.
 */

export type SubjectKind = 'customer' | 'invoice' | 'payment' | 'credit' | 'allocation' | 'charge' | 'dispute'

/** Numbers of the subject kinds in canonical bytes; never reused. */
export const subjectKinds: Readonly<Record<SubjectKind, number>> = {
  customer: 0,
  invoice: 1,
  payment: 2,
  credit: 3,
  allocation: 4,
  charge: 5,
  dispute: 6,
}

/** A subject of one customer: `no` counts from 1 by kind in order of recording; the customer himself is no. 0. */
export type Ref = { readonly kind: SubjectKind; readonly no: number }

export const theCustomer: Ref = { kind: 'customer', no: 0 }

/** Names a subject among those of its customer; the names of low numbers are made once. */
export function refKey({ kind, no }: Ref): string {
  if (no >= KEYS_KEPT) return `${kind}:${no}`
  const ofKind = keys[kind]
  const known = ofKind[no]
  if (known !== undefined) return known
  const key = `${kind}:${no}`
  ofKind[no] = key
  return key
}

const KEYS_KEPT = 65_536
const keys: Readonly<Record<SubjectKind, string[]>> = {
  customer: [],
  invoice: [],
  payment: [],
  credit: [],
  allocation: [],
  charge: [],
  dispute: [],
}

export type Unit = 'amount' | 'day' | 'instant' | 'count' | 'status' | 'days'

type BaseFigure = {
  readonly no: number
  readonly scope: SubjectKind
  readonly kind: 'sum' | 'set'
  readonly unit: Unit
  readonly label: string
  /** it is set for a customer by hand, and figures are computed with it */
  readonly isSetting?: true
  /** the terms of the policy by which it is set */
  readonly reads?: readonly string[]
}

const sum = (no: number, scope: SubjectKind, label: string): BaseFigure => ({
  no,
  scope,
  kind: 'sum',
  unit: 'amount',
  label,
})
const set = (no: number, scope: SubjectKind, unit: Unit, label: string): BaseFigure => ({
  no,
  scope,
  kind: 'set',
  unit,
  label,
})

export const baseFigures = {
  'customer.charged': sum(1, 'customer', 'charged'),
  'customer.credited': sum(2, 'customer', 'credited'),
  'customer.invoiced': sum(3, 'customer', 'invoiced'),
  'customer.credit_noted': sum(4, 'customer', 'credit notes'),
  'customer.adjusted': sum(5, 'customer', 'adjusted'),
  'customer.written_off': sum(6, 'customer', 'written off'),
  'customer.voided': sum(7, 'customer', 'voided'),
  'customer.paid': sum(8, 'customer', 'paid'),
  'customer.refunded': sum(9, 'customer', 'refunded'),
  'customer.charged_back': sum(10, 'customer', 'charged back'),
  'customer.moved': sum(11, 'customer', 'moved'),
  'customer.permanent_limit': { ...set(12, 'customer', 'amount', 'permanent credit limit'), isSetting: true },
  'customer.today': set(13, 'customer', 'day', 'today'),
  'customer.rules': set(14, 'customer', 'count', 'rules version'),
  'customer.temporary_limit': { ...set(15, 'customer', 'amount', 'temporary credit limit'), isSetting: true },
  'customer.temporary_limit_until': { ...set(16, 'customer', 'day', 'temporary credit limit until'), isSetting: true },
  'customer.blocked_since': set(17, 'customer', 'day', 'blocked'),
  'customer.closed_since': set(18, 'customer', 'day', 'closed'),
  'customer.terminated_since': set(19, 'customer', 'day', 'terminated'),
  'customer.lifted_until': { ...set(90, 'customer', 'day', 'collection lifted until'), isSetting: true },
  'customer.evaluated_on': set(210, 'customer', 'day', 'last day evaluated'),
  'customer.policy': set(91, 'customer', 'count', 'policy version'),
  'customer.collection_off': set(201, 'customer', 'count', 'collection off'),
  'customer.collection_from': { ...set(202, 'customer', 'day', 'collected from'), isSetting: true },
  'customer.late_fee_from': set(203, 'customer', 'day', 'late fee counted from'),
  'customer.limitation_from': set(204, 'customer', 'day', 'limitation counted from'),
  'customer.suspension_from': set(205, 'customer', 'day', 'suspension counted from'),
  'customer.termination_from': set(206, 'customer', 'day', 'termination counted from'),
  'customer.reopened_on': set(207, 'customer', 'day', 'reopened by hand'),

  'invoice.total': sum(20, 'invoice', 'invoiced'),
  'invoice.adjusted': sum(21, 'invoice', 'adjusted'),
  'invoice.credited': sum(22, 'invoice', 'credited'),
  'invoice.paid': sum(23, 'invoice', 'paid'),
  'invoice.written_off': sum(24, 'invoice', 'written off'),
  'invoice.voided': sum(25, 'invoice', 'voided'),
  'invoice.to_credit': sum(26, 'invoice', 'passed on as credit'),
  'invoice.credit_noted': sum(27, 'invoice', 'credit notes'),
  'invoice.agreed': sum(28, 'invoice', 'agreed'),
  'invoice.issued_on': set(29, 'invoice', 'day', 'issued'),
  'invoice.due_on': set(30, 'invoice', 'day', 'due'),
  'invoice.voided_on': set(31, 'invoice', 'day', 'voided'),
  'invoice.late_fee_on': {
    ...set(32, 'invoice', 'day', 'late fee'),
    reads: ['collection.grace_days', 'collection.late_fee'],
  },
  'invoice.amount_due_at_issue': set(33, 'invoice', 'amount', 'amount due at issue'),
  'invoice.claimed': sum(34, 'invoice', 'claimed in open disputes'),
  'invoice.uncollected_since': set(35, 'invoice', 'day', 'collection stopped by hand'),
  'invoice.counted_from': set(36, 'invoice', 'day', 'counted from'),
  'invoice.spared_since': set(37, 'invoice', 'day', 'spared'),
  'invoice.limitation_on': set(38, 'invoice', 'day', 'limitation announced for'),
  'invoice.suspension_on': set(39, 'invoice', 'day', 'suspension announced for'),
  'invoice.termination_on': set(200, 'invoice', 'day', 'termination announced for'),

  'payment.amount': sum(40, 'payment', 'received'),
  'payment.allocated': sum(41, 'payment', 'allocated'),
  'payment.refunded': sum(42, 'payment', 'refunded'),
  'payment.charged_back': sum(43, 'payment', 'charged back'),
  'payment.voided': sum(44, 'payment', 'voided'),
  'payment.moved': sum(45, 'payment', 'moved'),
  'payment.authorised': sum(46, 'payment', 'authorised'),
  'payment.failed': sum(47, 'payment', 'failed'),
  'payment.expires_at': set(48, 'payment', 'instant', 'authorised until'),
  'payment.expires_on': set(49, 'payment', 'day', 'authorisation ends'),
  'payment.reversed': sum(50, 'payment', 'chargebacks reversed'),

  'credit.amount': sum(60, 'credit', 'credited'),
  'credit.allocated': sum(61, 'credit', 'allocated'),
  'credit.refunded': sum(62, 'credit', 'refunded'),
  'credit.voided': sum(63, 'credit', 'voided'),
  'credit.moved': sum(64, 'credit', 'moved'),

  'allocation.amount': sum(80, 'allocation', 'allocated'),
  'allocation.charged_back': sum(81, 'allocation', 'released by chargeback'),

  'dispute.claimed': sum(95, 'dispute', 'claimed'),
  'dispute.agreed': sum(96, 'dispute', 'agreed'),
  'dispute.adjusted': sum(97, 'dispute', 'adjusted'),
  'dispute.resolved_on': set(98, 'dispute', 'day', 'resolved'),
  'dispute.rejected_on': set(99, 'dispute', 'day', 'rejected'),
} as const satisfies Record<string, BaseFigure>

export type BaseFigureName = keyof typeof baseFigures

const names: ReadonlySet<string> = new Set(Object.keys(baseFigures))

export const isBaseFigure = (name: string): name is BaseFigureName => names.has(name)
