import type { EventRow } from '../events/effect-rules.ts'
import type { EventType } from '../events/effects.ts'
import type { Formula } from '../figures/formula-rows.ts'
import type { FigureName, FormulaName } from '../figures/names.ts'
import type { ZonesVersion } from '../zones/days.ts'

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
  readonly formulas: Readonly<Record<FormulaName, Formula<FigureName>>>
  /** the root of a chain: the first record of its operation, or the operation's main event */
  readonly root: 'first_record' | 'main_event'
  /** the table of zones that days are cut by */
  readonly zones: ZonesVersion
  /** days in collection: from the due date, or from the day since which the debt is known, by announced stages */
  readonly collection: 'from_due_date' | 'announced'
}

/** What a version changes of the one before it; rows that it does not name stay. */
export type RulesChange = Partial<Omit<Rules, 'version' | 'events' | 'formulas'>> & {
  readonly events?: Partial<Record<EventType, EventRow>>
  readonly formulas?: Partial<Record<FormulaName, Formula<FigureName>>>
}
