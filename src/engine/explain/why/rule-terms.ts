import { type Ref, theCustomer } from '../../figures/base.ts'
import type { Sign } from '../../figures/formulas.ts'
import type { FigureName, FormulaName } from '../../figures/names.ts'
import { freeMoneyShare } from '../../figures/values/coverage.ts'
import { collectedInvoices, countedSince, type Dunned } from '../../figures/values/dunning.ts'
import { evaluate } from '../../figures/values/evaluate.ts'
import { dueOf, laterInstallments } from '../../figures/values/installments.ts'
import { dueInvoices, isExpired } from '../../figures/values/rules.ts'
import { isAnnounced } from '../../figures/values/stages.ts'
import type { Customer } from '../../state/customer.ts'
import { cellsOf, subjectOf, subjectsOf } from '../../state/subjects.ts'
import { type Day, shortDay } from '../../time.ts'
import { awaitedTerms, originOf, plain, sinceTerms, stageTerms } from './stage-terms.ts'
import { termOf, type WhyTerm } from './term.ts'

/** The terms of a formula of kind `rule`; Σ sign × value is its value. */
export function ruleTerms(customer: Customer, figure: FormulaName, ref: Ref, today: Day): WhyTerm[] {
  const terms = ownTerms(customer, figure, ref, today)
  const sum = terms.reduce((total, one) => (one.sign === '+' ? total + one.value : total - one.value), 0n)
  const value = evaluate(customer, figure, ref, today) ?? 0n
  const isFloored = floored.has(figure) && sum < 0n && value === 0n
  return isFloored ? [...terms, plain('+', -sum, 'not below 0', ref)] : terms
}

const floored = new Set<FormulaName>(['invoice.overdue', 'invoice.collectible', 'invoice.collectible_overdue'])

function ownTerms(customer: Customer, figure: FormulaName, ref: Ref, today: Day): WhyTerm[] {
  const term = (sign: Sign, name: FigureName, of: Ref = ref): WhyTerm => termOf(customer, sign, name, of, today)
  const covered = (): WhyTerm => plain('-', freeMoneyShare(customer, ref, today), 'covered by free money', ref)
  const awaited = (): WhyTerm[] => (isAnnounced(customer) ? [term('-', 'invoice.awaited')] : [])
  switch (figure) {
    case 'invoice.overdue':
      return overdueTerms(customer, ref, today)
    case 'invoice.days_overdue':
      return daysTerms(customer, ref, today)
    case 'invoice.amount_due':
      return dueInvoices(customer, ref)
        .map((of) => ({ ...term('+', 'invoice.outstanding', of), label: `outstanding of ${nameOf(customer, of)}` }))
        .filter((one) => one.value !== 0n)
    case 'invoice.disputed':
      return disputedTerms(customer, ref, today)
    case 'invoice.collectible':
      return [term('+', 'invoice.outstanding'), term('-', 'invoice.disputed'), covered(), ...awaited()]
    case 'invoice.collectible_overdue':
      return [term('+', 'invoice.overdue'), term('-', 'invoice.disputed'), covered(), ...awaited()]
    case 'invoice.counted_adjustment':
      return countedTerms(customer, ref, today)
    case 'payment.pending':
      return pendingTerms(customer, ref, today)
    case 'customer.credit_limit':
      return limitTerms(customer, today)
    case 'customer.available_credit':
      return creditTerms(customer, today)
    case 'customer.open_count':
      return counted(customer, 'invoice.outstanding', today)
    case 'customer.overdue_count':
      return counted(customer, 'invoice.overdue', today)
    case 'customer.days_in_collection':
      return collectionTerms(customer, today)
    case 'customer.limitation_on':
    case 'customer.suspension_on':
    case 'customer.termination_on':
      return stageTerms(customer, figure, today)
    case 'invoice.collection_since':
      return sinceTerms(customer, ref)
    case 'invoice.awaited':
      return awaitedTerms(customer, ref, today)
    case 'customer.limitation_after':
    case 'customer.suspension_after':
    case 'customer.termination_after':
    case 'customer.collect_minimum':
      return policyTerms(customer, figure, today)
    default:
      throw new Error(`Bug: ${figure} is no rule`)
  }
}

const nameOf = (customer: Customer, ref: Ref): string => `invoice ${subjectOf(customer, ref)?.id ?? ref.no}`

