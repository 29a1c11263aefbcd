import { creditStatus, invoiceStatus, paymentStatus, type StatusFormula } from './statuses.ts'

// From rules 3 on: what is below 0 on a past day is called by what it owes, and money that went away by where it went.

const zero = <F extends string>(...of: readonly F[]) => ({ of, test: '= 0' }) as const
const positive = <F extends string>(...of: readonly F[]) => ({ of, test: '> 0' }) as const
const negative = <F extends string>(...of: readonly F[]) => ({ of, test: '< 0' }) as const

const [paid] = invoiceStatus.cases.filter((one) => one.status === 'paid')
const at = (cases: readonly unknown[], one: unknown): number => cases.indexOf(one) + 1

/** As before; what owes less than nothing, because something was dated back, is paid. */
export const owedStatus = {
  ...invoiceStatus,
  version: 2,
  words:
    'first of: void, draft, written off, do not pay, paid (also where it owes less than nothing), overdue, partially paid, unpaid',
  cases: [
    ...invoiceStatus.cases.slice(0, at(invoiceStatus.cases, paid)),
    { status: 'paid', when: [negative('invoice.outstanding')] },
    ...invoiceStatus.cases.slice(at(invoiceStatus.cases, paid)),
  ],
} as const satisfies StatusFormula<string>

const [allocated] = paymentStatus.cases.filter((one) => one.status === 'allocated')

/** As before; a payment all of whose money was moved away is moved. */
export const movedStatus = {
  ...paymentStatus,
  version: 2,
  words:
    'first of: pending, failed, expired, voided, charged back, refunded, moved, allocated, partially allocated, unallocated',
  cases: [
    ...paymentStatus.cases.slice(0, at(paymentStatus.cases, allocated) - 1),
    { status: 'moved', when: [positive('payment.moved'), zero('payment.allocated'), zero('payment.unallocated')] },
    { status: 'allocated', when: [zero('payment.unallocated')] },
    { status: 'allocated', when: [negative('payment.unallocated')] },
    ...paymentStatus.cases.slice(at(paymentStatus.cases, allocated)),
  ],
} as const satisfies StatusFormula<string>

/** A credit all of which was refunded or moved was not applied. */
export const usedStatus = {
  ...creditStatus,
  version: 2,
  words: 'first of: void, refunded, moved, applied, partially applied, open',
  cases: [
    { status: 'void', when: [zero('credit.remaining', 'credit.allocated'), positive('credit.voided')] },
    { status: 'refunded', when: [positive('credit.refunded'), zero('credit.allocated'), zero('credit.remaining')] },
    { status: 'moved', when: [positive('credit.moved'), zero('credit.allocated'), zero('credit.remaining')] },
    { status: 'applied', when: [zero('credit.remaining')] },
    { status: 'applied', when: [negative('credit.remaining')] },
    { status: 'partially_applied', when: [positive('credit.allocated')] },
    ...creditStatus.cases.filter((one) => one.status === 'open'),
  ],
} as const satisfies StatusFormula<string>
