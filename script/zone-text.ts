import type { Rule } from '../src/engine/zones/rule.ts'
import { withRules } from '../src/engine/zones/table.ts'

/** From a second on, so many seconds ahead of UTC. */
export type Change = { readonly at: number; readonly offset: number }

const DAY = 86_400

/**
 * A zone as the table writes it: `offsets|which|when|rules`. Offsets in seconds, in base 36; which of them holds at first
 * and after each change, a digit of base 36 each; seconds from change to change, in base 36; what goes on every year.
 */
export function zoneText(changes: readonly Change[]): string {
  const rules = rulesOf(changes)
  const kept = rules.length === 0 ? changes : beforeRules(changes, rules)
  const offsets = [...new Set(changes.map((one) => one.offset))]
  if (offsets.length > 36) throw new Error('more offsets than digits')
  const digit = (offset: number): string => offsets.indexOf(offset).toString(36)
  const when = kept.slice(1).map((one, at) => (one.at - (kept[at]?.at ?? 0)).toString(36))
  const yearly = rules.map(({ month, from, weekday, second, offset }) => [month, from, weekday, second, digit(offset)])
  const which = kept.map((one) => digit(one.offset)).join('')
  return [
    offsets.map((one) => one.toString(36)).join(' '),
    which,
    when.join(' '),
    yearly.map((r) => r.join(' ')).join(','),
  ].join('|')
}

/** The changes of every year of a zone that still changes: the same two, as far back as they go. */
function rulesOf(changes: readonly Change[]): Rule[] {
  const last = changes.filter((one) => yearOf(one.at) >= 2090)
  if (last.length === 0) return []
  const offsets = [...new Set(last.map((one) => one.offset))]
  const rules = offsets.map((offset) => ruleOf(changes, last, offset))
  return rules.sort((a, b) => a.month - b.month)
}

/** "The first Sunday on or after 25 March, at 02:00": of those of some years, which days it can be. */
function ruleOf(changes: readonly Change[], last: readonly Change[], offset: number): Rule {
  const local = last
    .filter((one) => one.offset === offset)
    .map((one) => one.at + (changes[changes.indexOf(one) - 1]?.offset ?? 0))
  const days = local.map((at) => new Date(at * 1000))
  const only = (values: number[]): number => {
    if (new Set(values).size !== 1) throw new Error(`no rule: ${values}`)
    return values[0] ?? 0
  }
  // what falls on a week that crosses the end of a month is said from the earlier one
  const month = Math.min(...days.map((day) => day.getUTCMonth() + 1))
  const inMonth = days.map(
    (day) => Math.round((startOf(day) - Date.UTC(day.getUTCFullYear(), month - 1, 1)) / 864e5) + 1,
  )
  return {
    month,
    from: Math.min(...inMonth),
    weekday: only(days.map((day) => day.getUTCDay())),
    second: only(local.map((at) => at % DAY)),
    offset,
  }
}

/** The changes without those at the end that the rules make again, all of them and no other. */
function beforeRules(changes: readonly Change[], rules: readonly Rule[]): readonly Change[] {
  let kept = changes.length
  while (kept > 1 && isMadeAgain(changes, kept - 1, rules)) kept -= 1
  return changes.slice(0, kept)
}

function isMadeAgain(changes: readonly Change[], kept: number, rules: readonly Rule[]): boolean {
  const written = changes.slice(0, kept)
  const made = withRules({ at: written.map((one) => one.at), offset: written.map((one) => one.offset) }, rules)
  return changes.every((one, n) => made.at[n] === one.at && made.offset[n] === one.offset)
}

const startOf = (day: Date): number => Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate())
const yearOf = (at: number): number => new Date(at * 1000).getUTCFullYear()
