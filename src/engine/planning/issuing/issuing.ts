import type { DraftCause } from '../../asked/draft.ts'
import { creditOf, type IdToGive } from '../../asked/draft.ts'
import type { Taken } from '../../asked/taken.ts'
import type { TextRef } from '../../events/slots.ts'
import type { Ref } from '../../figures/base.ts'
import type { Micros } from '../../money/amount.ts'
import { roundTo } from '../../money/rounding.ts'
import type { Customer, Installment, Ranges } from '../../state/customer.ts'
import { joined } from '../../state/ranges.ts'
import type { Day } from '../../time.ts'
import { applyFreeMoney } from '../apply-money.ts'
import { digitsOf } from '../checks.ts'
import { addTarget, draft, leftIn, type Plan } from '../plan.ts'
import { keptNegative, makeCredit } from './as-credit.ts'
import { owedIn } from './owed.ts'

/** What an invoice is issued over, decided down to its number and days; amounts in micros. */
export type Issuing = {
  readonly invoice: Ref
  /** null: the next of the sequence */
  readonly number: string | null
  readonly lines: readonly {
    readonly description: TextRef
    readonly amount: Micros
    readonly service: string
    readonly xdrId: bigint | null
  }[]
  readonly taken: Taken
  readonly period: { readonly from: Day; readonly to: Day } | null
  readonly issuedOn: Day
  readonly dueOn: Day | null
  readonly installments: readonly Installment[]
  /** the day from which another biller has collected it */
  readonly collectionSince?: Day
  /** the draft that is issued, where there is one */
  readonly causes: readonly DraftCause[]
}

/**
 * Drafts the issue of an invoice that was checked: what earlier ones kept below 0 becomes credit, its own lines and the
 * rounding are booked as charges, it takes its charges, a negative total becomes a credit (policy negative_invoice), and
 * free money is applied. What is due by then stands in its facts for ever (2-domain 2.1, 2.2).
 */
export function draftIssue(plan: Plan, issuing: Issuing): void {
  const { policy } = plan.customer
  const { invoice, issuedOn, dueOn, period, installments } = issuing
  turnKept(plan)
  const { charges, before } = issuing.taken
  const own = bookLines(plan, issuing)
  const total = totalOf(plan.customer, issuing)
  const issued = draft(plan, {
    type: 'invoice_issued',
    subject: invoice,
    facts: {
      invoice,
      id: issuing.number ?? { next: 'invoice' },
      amount: total,
      issuedOn,
      ...(dueOn === null ? {} : { dueOn }),
      ...(installments.length === 0 ? {} : { installments }),
      ...(period === null ? {} : { periodFrom: period.from, periodTo: period.to }),
      charges: joined([...charges, ...own]),
      // stated when all is allocated that will be
      amountDue: 0n,
      ...(issuing.collectionSince === undefined ? {} : { countedFrom: issuing.collectionSince }),
      ...(before.length === 0 ? {} : { lateCharges: before }),
    },
    causes: issuing.causes,
  })
  addTarget(plan, { ref: invoice, bornAt: plan.effectiveAt, dueOn: firstDue(issuing), seq: null }, total)
  if (total < 0n && policy.negativeInvoice === 'to_credit')
    makeCredit(plan, { ref: invoice, bornAt: plan.effectiveAt }, idOfCredit(issuing), [
      { role: 'operand', draft: issued },
    ])
  applyFreeMoney(plan)
  stateAmountDue(plan, invoice, issued)
}

/** The total of an invoice: its lines and charges, rounded to the digits of the currency by the policy. */
export const totalOf = (customer: Customer, issuing: Pick<Issuing, 'lines' | 'taken'>): Micros =>
  roundTo(sumOf(issuing), digitsOf(customer), customer.policy.rounding)

/** The sum of an invoice's lines and charges before it is rounded. */
export const sumOf = ({ lines, taken }: Pick<Issuing, 'lines' | 'taken'>): Micros =>
  lines.reduce((sum, one) => sum + one.amount, taken.sum)

const idOfCredit = ({ number, invoice }: Issuing): string | IdToGive =>
  number === null ? { creditOf: invoice } : creditOf(number)

const firstDue = ({ dueOn, installments }: Issuing): Day | null => installments[0]?.dueOn ?? dueOn

function turnKept(plan: Plan): void {
  for (const kept of keptNegative(plan.customer))
    makeCredit(plan, kept, creditOf(kept.id), [{ role: 'operand', seq: kept.bornSeq }])
}

/** Books the invoice's own lines and the rounding as charges; answers their numbers, each as a range. */
function bookLines(plan: Plan, issuing: Issuing): Ranges {
  const rounding = totalOf(plan.customer, issuing) - sumOf(issuing)
  const lines = issuing.lines.map(({ amount, xdrId, service, description }) => ({
    amount,
    xdrId: xdrId ?? ('next' as const),
    service,
    description,
  }))
  const all = rounding === 0n ? lines : [...lines, { amount: rounding, xdrId: 'next' as const, service: 'rounding' }]
  return all.map((line, at) => {
    const charge: Ref = { kind: 'charge', no: plan.customer.counts.charge + 1 + at }
    draft(plan, { type: 'charge_booked', subject: charge, facts: { charge, ...line } })
    return [charge.no, charge.no] as const
  })
}

/** Writes into the issue what is due after all that this operation allocates: of this invoice, and of earlier ones. */
function stateAmountDue(plan: Plan, invoice: Ref, issued: number): void {
  const one = plan.drafts[issued]
  if (one === undefined) throw new Error('Bug: the issue was drafted above')
  const amountDue =
    plan.customer.policy.amountDue === 'simple' ? leftIn(plan.outstanding, invoice) : owedIn(plan, invoice)
  plan.drafts[issued] = { ...one, facts: { ...one.facts, amountDue } }
}
