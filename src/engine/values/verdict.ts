import type { Verdict } from '../events/record.ts'
import type { FigureName, FormulaName } from '../figures/names.ts'
import type { Condition, Status, StatusFormula } from '../figures/statuses.ts'
import { rulesOf } from '../rules/rules.ts'
import type { Day } from '../time.ts'

export type Judgement = {
  readonly status: Status
  readonly verdicts: readonly Verdict[]
  readonly used: readonly FigureName[]
}

/** The formula of a status by a version of the rules; a figure that is no status is a bug. */
export function statusFormula(rules: number, figure: FormulaName): StatusFormula<FigureName> {
  const formula = rulesOf(rules).formulas[figure]
  if (formula.kind !== 'status') throw new Error(`Bug: ${figure} is no status`)
  return formula
}

/** The value of a figure of what is judged, on the day on which it is. */
export type ValueOf = (figure: FigureName) => bigint | null

/** Goes through the cases of a status in order; keeps what every condition said up to the case that holds. */
export function judge(formula: StatusFormula<FigureName>, today: Day, value: ValueOf): Judgement {
  const verdicts: Verdict[] = []
  const used = new Set<FigureName>()
  for (const [at, one] of formula.cases.entries()) {
    const said = one.when.map((condition, index) => {
      for (const figure of figuresOf(condition)) used.add(figure)
      const isSo = holds(condition, today, value)
      verdicts.push(verdictOn(at, index, isSo))
      return isSo
    })
    if (said.every(Boolean)) return { status: one.status, verdicts, used: [...used] }
  }
  throw noCase(formula)
}

/** The status alone, which most who ask want: what the conditions said is not kept, and only those are asked that count. */
export function statusBy(formula: StatusFormula<FigureName>, today: Day, value: ValueOf): Status {
  for (const { status, when } of formula.cases)
    if (when.every((condition) => holds(condition, today, value))) return status
  throw noCase(formula)
}

const noCase = ({ label }: StatusFormula<FigureName>): Error => new Error(`Bug: no case of ${label} holds`)

/** Above any number of conditions that a case has. */
const CONDITIONS = 100
const known = new Map<number, Verdict>()

/** What is said of a condition of a case: the same object each time, since very many records hold it. */
function verdictOn(at: number, condition: number, isSo: boolean): Verdict {
  const key = (at * CONDITIONS + condition) * 2 + Number(isSo)
  const verdict = known.get(key) ?? { case: at, condition, holds: isSo }
  known.set(key, verdict)
  return verdict
}

export function figuresOf(condition: Condition<FigureName>): readonly FigureName[] {
  if ('of' in condition) return condition.of
  if ('date' in condition) return [condition.date, condition.before]
  if ('more' in condition) return [condition.more, condition.than]
  if ('days' in condition) return [condition.days, condition.reach, 'customer.policy']
  if ('come' in condition) return [condition.come, 'customer.days_in_collection', 'customer.today', 'customer.policy']
  if ('until' in condition) return [condition.until, 'customer.today']
  return 'since' in condition ? [condition.since] : [condition.never]
}

function holds(condition: Condition<FigureName>, today: Day, value: ValueOf): boolean {
  if ('of' in condition)
    return compares(
      condition.of.reduce((sum, figure) => sum + (value(figure) ?? 0n), 0n),
      condition.test,
    )
  if ('come' in condition) return (value(condition.come) ?? ABOVE_ALL) <= BigInt(today)
  if ('since' in condition) return (value(condition.since) ?? 0n) !== 0n
  if ('never' in condition) return value(condition.never) === null
  if ('until' in condition) return (value(condition.until) ?? BELOW_ALL) < BigInt(today) === condition.passed
  if ('days' in condition) {
    // the limit first: without one the days need not be counted
    const limit = value(condition.reach)
    const days = limit === null ? 0n : (value(condition.days) ?? 0n)
    // no days: nobody is to be dunned, though the limit may be 0
    return limit !== null && days > 0n && days >= limit
  }
  const [left, right] =
    'date' in condition
      ? [value(condition.before), value(condition.date)]
      : [value(condition.more), value(condition.than)]
  return left !== null && right !== null && left > right
}

const BELOW_ALL = -(2n ** 62n)
const ABOVE_ALL = 2n ** 62n

function compares(sum: bigint, test: '= 0' | '> 0' | '<= 0' | '< 0'): boolean {
  switch (test) {
    case '= 0':
      return sum === 0n
    case '> 0':
      return sum > 0n
    case '<= 0':
      return sum <= 0n
    case '< 0':
      return sum < 0n
  }
}
