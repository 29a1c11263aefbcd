import type { Taken } from '../../asked/taken.ts'
import type { Micros } from '../../money/amount.ts'
import type { Customer, Installment } from '../../state/customer.ts'
import { type Day, textFromDay } from '../../time.ts'
import { type Check, check, currencyFine, withinLimit, written } from '../checks.ts'
import { MOST_RANGES } from './charges-taken.ts'
import { type Issuing, sumOf, totalOf } from './issuing.ts'

type Period = { readonly from: Day; readonly to: Day } | null

/** What an invoice is to be due on: its last installment, the day that was wished, or by the terms of the policy. */
export function dueOnOf(
  customer: Customer,
  issuedOn: Day,
  wished: Day | null | undefined,
  installments: readonly Installment[],
): Day | null {
  const last = installments.at(-1)
  if (last !== undefined) return last.dueOn
  if (wished !== undefined) return wished
  const { paymentTerms } = customer.policy
  return paymentTerms === null ? null : issuedOn + paymentTerms
}

/** What must hold of an invoice when it is issued; `wished` is the due date that somebody named. */
export function issueChecks(customer: Customer, issuing: Issuing, wished: Day | null): Check[] {
  const { issuedOn, dueOn, installments, lines } = issuing
  const first = installments[0]?.dueOn ?? dueOn
  return [
    ...termChecks(customer, { ...issuing, wished }),
    ...lines.map((line) => withinLimit(line.amount)),
    check(first === null || first >= issuedOn, 'due_before_issue', {
      issued_on: textFromDay(issuedOn),
      due_on: first === null ? null : textFromDay(first),
    }),
    addUp(customer, installments, totalOf(customer, issuing)),
    withinLimit(sumOf(issuing)),
    together(issuing.taken),
  ]
}

/** Charges are kept on an invoice as ranges of numbers, all of them in its one record. */
const together = ({ charges, before }: Taken): Check =>
  check(Math.max(charges.length, before.length) <= MOST_RANGES, 'charges_too_scattered', { at_most: MOST_RANGES })

type Terms = {
  readonly period: Period
  readonly installments: readonly Installment[]
  readonly wished: Day | null
}

/** What must hold of the terms of an invoice, or of the draft of one, whatever it comes to. */
export const termChecks = (customer: Customer, { period, installments, wished }: Terms): Check[] => [
  check(period === null || period.to >= period.from, 'period_ends_before_start'),
  ...installments.map((one) => currencyFine(customer, one.amount)),
  check(inOrder(installments), 'installments_must_add_up'),
  check(installments.length === 0 || wished === null, 'installments_exclude_due_date'),
]

const inOrder = (installments: readonly Installment[]): boolean =>
  installments.every((one, at) => one.amount > 0n && one.dueOn > (installments[at - 1]?.dueOn ?? -Infinity))

function addUp(customer: Customer, installments: readonly Installment[], total: Micros): Check {
  const sum = installments.reduce((all, one) => all + one.amount, 0n)
  return check(installments.length === 0 || sum === total, 'installments_must_add_up', {
    installments: written(customer, sum),
    total: written(customer, total),
  })
}
