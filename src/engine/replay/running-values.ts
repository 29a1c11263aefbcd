import { reachesAll, usedBy } from '../explain/why/sources.ts'
import { isBaseFigure, type Ref } from '../figures/base.ts'
import { type Stage, stages } from '../figures/collection-stages.ts'
import type { FigureName, FormulaName } from '../figures/names.ts'
import type { Micros } from '../money/amount.ts'
import { currentRules, rulesOf } from '../rules/rules.ts'
import type { Customer } from '../state/customer.ts'
import { subjectOf } from '../state/subjects.ts'
import type { Day } from '../time.ts'
import { evaluate } from '../values/evaluate.ts'
import { positive } from '../values/invoice-amounts.ts'
import { daysTo, isAnnounced, isCollectionOff } from '../values/stages.ts'
import type { Claims, Pursued } from './claims.ts'
import type { OwedBy } from './owed.ts'
import type { Purse } from './purse.ts'

/** What has to be kept of a customer for a figure: nothing, sums over his invoices and money, or what is covered too. */
type Kept = 'nothing' | 'sums' | 'collection'

const known = new Map<FigureName, Kept>()

/** By its row, and by the rows of what it uses. */
function keptForOne(figure: FigureName): Kept {
  const kept = known.get(figure) ?? (isBaseFigure(figure) ? 'nothing' : keptForFormula(figure))
  known.set(figure, kept)
  return kept
}

function keptForFormula(figure: FormulaName): Kept {
  const used = keptFor(usedBy(figure))
  if (used === 'collection' || rulesOf(currentRules).formulas[figure].reach === 'coverage') return 'collection'
  return reachesAll(figure) ? 'sums' : used
}

/** Does a figure follow from what is covered and collected of all invoices? */
export const isOverCollection = (figure: FigureName): boolean => keptForOne(figure) === 'collection'

/** What has to be kept of a customer for some figures. */
export function keptFor(figures: readonly FigureName[]): Kept {
  const each = new Set(figures.map(keptForOne))
  return each.has('collection') ? 'collection' : each.has('sums') ? 'sums' : 'nothing'
}

/** A state on a day, and what is kept of it. */
export type Looked = {
  readonly state: Customer
  readonly day: Day
  readonly owed: OwedBy
  readonly purse: Purse
  readonly claims: Claims
}

/** The value of a figure that follows from what is kept; undefined for any other. Units as `evaluate`. */
export function valueOver(looked: Looked, figure: FigureName, ref: Ref): bigint | null | undefined {
  const { state, day, owed, purse, claims } = looked
  const own = (name: FigureName): Micros => evaluate(state, name, ref, day) ?? 0n
  switch (figure) {
    case 'customer.outstanding':
      return owed.sums.outstanding
    case 'customer.overdue':
      return owed.sums.overdue
    case 'customer.open_count':
      return BigInt(owed.sums.open)
    case 'customer.overdue_count':
      return BigInt(owed.sums.late)
    case 'customer.unallocated_payments':
      return purse.unallocated()
    case 'customer.unallocated_credits':
      return purse.remaining()
    case 'customer.pending':
      return purse.pending(state).reduce((sum, { amount }) => sum + amount, 0n)
    case 'customer.collectible_overdue':
      return claims.pursued().collectible
    case 'customer.days_in_collection':
      return BigInt(Math.max(0, day - (earliest(looked, ({ since }) => since) ?? day)))
    case 'customer.limitation_on':
      return comesOn(looked, 'limitation')
    case 'customer.suspension_on':
      return comesOn(looked, 'suspension')
    case 'customer.termination_on':
      return comesOn(looked, 'termination')
    case 'invoice.collectible':
      return positive(own('invoice.outstanding') - spared(looked, ref))
    case 'invoice.collectible_overdue':
      return positive(own('invoice.overdue') - spared(looked, ref))
    case 'invoice.awaited':
      return claims.sharesOf(ref.no).awaited
    case 'invoice.amount_due': {
      const invoice = state.policy.amountDue === 'simple' ? undefined : subjectOf(state, ref)
      return own('invoice.outstanding') + (invoice === undefined ? 0n : owed.before(invoice))
    }
    default:
      return undefined
  }
}

/** The earliest day of what is collected; null where nothing is, or nothing says a day. */
function earliest({ state, claims }: Looked, dayOf: (pursued: Pursued) => Day | null | undefined): Day | null {
  const pursued = claims.pursued()
  const isCollected = !isCollectionOff(state) && pursued.collectible > state.policy.collection.threshold
  return isCollected ? (dayOf(pursued) ?? null) : null
}

/** The first day on which a stage holds for what is collected, as `stageOn` of figures/dunning. */
function comesOn(looked: Looked, stage: Stage): bigint | null {
  const { state } = looked
  if (!isAnnounced(state) || daysTo(state, stage) === null) return null
  const day = earliest(looked, (pursued) => pursued.comesOn[stages.indexOf(stage)])
  return day === null ? null : BigInt(day)
}

/** What of an invoice is left alone: in dispute, covered by free money or by pending payments. */
function spared({ state, day, claims }: Looked, ref: Ref): Micros {
  const { covered, awaited } = claims.sharesOf(ref.no)
  return (evaluate(state, 'invoice.disputed', ref, day) ?? 0n) + covered + awaited
}
