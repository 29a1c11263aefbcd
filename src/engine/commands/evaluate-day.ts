import { evaluatedAnew, isToEvaluate } from '../customer/days-seen.ts'
import type { Customer } from '../customer/state.ts'
import { type Ref, theCustomer } from '../figures/base.ts'
import { collectedInvoices, type Dunned, isClosed, isLifted, mayBeTerminated } from '../figures/dunning.ts'
import { evaluate } from '../figures/evaluate.ts'
import { LIMIT, type Micros } from '../money/amount.ts'
import { roundTo } from '../money/rounding.ts'
import type { LateFee } from '../policy/policy.ts'
import { type Day, type Instant, later } from '../time.ts'
import { digitsOf } from './checks.ts'
import type { Circumstances, Decide, Draft } from './command.ts'

/**
 * Moves the clock of the customer to a day, so that verdicts that depend on it are looked at; again: nothing. What the
 * collection policy books on that day comes with it: late fees, once an invoice, and termination (2-domain 2.5).
 */
export const evaluateDay: Decide<'evaluate_day'> = (customer, { day }, circumstances) => {
  if (!isToEvaluate(customer, day)) return { ok: true, drafts: [] }
  const effectiveAt = startOf(customer, circumstances)
  const evaluated = draftOf(effectiveAt, { type: 'day_evaluated', facts: { day, ...evaluatedAnew(customer, day) } })
  const collected = isLifted(customer, day) ? [] : collectedInvoices(customer, day)
  const drafts = [
    evaluated,
    ...lateFees(customer, collected, day).map(({ bornAt, ...fee }) => ({
      ...fee,
      effectiveAt: later(effectiveAt, bornAt),
    })),
    ...termination(customer, collected, day).map((one) => ({ ...one, effectiveAt })),
  ]
  return { ok: true, drafts }
}

/** A day counts from its start, not before the opening and never before the day that was evaluated last. */
const startOf = (customer: Customer, { effectiveAt }: Circumstances): Instant =>
  later(effectiveAt, customer.openedAt, customer.cells['customer.today']?.at ?? customer.openedAt)

const draftOf = (effectiveAt: Instant, one: Pick<Draft, 'type' | 'facts'>): Draft => ({
  ...one,
  subject: theCustomer,
  effectiveAt,
  parent: null,
  causes: [],
})

type Undated = Omit<Draft, 'effectiveAt'>
/** A late fee counts from the day, but not before its invoice was issued. */
type UndatedFee = Undated & { readonly bornAt: Instant }

type DueFee = { readonly one: Dunned; readonly amount: Micros }

/** The fees of a day: for each collected invoice past its grace days that has none yet. None that no figure could hold. */
function feesOn(customer: Customer, collected: readonly Dunned[], day: Day): readonly DueFee[] {
  const { lateFee, graceDays } = customer.policy.collection
  if (lateFee === null || isClosed(customer)) return []
  const late = collected.filter(
    ({ invoice, dueOn }) =>
      invoice.cells['invoice.late_fee_on'] === undefined && dueOn !== null && day >= dueOn + 1 + graceDays,
  )
  const fees = late.map((one) => ({ one, amount: feeOn(customer, lateFee, one.collectibleOverdue) }))
  return fees.filter(({ amount }) => amount > 0n && fits(customer, amount * BigInt(fees.length)))
}

/** Stay the figures that a fee raises within 10^12? What is beyond is refused, and a day must not be. */
const fits = (customer: Customer, amount: Micros): boolean =>
  (['customer.charged', 'customer.adjusted', 'customer.balance', 'customer.outstanding'] as const).every(
    (figure) => (evaluate(customer, figure, theCustomer, 0) ?? 0n) + amount <= LIMIT,
  )

/** The late fees of a day as drafts. */
const lateFees = (customer: Customer, collected: readonly Dunned[], day: Day): UndatedFee[] =>
  feesOn(customer, collected, day).map(({ one, amount }, at) => feeDraft(customer, { one, amount, day, at }))

/** The fee for an overdue amount: the fixed part and the percentage, rounded away from zero to the currency's digits. */
function feeOn(customer: Customer, fee: LateFee, overdue: Micros): Micros {
  const part = (overdue * fee.percent) / (100n * 1_000_000n)
  return roundTo(fee.amount + part, digitsOf(customer), 'away_from_zero')
}

type Fee = {
  readonly one: Dunned
  readonly amount: Micros
  readonly day: Day
  readonly at: number
}

function feeDraft(customer: Customer, { one, amount, day, at }: Fee): UndatedFee {
  const { ref: invoice, bornAt } = one.invoice
  const policyVersion = BigInt(customer.policy.version)
  const facts = { invoice, amount, xdrId: 'next' as const, day, policyVersion }
  const causes = [{ role: 'operand' as const, seq: one.invoice.bornSeq }]
  if (customer.policy.collection.lateFee?.on === 'this_invoice')
    return { type: 'late_fee_added', subject: invoice, facts, parent: 0, causes, bornAt }
  const charge: Ref = { kind: 'charge', no: customer.counts.charge + 1 + at }
  return {
    type: 'late_fee_charged',
    subject: charge,
    facts: { ...facts, charge, service: 'late_fee' },
    parent: 0,
    causes,
    bornAt,
  }
}

/** Termination, when a collected invoice is as many days past due, and was not when he was set active by hand. */
function termination(customer: Customer, collected: readonly Dunned[], day: Day): Undated[] {
  const { terminationAfter } = customer.policy.collection
  if (terminationAfter === null) return []
  const isReached = collected.some(({ dueOn }) => {
    const fallsOn = (dueOn ?? day) + terminationAfter
    return fallsOn <= day && mayBeTerminated(customer, fallsOn)
  })
  if (!isReached) return []
  const facts = { day, policyVersion: BigInt(customer.policy.version) }
  const causes = collected.map((one) => ({ role: 'operand' as const, seq: one.invoice.bornSeq })).slice(0, 100)
  return [{ type: 'customer_terminated', subject: theCustomer, facts, parent: 0, causes }]
}
