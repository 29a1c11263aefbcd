import type { Ref } from '../figures/base.ts'
import { formulas } from '../figures/formulas.ts'
import { lesser, type Micros } from '../money/amount.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { type Moves, oncePerSubjects } from '../state/once-per-state.ts'
import { ofKind, subjectsOf } from '../state/subjects.ts'
import type { Day, Instant } from '../time.ts'
import { amountOf } from './amounts.ts'
import { dueOfInvoice } from './installments.ts'
import { pendingOf } from './payment-rules.ts'
import { isAnnounced } from './stages.ts'

/** An invoice with what its turn follows from, when money goes to invoices. */
export type Aged = {
  readonly invoice: Subject
  readonly ref: Ref
  readonly dueOn: Day | null
  readonly bornAt: Instant
  readonly seq: number
}

/** Invoices in the order in which money goes to them: due date (none last), issue moment, seq (2-domain 2.2). */
export const oldestFirst = (customer: Customer): readonly Aged[] => byAge(customer, 0)

const byAge = oncePerSubjects(
  (customer): readonly Aged[] =>
    subjectsOf(customer, 'invoice')
      .map((one) => agedOf(customer, one))
      .sort(older),
  ({ rules }) => [rules],
  (all, { after, moved }) => {
    const next = all.slice()
    for (const { was, is } of ofKind(moved, 'invoice')) {
      const at = was === undefined ? -1 : next.findIndex(({ invoice }) => invoice === was)
      if (at !== -1) next.splice(at, 1)
      if (is === undefined) continue
      const its = agedOf(after, is)
      // most of them keep their turn
      const isInPlace = at !== -1 && isBetween(next[at - 1], its, next[at])
      next.splice(isInPlace ? at : next.findLastIndex((one) => older(one, its) < 0) + 1, 0, its)
    }
    return next
  },
)

/** The same without drafts, which no money goes to. */
export const issuedOldestFirst = (customer: Customer): readonly Aged[] => issuedByAge(customer, 0)

const issuedByAge = oncePerSubjects(
  (customer): readonly Aged[] => oldestFirst(customer).filter(({ invoice }) => !isDraft(invoice)),
  ({ rules }) => [rules],
  (issued, { before, after, moved }) => {
    const hasDrafts =
      issued.length < oldestFirst(before).length || moved.some(({ is }) => is !== undefined && isDraft(is))
    return hasDrafts ? undefined : oldestFirst(after)
  },
)

const isDraft = ({ traits }: Subject): boolean => traits.draft !== undefined

const agedOf = (customer: Customer, invoice: Subject): Aged => ({
  invoice,
  ref: invoice.ref,
  dueOn: dueOfInvoice(customer, invoice),
  bornAt: invoice.bornAt,
  seq: invoice.bornSeq,
})

const older = (a: Aged, b: Aged): number =>
  (a.dueOn ?? NEVER) - (b.dueOn ?? NEVER) || order(a.bornAt, b.bornAt) || a.seq - b.seq

const isBetween = (before: Aged | undefined, one: Aged, behind: Aged | undefined): boolean =>
  (before === undefined || older(before, one) < 0) && (behind === undefined || older(one, behind) < 0)

const NEVER = Number.MAX_SAFE_INTEGER

const order = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)

/** Is a payment among the subjects that is authorised, so that it may end by the clock? */
const isAuthorised = oncePerSubjects(
  (customer) => subjectsOf(customer, 'payment').some(({ cells }) => (cells['payment.authorised']?.value ?? 0n) > 0n),
  () => [],
  (is, { moved }) => (ofKind(moved, 'payment').length === 0 ? is : undefined),
)

/**
 * Work over all subjects, done once as long as they, the rules and the terms are the same; and where a payment is
 * authorised, for a moment, since it may end by then. It looks at no figure of the customer himself.
 */
export const overSubjects = <T>(
  work: (customer: Customer, today: Day) => T,
  moveOn?: (value: T, moves: Moves, today: Day) => T | undefined,
): ((customer: Customer, today: Day) => T) =>
  oncePerSubjects(
    work,
    (customer) => [customer.rules, customer.policy, isAuthorised(customer, 0) ? customer.now : null],
    moveOn,
  )

/** The same value, by which it is known that money covers as little as before. */
const nothing: ReadonlyMap<number, Micros> = new Map()

/**
 * The part of the customer's free money that would cover each invoice, were it given to the oldest ones first, by number
 * of the invoice; nothing where late records leave the free money of a past day below 0.
 */
export const coverage = overSubjects((customer): ReadonlyMap<number, Micros> => {
  let free = freeMoney(customer, 'customer.unallocated_payments') + freeMoney(customer, 'customer.unallocated_credits')
  if (free <= 0n) return nothing
  const shares = new Map<number, Micros>()
  for (const { invoice } of oldestFirst(customer)) {
    if (free <= 0n) return shares
    const open = amountOf(customer, 'invoice.outstanding', invoice)
    const share = open > 0n ? lesser(open, free) : 0n
    if (share > 0n) shares.set(invoice.ref.no, share)
    free -= share
  }
  return shares
})

function freeMoney(
  customer: Customer,
  total: 'customer.unallocated_payments' | 'customer.unallocated_credits',
): Micros {
  const { of, over } = formulas[total]
  return subjectsOf(customer, over).reduce((sum, one) => sum + amountOf(customer, of, one), 0n)
}

/** The part of the free money that would cover one invoice. */
export const freeMoneyShare = (customer: Customer, ref: Ref, today: Day): Micros =>
  coverage(customer, today).get(ref.no) ?? 0n

/**
 * The part of the pending payments that would cover what free money leaves open of each invoice, by its number: of each
 * payment, older first, what it is to pay of its chosen invoices, then the oldest ones. Nothing by the policy
 * (spare_pending).
 */
export const pendingCoverage = overSubjects((customer, today): ReadonlyMap<number, Micros> => {
  const free = coverage(customer, today)
  if (!isAnnounced(customer) || !customer.policy.collection.sparePending) return nothing
  const payments = pendingPayments(customer)
  if (payments.length === 0) return nothing
  const shares = new Map<number, Micros>()
  const invoices = oldestFirst(customer)
  const open = new Map(
    invoices.map(({ invoice, ref }) => [
      ref.no,
      amountOf(customer, 'invoice.outstanding', invoice) - (free.get(ref.no) ?? 0n),
    ]),
  )
  for (const payment of payments) {
    let left = pendingOf(customer, payment.ref)
    const wishes = [
      ...(payment.traits.wish?.chosen ?? []).map(({ invoice, amount }) => [invoice.no, amount] as const),
      ...invoices.map(({ ref }) => [ref.no, left] as const),
    ]
    for (const [no, wanted] of wishes) {
      const share = lesser(wanted, lesser(left, open.get(no) ?? 0n))
      if (share <= 0n) continue
      left -= share
      open.set(no, (open.get(no) ?? 0n) - share)
      shares.set(no, (shares.get(no) ?? 0n) + share)
    }
  }
  return shares
})

const pendingPayments = (customer: Customer): Subject[] =>
  subjectsOf(customer, 'payment')
    .filter(({ ref }) => pendingOf(customer, ref) > 0n)
    .sort((a, b) => order(a.bornAt, b.bornAt) || a.bornSeq - b.bornSeq)

/** The part of the pending payments that would cover one invoice. */
export const pendingShare = (customer: Customer, ref: Ref, today: Day): Micros =>
  pendingCoverage(customer, today).get(ref.no) ?? 0n
