import { type ParsedAmount, parseAmount } from '../../../engine/money/amount.ts'
import { type Day, dayFromText } from '../../../engine/time.ts'

const TOKENS: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MMMM: '(?<name>\\p{L}+)\\.?',
  MMM: '(?<name>\\p{L}+)\\.?',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{2})',
  D: '(?<day>\\d{1,2})',
  HH: '\\d{2}',
  H: '\\d{1,2}',
  mm: '\\d{2}',
  ss: '\\d{2}',
}
const TOKEN = /(YYYY|MMMM|MMM|MM?|DD?|HH?|mm|ss)/

/**
 * The pattern of a date format: YYYY; MM (two digits), M (one or two), or MMM and MMMM (the month by its name, short or
 * long); DD or D; HH or H, mm, ss of a time, which is read over; everything else stands for itself. Undefined unless it has
 * one year, one month and one day.
 */
export function datePattern(format: string): RegExp | undefined {
  const pieces = format.split(TOKEN)
  const parts = pieces.filter((piece) => /^(?:Y|M|D)/.test(piece) && TOKENS[piece] !== undefined).map((one) => one[0])
  if (parts.sort().join('') !== 'DMY') return undefined
  const source = pieces.map((piece) => TOKENS[piece] ?? piece.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
  return new RegExp(`^${source.join('')}$`, 'u')
}

/**
 * Reads a date of a file, months by the names of a language; undefined unless it is written so and exists. A time behind a
 * date is read over also where the format has none: an export writes "2026-01-02 00:00:00" for a day.
 */
export function readDay(text: string, pattern: RegExp, locale = 'en'): Day | undefined {
  const groups = pattern.exec(text)?.groups ?? pattern.exec(text.replace(TIME, ''))?.groups
  const { year, day, name, month = name === undefined ? undefined : monthNamed(name, locale) } = groups ?? {}
  if (year === undefined || month === undefined || day === undefined) return undefined
  return dayFromText(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}

const TIME = /[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AP]M)?(?:Z|[+-]\d{2}:?\d{2})?$/i

/** The number of a month by its name in a language, long or short, whatever its case; English names are always known. */
function monthNamed(name: string, locale: string): string | undefined {
  const wanted = name.toLowerCase()
  const found = [locale, 'en']
    .flatMap(monthsIn)
    .map((names) => names.indexOf(wanted))
    .find((no) => no !== -1)
  return found === undefined ? undefined : String(found + 1)
}

/** The names of the months in a language, long and short ones. */
const monthsIn = onceEach((language: string): readonly (readonly string[])[] =>
  (['long', 'short'] as const).map((month) => {
    const form = new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' })
    return Array.from({ length: 12 }, (_, no) =>
      form
        .format(Date.UTC(2026, no, 1))
        .toLowerCase()
        .replace('.', ''),
    )
  }),
)

/** Answers for each of a few words, found out once: a file asks the same of every row. */
function onceEach<T>(find: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>()
  return (word) => {
    const one = known.get(word) ?? find(word)
    known.set(word, one)
    return one
  }
}

export type DecimalForm = { readonly decimal_point: '.' | ','; readonly thousands: string }

/**
 * Reads an amount of a file: digits in groups of three where they are grouped, an optional "-" in front. Any blank, also
 * one that does not break, stands for a blank; the sign or code of the line's currency may stand before or behind.
 */
export function readAmount(
  text: string,
  { decimal_point: point, thousands }: DecimalForm,
  currency = '',
): ParsedAmount {
  const bare = withoutCurrency(text.replace(BLANKS, ' ').trim(), currency)
  const [whole = '', ...fraction] = bare.split(point)
  if (fraction.length > 1) return { ok: false, fault: 'amount_malformed' }
  const plain = thousands === '' ? whole : ungrouped(whole, thousands)
  if (plain === undefined) return { ok: false, fault: 'amount_malformed' }
  return parseAmount([plain, ...fraction].join('.'))
}

const BLANKS = /[\u00a0\u2007\u2009\u202f]/g

/** An amount without the sign or code of its own currency; that of another one stays, and makes it unreadable. */
function withoutCurrency(text: string, currency: string): string {
  if (!/^[A-Z]{3}$/.test(currency)) return text
  const { before, behind } = marksOf(currency)
  return text.replace(before, '$1').replace(behind, '')
}

/** Where the sign or code of a currency may stand. */
const marksOf = onceEach((currency: string) => {
  const marks = [...new Set([currency, ...signsOf(currency)])]
    .sort((a, b) => b.length - a.length)
    .map((mark) => mark.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('|')
  return {
    before: new RegExp(`^(-?) ?(?:${marks}) ?(?=[-0-9.,])`, 'iu'),
    behind: new RegExp(`(?<=[0-9.,]) ?(?:${marks})$`, 'iu'),
  }
})

/** The signs of a currency, narrow ("$") and as they stand abroad ("US$"). */
const signsOf = (currency: string): string[] =>
  ['en', 'en-GB'].flatMap((language) =>
    (['symbol', 'narrowSymbol'] as const).flatMap((currencyDisplay) =>
      new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay })
        .formatToParts(0)
        .filter((part) => part.type === 'currency')
        .map((part) => part.value),
    ),
  )

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
