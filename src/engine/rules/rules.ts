import type { EventRow } from '../events/effect-rules.ts'
import { type EventType, events } from '../events/effects.ts'
import type { Formula } from '../figures/formula-rows.ts'
import { formulas } from '../figures/formulas.ts'
import type { FormulaName } from '../figures/names.ts'
import type { ZonesVersion } from '../zones/days.ts'
import { changes3 } from './version-3.ts'

/**
 * The rules that a customer is booked by, as a value: the two tables, and the choices that booking makes. Booking and
 * verification take them by the version on record, an answer by the version of its fold, so a rule that is changed later
 * leaves what was booked before it as it is. Decisions are taken by the newest rules alone: whoever asks for something
 * adopts them before.
 */
export type Rules = {
  readonly version: number
  /** the first table: what each event does to base figures */
  readonly events: Readonly<Record<EventType, EventRow>>
  /** the second table: how each derived figure and status follows */
  readonly formulas: Readonly<Record<FormulaName, Formula>>
  /** the root of a chain: the first record of its operation, or the operation's main event */
  readonly root: 'first_record' | 'main_event'
  /** the events after which every open subject is judged, whatever else moved */
  readonly judgesAll: readonly EventType[]
  /** the table of zones that days are cut by */
  readonly zones: ZonesVersion
  /** days in collection: from the due date, or from the day since which the debt is known, by announced stages */
  readonly collection: 'from_due_date' | 'announced'
}

/** What a version changes of the one before it; rows that it does not name stay. */
export type RulesChange = Partial<Omit<Rules, 'version' | 'events' | 'formulas'>> & {
  readonly events?: Partial<Record<EventType, EventRow>>
  readonly formulas?: Partial<Record<FormulaName, Formula>>
}

const rules2: Rules = {
  version: 2,
  events,
  formulas,
  root: 'first_record',
  judgesAll: ['day_evaluated', 'policy_adopted'],
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
