import { type Day, dayOf } from '../time.ts'

/**
 * A change of the clocks that comes every year: on the first such weekday (0: Sunday) on or after a day of a month, so
 * many seconds after its midnight by the clock before the change; from then on so many seconds ahead of UTC.
 */
export type Rule = {
  readonly month: number
  readonly from: number
  readonly weekday: number
  readonly second: number
  readonly offset: number
}

/** Its moment in a year as the clock before it shows it, in seconds as if that clock were UTC's. */
export const ruleSeconds = (rule: Rule, year: number): number => ruleDay(rule, year) * 86_400 + rule.second

function ruleDay({ month, from, weekday }: Rule, year: number): Day {
  const earliest = dayOf(year, month, from)
  return earliest + ((((weekday - weekdayOf(earliest)) % 7) + 7) % 7)
}

/** 1 January 1970 was a Thursday. */
const weekdayOf = (day: Day): number => (((day + 4) % 7) + 7) % 7
