import { type BaseFigureName, baseFigures, isBaseFigure, theCustomer } from '../../figures/base.ts'
import type { FigureName } from '../../figures/names.ts'
import { type Policy, termWritten } from '../../policy/policy.ts'
import { rulesOf } from '../../rules/rules.ts'
import type { Customer } from '../../state/customer.ts'
import { cellsOf } from '../../state/subjects.ts'
import type { Day } from '../../time.ts'
import { evaluate } from '../../values/evaluate.ts'
import { usedBy } from './sources.ts'

/**
 * A setting that a figure was computed with: a term of the policy by its name in the API ("collection.threshold"), or a
 * value that was set for the customer, by its figure.
 */
export type Parameter =
  | { readonly kind: 'term'; readonly name: string; readonly value: string; readonly version: number }
  | { readonly kind: 'set'; readonly figure: BaseFigureName; readonly value: bigint; readonly seq: number }

/** The terms of the policy that a figure reads by itself. */
function termsRead(name: FigureName, rules: number): readonly string[] {
  const row: { readonly reads?: readonly string[] } = isBaseFigure(name)
    ? baseFigures[name]
    : rulesOf(rules).formulas[name]
  return row.reads ?? []
}

const isSetting = (name: BaseFigureName): boolean => 'isSetting' in baseFigures[name]

/** The settings that a figure is computed with on a day, each once, in the order in which its formulas read them. */
export function parametersOf(customer: Customer, figure: FigureName, today: Day, digits: number): Parameter[] {
  const used = allUsed(figure, customer.rules)
  const terms = [...new Set(used.flatMap((name) => termsRead(name, customer.rules)))].map((name): Parameter => {
    return { kind: 'term', name, value: termText(customer.policy, name, digits), version: customer.policy.version }
  })
  const set = used.filter(isBaseFigure).flatMap((name): Parameter[] => {
    const cell = isSetting(name) && name !== figure ? cellsOf(customer, theCustomer)[name] : undefined
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
    if (!isBaseFigure(name)) for (const next of usedBy(name, rules)) look(next)
  }
  look(figure)
  return [...seen]
}

/** A term as people read it: "30", "1.00", "none", or what a fee is made of. */
export const termText = (policy: Policy, name: string, digits: number): string =>
  worded(termWritten(policy, name, digits))

function worded(value: unknown): string {
  if (value === null || value === undefined) return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value !== 'object') return String(value).replaceAll('_', ' ')
  return Object.entries(value)
    .map(([name, part]) => `${name} ${worded(part)}`)
    .join(', ')
}
