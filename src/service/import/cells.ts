import { type ParsedAmount, parseAmount } from '../../engine/money/amount.ts'
import { type Day, dayFromText } from '../../engine/time.ts'

const TOKENS: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{2})',
  D: '(?<day>\\d{1,2})',
}

/**
 * The pattern of a date format: YYYY, MM (two digits) or M (one or two), DD or D; everything else stands for itself.
 * Undefined unless it has one year, one month and one day.
 */
export function datePattern(format: string): RegExp | undefined {
  const tokens = format.match(/YYYY|MM?|DD?/g) ?? []
  const parts = tokens.map((token) => token[0]).sort()
  if (parts.join('') !== 'DMY') return undefined
  const source = format
    .split(/(YYYY|MM?|DD?)/)
    .map((piece) => TOKENS[piece] ?? piece.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
  return new RegExp(`^${source.join('')}$`)
}

/** Reads a date of a file; undefined unless it is written so and exists. */
export function readDay(text: string, pattern: RegExp): Day | undefined {
  const { year, month, day } = pattern.exec(text)?.groups ?? {}
  if (year === undefined || month === undefined || day === undefined) return undefined
  return dayFromText(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}

export type DecimalForm = { readonly decimal_point: '.' | ','; readonly thousands: string }

/** Reads an amount of a file: digits in groups of three where they are grouped, an optional "-" in front. */
export function readAmount(text: string, { decimal_point: point, thousands }: DecimalForm): ParsedAmount {
  const [whole = '', ...fraction] = text.split(point)
  if (fraction.length > 1) return { ok: false, fault: 'amount_malformed' }
  const plain = thousands === '' ? whole : ungrouped(whole, thousands)
  if (plain === undefined) return { ok: false, fault: 'amount_malformed' }
  return parseAmount([plain, ...fraction].join('.'))
}

function ungrouped(whole: string, thousands: string): string | undefined {
  const groups = whole.replace(/^-/, '').split(thousands)
  const grouped = groups.length === 1 || groups.every((one, at) => (at === 0 ? /^\d{1,3}$/ : /^\d{3}$/).test(one))
  return grouped ? whole.replaceAll(thousands, '') : undefined
}

/** Reads a flag: yes or no by the words of the map, whatever their case; undefined for any other word. */
export function readFlag(text: string, words: { readonly yes: readonly string[]; readonly no: readonly string[] }) {
  const is = (list: readonly string[]): boolean => list.some((word) => word.toLowerCase() === text.toLowerCase())
  return is(words.yes) ? true : is(words.no) ? false : undefined
}
