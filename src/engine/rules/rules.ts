import { events } from '../events/effects.ts'
import { formulas } from '../figures/formulas.ts'
import type { Rules, RulesChange } from './value.ts'

import { changes3 } from './version-3.ts'

const rules2: Rules = {
  version: 2,
  events,
  formulas,
  root: 'first_record',
  zones: '2026c',
  collection: 'from_due_date',
}

const versions: ReadonlyMap<number, Rules> = new Map(
  [
    // rules 1 were never released; what is left of them is booked as by rules 2
    { ...rules2, version: 1 },
    rules2,
    changed(rules2, changes3),
  ].map((rules) => [rules.version, rules]),
)

function changed(before: Rules, change: RulesChange): Rules {
  return {
    ...before,
    ...change,
    version: before.version + 1,
    events: { ...before.events, ...change.events },
    formulas: { ...before.formulas, ...change.formulas },
  }
}

/** The versions that this program knows, in their order. */
export const knownRules: readonly number[] = [...versions.keys()]

/** The version by which new customers are booked, and which the others adopt before the next thing asked of them. */
export const currentRules = 3

/** The rules of a version; one that this program does not know is a fault of the data or of the program's age, and throws. */
export function rulesOf(version: number): Rules {
  const rules = versions.get(version)
  if (rules === undefined) throw new Error(`Rules ${version} are not known here; the newest are ${currentRules}`)
  return rules
}
