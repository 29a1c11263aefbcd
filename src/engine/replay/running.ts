import { type Ref, refKey } from '../figures/base.ts'
import { isFormula } from '../figures/formulas.ts'
import type { FigureName } from '../figures/names.ts'
import { statuses } from '../figures/statuses.ts'
import { rulesOf } from '../rules/rules.ts'
import type { Customer } from '../state/customer.ts'
import type { Day } from '../time.ts'
import { evaluate } from '../values/evaluate.ts'
import { isAnnounced } from '../values/stages.ts'
import { statusBy, statusFormula } from '../values/verdict.ts'
import { claimsOf } from './claims.ts'
import { owedBy } from './owed.ts'
import { purseOf } from './purse.ts'
import { isOverCollection, keptFor, type Looked, valueOver } from './running-values.ts'
import { slicesOf } from './slices.ts'

/**
 * Figures of a customer while he is folded, as `evaluate` gives them of each state. What is summed over his invoices and
 * money is not summed anew: it moves by what an event touched, and with the day by what turns on it.
 */
export type Running = {
  /**
   * Goes on to a state and a day. `touched`: the subjects that may differ from the state before; all of them at first.
   * Looks at some at a stretch and says at how many, so that whoever asks can give way to others in between.
   */
  readonly goOn: (state: Customer, touched: readonly Ref[], day: Day) => Generator<number>
  /** the value of a figure of a subject, of the state and on the day that were gone on to */
  readonly value: (figure: FigureName, ref: Ref) => bigint | null
}

/** Figures of a customer before anything of him was looked at; only those that are named may be asked for. */
export function running(figures: readonly FigureName[]): Running {
  const kept = keptFor(figures)
  const [purse, claims] = [purseOf(), claimsOf()]
  let at: { readonly state: Customer; readonly day: Day } | null = null
  let [isCovered, isAwaiting] = [false, false]
  const owed = owedBy((is, state, day) => {
    isCovered = false
    if (kept === 'collection') claims.change(state, is, day)
  })

  function touch(state: Customer, ref: Ref, day: Day): void {
    if (ref.kind === 'payment' || ref.kind === 'credit') isCovered = false
    purse.touch(state, ref)
    owed.touch(state, ref, day)
  }
  function* touchAll(state: Customer, day: Day): Generator<number> {
    for (const slice of slicesOf(state.subjects.values())) {
      for (const { ref } of slice) touch(state, ref, day)
      yield slice.length
    }
  }
  function* cover(state: Customer): Generator<number> {
    const spares = isAnnounced(state) && state.policy.collection.sparePending
    const pending = spares ? purse.pending(state) : []
    // an authorisation ends by the clock, whatever is touched
    if (isCovered && pending.length === 0 && !isAwaiting) return
    yield* claims.cover(state, purse.unallocated() + purse.remaining(), pending)
    isCovered = true
    isAwaiting = pending.length > 0
  }
  const looked = (): Looked => {
    if (at === null) throw new Error('Bug: no state was gone on to')
    return { ...at, owed, purse, claims }
  }
  const value: Running['value'] = (figure, ref) => {
    const { state, day } = looked()
    if (isFormula(figure) && rulesOf(state.rules).formulas[figure].kind === 'status') {
      const formula = statusFormula(state.rules, figure)
      return BigInt(statuses[statusBy(formula, day, (one) => value(one, ref))])
    }
    const isKept = kept === 'collection' || (kept === 'sums' && !isOverCollection(figure))
    const over = isKept ? valueOver(looked(), figure, ref) : undefined
    return over === undefined ? evaluate(state, figure, ref, day) : over
  }
  return {
    *goOn(state, touched, day) {
      if (kept === 'nothing') {
        at = { state, day }
        return
      }
      if (at === null || !isSameForAll(at.state, state)) yield* touchAll(state, day)
      else {
        for (const ref of new Map(touched.map((one) => [refKey(one), one])).values()) touch(state, ref, day)
        if (at.day !== day) yield* owed.onDay(state, day)
      }
      if (kept === 'collection') yield* cover(state)
      at = { state, day }
    },
    value,
  }
}

/** What of the customer himself goes into the figures of each of his subjects. */
const forAll = [
  'customer.collection_from',
  'customer.limitation_from',
  'customer.suspension_from',
  'customer.termination_from',
] as const

const isSameForAll = (a: Customer, b: Customer): boolean =>
  a.rules === b.rules && a.policy === b.policy && forAll.every((figure) => a.cells[figure] === b.cells[figure])
