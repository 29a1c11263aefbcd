import type { FigureName, FormulaName } from '../../figures/names.ts'
import type { Condition, StatusCase } from '../../figures/statuses.ts'
import { currentRules } from '../../rules/rules.ts'
import { type Day, shortDay } from '../../time.ts'
import { unitOf } from '../../values/evaluate.ts'
import { statusFormula } from '../../values/verdict.ts'
import { figureValueWords, money, type Telling, termWords } from '../words.ts'

/** The value that a figure had when a condition was looked at; 0 where nothing had moved it. */
export type FactOf = (figure: string) => bigint

/** The cases of a status figure, by a version of the rules. */
export const casesOf = (figure: FormulaName, rules: number = currentRules): readonly StatusCase<FigureName>[] =>
  statusFormula(rules, figure).cases

/** A condition with its facts, short, as a reason: "due 15 Oct 2026", "outstanding 10.00 > 0". */
export function reasonWords(
  condition: Condition<FigureName>,
  factOf: FactOf,
  telling: Pick<Telling, 'digits'>,
): string {
  if ('of' in condition) {
    const sum = condition.of.reduce((total, figure) => total + factOf(figure), 0n)
    return `${condition.of.map(termWords).join(' + ')} ${money(sum, telling)} ${condition.test.replace('<=', '≤')}`
  }
  if ('date' in condition) return `${termWords(condition.date)} ${shortDay(Number(factOf(condition.date)))}`
  if ('more' in condition)
    return `${termWords(condition.more)} ${money(factOf(condition.more), telling)} > ${termWords(condition.than)} ${money(factOf(condition.than), telling)}`
  if ('days' in condition)
    return `${factOf(condition.days)} ${termWords(condition.days)} ≥ ${factOf(condition.reach)} ${termWords(condition.reach)} by policy version ${factOf('customer.policy')}`
  if ('until' in condition)
    return condition.passed
      ? 'not lifted'
      : `${termWords(condition.until)} ${shortDay(Number(factOf(condition.until)))}`
  if ('come' in condition)
    return `${daysWords(factOf)}, ${termWords(condition.come)} ${shortDay(Number(factOf(condition.come)))} by policy version ${factOf('customer.policy')}`
  if ('since' in condition) return sinceWords(condition.since, Number(factOf(condition.since)))
  return `not ${termWords(condition.never)}`
}

/** What happened on a day ("voided on"), or holds from it on ("blocked since"), as the figure's name says. */
const sinceWords = (figure: string, day: Day): string =>
  `${termWords(figure)} ${figure.endsWith('_on') ? 'on' : 'since'} ${shortDay(day)}`

/** A condition with its facts, in full, as a question that is answered yes or no. */
export function verdictWords(
  condition: Condition<FigureName>,
  factOf: (figure: string) => bigint | null,
  telling: Pick<Telling, 'digits'>,
): string {
  if ('date' in condition) {
    const [date, today] = [factOf(condition.date), factOf(condition.before)]
    if (date === null) return `no ${termWords(condition.date)} date`
    return `${termWords(condition.date)} ${shortDay(Number(date))} is before today, ${shortDay(Number(today ?? 0n))}`
  }
  if ('more' in condition && factOf(condition.than) === null) return `no ${termWords(condition.than)}`
  if ('days' in condition && factOf(condition.reach) === null) return `no ${termWords(condition.reach)}`
  if ('come' in condition) return comeWords(condition, factOf)
  if ('until' in condition) return untilWords(condition, factOf(condition.until))
  if ('since' in condition && (factOf(condition.since) ?? 0n) === 0n) return `not ${termWords(condition.since)}`
  if ('never' in condition && factOf(condition.never) !== null) return termWords(condition.never)
  return reasonWords(condition, (figure) => factOf(figure) ?? 0n, telling)
}

/** A figure with its value as a fact: "outstanding 100.00", "due 15 Oct 2026", "no credit limit", "not resolved". */
export function factWords(figure: FigureName, value: bigint | null, telling: Pick<Telling, 'digits'>): string {
  const words = termWords(figure)
  if (unitOf(figure) !== 'day')
    return value === null ? `no ${words}` : `${words} ${figureValueWords(figure, value, telling)}`
  if (value !== null && value !== 0n) return `${words} ${shortDay(Number(value))}`
  return figure === 'invoice.due_on' ? 'no due date' : `not ${words}`
}

const daysWords = (factOf: (figure: string) => bigint | null): string =>
  `${factOf('customer.days_in_collection') ?? 0n} ${termWords('customer.days_in_collection')}`

/** Whether a day of a stage has come. */
function comeWords(
  { come }: Extract<Condition<FigureName>, { come: unknown }>,
  factOf: (figure: string) => bigint | null,
): string {
  const [day, today] = [factOf(come), factOf('customer.today')]
  const version = `by policy version ${factOf('customer.policy') ?? 0n}`
  if (day === null) return `no ${termWords(come).replace(/ on$/, '')} so far ${version}`
  const has = today !== null && day <= today ? 'has come' : 'has not come'
  return `${daysWords(factOf)}, ${termWords(come)} ${shortDay(Number(day))} ${version} ${has}`
}

/** What a last day says, whether or not it has passed. */
function untilWords({ until, passed }: Extract<Condition<FigureName>, { until: unknown }>, day: bigint | null): string {
  if (day === null) return passed ? 'not lifted' : 'lifted'
  return `${termWords(until)} ${shortDay(Number(day))}${passed ? ', which has passed' : ''}`
}
