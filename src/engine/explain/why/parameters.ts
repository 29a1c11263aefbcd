import { type BaseFigureName, isBaseFigure, theCustomer } from '../../figures/base.ts'
import type { FigureName, FormulaName } from '../../figures/names.ts'
import { evaluate } from '../../figures/values/evaluate.ts'
import { formatAmount } from '../../money/amount.ts'
import { type Policy, policyToText } from '../../policy/policy.ts'
import type { Customer } from '../../state/customer.ts'
import { cellsOf } from '../../state/subjects.ts'
import type { Day } from '../../time.ts'
import { usedBy } from './sources.ts'

/**
 * A setting that a figure was computed with: a term of the policy by its name in the API ("collection.threshold"), or a
 * value that was set for the customer, by its figure.
 */
export type Parameter =
  | { readonly kind: 'term'; readonly name: string; readonly value: string; readonly version: number }
  | { readonly kind: 'set'; readonly figure: BaseFigureName; readonly value: bigint; readonly seq: number }

const whenAnnounced = ['collection.warning_before', 'collect_minimum', 'collection.threshold']

/** The terms of the policy that a formula reads by itself. */
const termsRead: { readonly [F in FigureName]?: readonly string[] } = {
  'invoice.amount_due': ['amount_due'],
  'invoice.counted_adjustment': ['adjustment_counts_as_payment'],
  'invoice.late_fee_on': ['collection.grace_days', 'collection.late_fee'],
  'customer.collect_minimum': ['collect_minimum'],
  'customer.days_in_collection': ['collect_minimum', 'collection.threshold'],
  'customer.limitation_on': ['collection.limitation_after', ...whenAnnounced],
  'customer.suspension_on': ['collection.suspension_after', ...whenAnnounced],
  'customer.termination_on': ['collection.termination_after', ...whenAnnounced],
  'invoice.awaited': ['collection.spare_pending'],
  'customer.limitation_after': ['collection.limitation_after'],
  'customer.suspension_after': ['collection.suspension_after'],
  'customer.termination_after': ['collection.termination_after'],
}

/** What is set for a customer by hand and read as a setting. */
const settings: ReadonlySet<FigureName> = new Set<FigureName>([
  'customer.permanent_limit',
  'customer.temporary_limit',
  'customer.temporary_limit_until',
  'customer.lifted_until',
  'customer.collection_from',
])

/** The settings that a figure is computed with on a day, each once, in the order in which its formulas read them. */
export function parametersOf(customer: Customer, figure: FigureName, today: Day, digits: number): Parameter[] {
  const used = allUsed(figure, customer.rules)
  const terms = [...new Set(used.flatMap((name) => termsRead[name] ?? []))].map((name): Parameter => {
    return { kind: 'term', name, value: termText(customer.policy, name, digits), version: customer.policy.version }
  })
  const set = used.filter(isBaseFigure).flatMap((name): Parameter[] => {
    const cell = settings.has(name) && name !== figure ? cellsOf(customer, theCustomer)[name] : undefined
    const isRead = cell !== undefined && evaluate(customer, name, theCustomer, today) !== null
    return isRead ? [{ kind: 'set', figure: name, value: cell.value, seq: cell.seq }] : []
  })
  return [...terms, ...set]
}

/** A figure with all that it is computed from, each once. */
function allUsed(figure: FigureName, rules: number): FigureName[] {
  const seen = new Set<FigureName>()
  const look = (name: FigureName): void => {
    if (seen.has(name)) return
    seen.add(name)
    if (!isBaseFigure(name)) for (const next of usedBy(name as FormulaName, rules)) look(next)
  }
  look(figure)
  return [...seen]
}

/** A term as people read it: "30", "1.00", "none", or what a fee is made of. */
export function termText(policy: Policy, name: string, digits: number): string {
  if (name === 'collect_minimum') return formatAmount(policy.collectMinimum, digits)
  if (name === 'collection.spare_pending') return worded(policy.collection.sparePending)
  if (name === 'collection.threshold') return formatAmount(policy.collection.threshold, digits)
  // left out of the kept terms where nobody has changed it
  if (name === 'collection.spare_pending') return worded(policy.collection.sparePending)
  const value = name
    .split('.')
    .reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], policyToText(policy))
  return worded(value)
}

function worded(value: unknown): string {
  if (value === null || value === undefined) return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value !== 'object') return String(value).replaceAll('_', ' ')
  return Object.entries(value)
    .map(([name, part]) => `${name} ${worded(part)}`)
    .join(', ')
}
