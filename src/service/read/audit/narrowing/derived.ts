import { eventNo, figureNo, kindNo } from '../../../../engine/bytes/numbers.ts'
import { reachesAll, usedBy } from '../../../../engine/explain/why/sources.ts'
import { basesOf } from '../../../../engine/explain/why/why.ts'
import { isBaseFigure, theCustomer } from '../../../../engine/figures/base.ts'
import type { Formula } from '../../../../engine/figures/formula-rows.ts'
import { formulas } from '../../../../engine/figures/formulas.ts'
import type { FigureName } from '../../../../engine/figures/names.ts'
import { addTo } from '../../../../engine/many.ts'
import { movingDays } from '../../../../engine/state/days-seen.ts'
import { figuresOf } from '../../../../engine/values/verdict.ts'
import type { RowChoice } from '../../../../store/read/audit/narrowing.ts'
import { typeNumbers } from '../../view/figure-names.ts'

/** Are the changes of a figure records of their own? */
export function isStored(figure: FigureName): boolean {
  const formula: Formula<FigureName> | null = isBaseFigure(figure) ? null : formulas[figure]
  return formula?.stored === true
}

/** Are the lines of changes wanted? They are what a figure has, unless other kinds are asked for. */
export const wantsChanges = (kinds: readonly string[]): boolean => kinds.length === 0 || kinds.includes('change')

/** Are the events wanted that moved a figure, as lines of their own? */
export const wantsEvents = (kinds: readonly string[]): boolean => kinds.includes('event')

/**
 * The records that a line of one of these figures can come from: its stored changes, or the events that feed it; where
 * events are wanted, those that feed what is stored too.
 */
export function rowsFeeding(figures: readonly FigureName[], kinds: readonly string[]): RowChoice[] {
  const stored = wantsChanges(kinds) ? figures.filter(isStored) : []
  const changes = stored.map((figure) => figureNo.of(figure))
  const moved = figures.filter((figure) => wantsEvents(kinds) || (wantsChanges(kinds) && !isStored(figure)))
  const types = typeNumbers(moved.flatMap((figure) => basesOf(figure, theCustomer).map((base) => base.figure)))
  if (moved.some(dependsOnDay))
    addTo(
      types,
      movingDays.map((type) => eventNo.of(type)),
    )
  return [
    ...(changes.length === 0 ? [] : [{ kind: kindNo.of('change'), figures: changes }]),
    ...(types.length === 0 ? [] : [{ kind: kindNo.of('event'), types: [...new Set(types)] }]),
  ]
}

/** Does a figure change when a day passes? */
export function dependsOnDay(figure: FigureName): boolean {
  if (figure === 'customer.today') return true
  if (isBaseFigure(figure)) return false
  const formula: Formula<FigureName> = formulas[figure]
  switch (formula.kind) {
    case 'sum':
      return formula.terms.some(([, term]) => dependsOnDay(term))
    case 'total':
      return dependsOnDay(formula.of)
    case 'rule':
      return formula.uses.some(dependsOnDay)
    case 'status':
      return formula.cases.some((one) => one.when.some((condition) => figuresOf(condition).some(dependsOnDay)))
  }
}

/** Does a figure of one invoice depend on the customer's other invoices or money? So says its row, or one that it uses. */
export const looksAround = (figure: FigureName): boolean =>
  figure.startsWith('invoice.') && !isBaseFigure(figure) && (reachesAll(figure) || usedBy(figure).some(looksAround))

/** Is a figure of a subject moved only by records that concern that subject? */
export const movedByItsOwn = (figure: FigureName, kinds: readonly string[]): boolean =>
  !figure.startsWith('customer.') &&
  ((isStored(figure) && !wantsEvents(kinds)) || (!looksAround(figure) && !dependsOnDay(figure)))