function overdueTerms(customer: Customer, ref: Ref, today: Day): WhyTerm[] {
  const outstanding = termOf(customer, '+', 'invoice.outstanding', ref, today)
  const invoice = subjectOf(customer, ref)
  const later = invoice === undefined ? 0n : laterInstallments(customer, invoice, today)
  if (later === 0n) return [outstanding]
  const parts = invoice?.traits.installments ?? []
  return [outstanding, plain('-', later, parts.length === 0 ? 'not past due' : 'installments not past due', ref)]
}

function daysTerms(customer: Customer, ref: Ref, today: Day): WhyTerm[] {
  const days = evaluate(customer, 'invoice.days_overdue', ref, today) ?? 0n
  if (days === 0n) return []
  const dueOn = dueOf(customer, ref) ?? today
  const seq = cellsOf(customer, ref)['invoice.due_on']?.seq ?? null
  return [plain('+', days, `days from ${shortDay(dueOn)} to ${shortDay(today)}`, ref, seq)]
}

function disputedTerms(customer: Customer, ref: Ref, today: Day): WhyTerm[] {
  const claimed = termOf(customer, '+', 'invoice.claimed', ref, today)
  const over = claimed.value - (evaluate(customer, 'invoice.disputed', ref, today) ?? 0n)
  return over === 0n ? [claimed] : [claimed, plain('-', over, 'claimed above what is outstanding', ref)]
}

/** What adjustments lowered counts as paid only where the policy says so. */
function countedTerms(customer: Customer, ref: Ref, today: Day): WhyTerm[] {
  const adjusted = termOf(customer, '-', 'invoice.adjusted', ref, today)
  const value = evaluate(customer, 'invoice.counted_adjustment', ref, today) ?? 0n
  const rest = value + adjusted.value
  if (rest === 0n) return [adjusted]
  const why = adjusted.value > 0n ? 'what raised it does not count' : `not counted, ${policyName(customer)}`
  return [adjusted, plain('+', rest, why, theCustomer)]
}

function pendingTerms(customer: Customer, ref: Ref, today: Day): WhyTerm[] {
  const authorised = termOf(customer, '+', 'payment.authorised', ref, today)
  if (!isExpired(customer, ref)) return [authorised]
  const seq = cellsOf(customer, ref)['payment.expires_at']?.seq ?? null
  return [authorised, plain('-', authorised.value, 'authorisation has ended', ref, seq)]
}

function limitTerms(customer: Customer, today: Day): WhyTerm[] {
  const until = customer.cells['customer.temporary_limit_until']
  const isTemporary = until !== undefined && until.value >= BigInt(today)
  const figure = isTemporary ? 'customer.temporary_limit' : 'customer.permanent_limit'
  return customer.cells[figure] === undefined ? [] : [termOf(customer, '+', figure, theCustomer, today)]
}

function creditTerms(customer: Customer, today: Day): WhyTerm[] {
  const balance = termOf(customer, '-', 'customer.balance', theCustomer, today)
  if (customer.billing === 'prepaid') return [balance]
  return evaluate(customer, 'customer.credit_limit', theCustomer, today) === null
    ? []
    : [termOf(customer, '+', 'customer.credit_limit', theCustomer, today), balance]
}

const counted = (customer: Customer, figure: FigureName, today: Day): WhyTerm[] =>
  subjectsOf(customer, 'invoice')
    .filter((invoice) => (evaluate(customer, figure, invoice.ref, today) ?? 0n) > 0n)
    .map((invoice) => plain('+', 1n, `invoice ${invoice.id}`, invoice.ref, invoice.bornSeq))

/** The invoice that has been collected longest: from when it counts to today. */
function collectionTerms(customer: Customer, today: Day): WhyTerm[] {
  const sinceOf = (one: Dunned): Day => countedSince(customer, one) ?? today
  const [oldest] = collectedInvoices(customer, today).toSorted((a, b) => sinceOf(a) - sinceOf(b))
  const value = evaluate(customer, 'customer.days_in_collection', theCustomer, today) ?? 0n
  if (oldest === undefined || value === 0n) return []
  const since = sinceOf(oldest)
  const label = `days of invoice ${oldest.invoice.id} from ${shortDay(since)} to ${shortDay(today)}`
  return [plain('+', value, label, oldest.invoice.ref, originOf(customer, oldest.invoice, since).seq)]
}

const policyName = ({ policy }: Customer): string =>
  policy.version === 0 ? 'the terms nobody has set' : `policy version ${policy.version}`

function policyTerms(customer: Customer, figure: FormulaName, today: Day): WhyTerm[] {
  const value = evaluate(customer, figure, theCustomer, today)
  const seq = customer.cells['customer.policy']?.seq ?? null
  return value === null ? [] : [plain('+', value, `by ${policyName(customer)}`, theCustomer, seq)]
}
