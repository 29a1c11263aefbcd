import { type Rule, ruleSeconds } from './rule.ts'

/**
 * A zone table as its file writes it. `zones`: by name `offsets|which|when|rules`, that is the offsets in seconds, in base
 * 36; a digit for the one that holds at first and for each after a change; the seconds from change to change, the first
 * from the start of 1900; what goes on every year. `same`: other names of them.
 */
export type ZoneTable = {
  readonly version: string
  readonly zones: Readonly<Record<string, string>>
  readonly same: Readonly<Record<string, string>>
}

/** The offsets of a zone in order: `at[n]` is the second from which `offset[n]` holds; before the first, that one. */
export type Offsets = { readonly at: readonly number[]; readonly offset: readonly number[] }

const FIRST_SECOND = -2_208_988_800
/** Days are told up to the year 2999 (time.ts). */
const LAST_YEAR = 3000

/** Does a table know a name, spelt like this? */
export const knows = ({ zones, same }: ZoneTable, name: string): boolean =>
  Object.hasOwn(zones, name) || Object.hasOwn(same, name)

/** The offsets of a zone from 1900 to the year 3000. Throws for a name that the table does not know. */
export function offsetsOf({ zones, same }: ZoneTable, name: string): Offsets {
  const known = Object.hasOwn(same, name) ? (same[name] ?? name) : name
  const text = Object.hasOwn(zones, known) ? zones[known] : undefined
  if (text === undefined) throw new Error(`Bug: the zone table knows no "${name}"`)
  const [offsets = '', which = '', when = '', rules = ''] = text.split('|')
  const sizes = offsets.split(' ').map((size) => Number.parseInt(size, 36))
  const sizeOf = (digit: string): number => sizes[Number.parseInt(digit, 36)] ?? 0
  const at = [FIRST_SECOND]
  for (const span of when.split(' ')) if (span !== '') at.push((at.at(-1) ?? 0) + Number.parseInt(span, 36))
  const offset = [...which].map(sizeOf)
  return withRules({ at, offset }, rules === '' ? [] : rules.split(',').map((rule) => ruleOf(rule.split(' '), sizeOf)))
}

function ruleOf(
  [month, from, weekday, second, digit = '']: readonly string[],
  sizeOf: (digit: string) => number,
): Rule {
  return {
    month: Number(month),
    from: Number(from),
    weekday: Number(weekday),
    second: Number(second),
    offset: sizeOf(digit),
  }
}

/** With what the rules go on with, every year to 3000, after the last change that is written down. */
export function withRules({ at, offset }: Offsets, rules: readonly Rule[]): Offsets {
  if (rules.length === 0) return { at, offset }
  const [ats, offsets] = [[...at], [...offset]]
  const written = at.at(-1) ?? FIRST_SECOND
  const firstYear = 1969 + Math.floor(written / 31_556_952)
  for (let year = firstYear; year <= LAST_YEAR; year += 1)
    for (const rule of rules) {
      const before = offsets.at(-1) ?? 0
      const next = ruleSeconds(rule, year) - before
      if (next <= written || rule.offset === before) continue
      ats.push(next)
      offsets.push(rule.offset)
    }
  return { at: ats, offset: offsets }
}
