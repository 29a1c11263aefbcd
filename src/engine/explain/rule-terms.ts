import { type Customer, cellsOf, cellValue, subjectOf, subjectsOf } from '../customer/state.ts'
import { type Ref, theCustomer } from '../figures/base.ts'
import { evaluate } from '../figures/evaluate.ts'
import type { Sign } from '../figures/formulas.ts'
import type { FigureName, FormulaName } from '../figures/names.ts'
import { earlierInvoices, freeMoneyShare, isPastDue } from '../figures/rules.ts'
import { type Day, shortDay } from '../time.ts'
import { termOf, type WhyTerm } from './why.ts'

/** The terms of a formula of kind `rule`; Σ sign × value is its value. */
export function ruleTerms(customer: Customer, figure: FormulaName, ref: Ref, today: Day): WhyTerm[] {
  const term = (sign: Sign, name: FigureName, of: Ref = ref): WhyTerm => termOf(customer, sign, name, of, today)
  switch (figure) {
    case 'invoice.overdue':
      return overdueTerms(customer, ref, today)
    case 'invoice.days_overdue':
      return daysTerms(customer, ref, today)
    case 'invoice.amount_due':
      return [...earlierInvoices(customer, ref).map((invoice) => invoice.ref), ref]
        .map((of) => ({ ...term('+', 'invoice.outstanding', of), label: `outstanding of ${nameOf(customer, of)}` }))
        .filter((one) => one.value !== 0n)
    case 'invoice.collectible':
      return [
        term('+', 'invoice.outstanding'),
        plain('-', freeMoneyShare(customer, ref, today), 'covered by free money', ref),
      ]
    case 'customer.available_credit':
      return customer.billing === 'prepaid' ? [term('-', 'customer.balance')] : creditTerms(customer, today)
    case 'customer.open_count':
      return counted(customer, 'invoice.outstanding', today)
    case 'customer.overdue_count':
      return counted(customer, 'invoice.overdue', today)
    default:
      throw new Error(`Bug: ${figure} is no rule`)
  }
}

const nameOf = (customer: Customer, ref: Ref): string => `invoice ${subjectOf(customer, ref)?.id ?? ref.no}`

const plain = (sign: Sign, value: bigint, label: string, subject: Ref, seq: number | null = null): WhyTerm => ({
  sign,
  value,
  label,
  figure: null,
  subject,
  seq,
})

function overdueTerms(customer: Customer, ref: Ref, today: Day): WhyTerm[] {
  const outstanding = termOf(customer, '+', 'invoice.outstanding', ref, today)
  return isPastDue(customer, ref, today)
    ? [outstanding]
    : [outstanding, plain('-', outstanding.value, 'not past due', ref)]
}

function daysTerms(customer: Customer, ref: Ref, today: Day): WhyTerm[] {
  const days = evaluate(customer, 'invoice.days_overdue', ref, today) ?? 0n
  if (days === 0n) return []
  const dueOn = Number(cellValue(customer, ref, 'invoice.due_on'))
  const seq = cellsOf(customer, ref)['invoice.due_on']?.seq ?? null
  return [plain('+', days, `days from ${shortDay(dueOn)} to ${shortDay(today)}`, ref, seq)]
}

const creditTerms = (customer: Customer, today: Day): WhyTerm[] =>
  customer.cells['customer.credit_limit'] === undefined
    ? []
    : [
        termOf(customer, '+', 'customer.credit_limit', theCustomer, today),
        termOf(customer, '-', 'customer.balance', theCustomer, today),
      ]

const counted = (customer: Customer, figure: FigureName, today: Day): WhyTerm[] =>
  subjectsOf(customer, 'invoice')
    .filter((invoice) => (evaluate(customer, figure, invoice.ref, today) ?? 0n) > 0n)
    .map((invoice) => plain('+', 1n, `invoice ${invoice.id}`, invoice.ref, invoice.bornSeq))
