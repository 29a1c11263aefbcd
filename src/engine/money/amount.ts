/** A signed sum of money, exact; unit: 10⁻⁶ of the currency's unit, so USD 10.00 is 10_000_000n. */
export type Micros = bigint

/** Why a text is no amount; the first that applies, in this order. */
export type AmountFault = 'amount_malformed' | 'amount_too_fine' | 'amount_too_large'

/** What reading an amount gives: the amount, or the reason there is none. */
export type ParsedAmount =
  | { readonly ok: true; readonly micros: Micros }
  | { readonly ok: false; readonly fault: AmountFault }

/** The fractional digits that an amount can hold; fixed, since every stored figure counts in 10⁻⁶. */
export const FRACTION_DIGITS = 6

/** The largest magnitude of an amount, itself allowed; micros, 10¹² units: a sum of nine such still fits an int8. */
export const LIMIT: Micros = 10n ** 18n

// Linear in the length of the text: it is matched before anything limits how long it is.
const DECIMAL = /^(-?)([0-9]+)(?:\.([0-9]+))?$/
const STEPS: readonly Micros[] = [1_000_000n, 100_000n, 10_000n, 1_000n, 100n, 10n, 1n]
// Only spares BigInt a text of a million digits; LIMIT decides.
const LONGEST_WHOLE = 13

/**
 * The smallest amount that has this many fractional digits: 2 → 10_000n, a cent.
 * In micros. Digits other than 0 to 6 are a bug of the caller and throw.
 */
export function stepOf(digits: number): Micros {
  const step = STEPS[digits]
  if (step === undefined) throw new Error(`Bug: an amount has 0 to ${FRACTION_DIGITS} fractional digits, not ${digits}`)
  return step
}

/** The amount without its sign, in micros. */
export function magnitude(micros: Micros): Micros {
  return micros < 0n ? -micros : micros
}

/** Whether an amount, or a figure that follows, is no larger than one can be, in either direction. */
export function isWithinLimit(micros: Micros): boolean {
  return magnitude(micros) <= LIMIT
}

/**
 * Reads a decimal string of the wire, such as "60.00", "-30" or "0.00694".
 * A point, an optional leading "-", up to 6 fractional digits, up to 10¹² units; "-0" is 0. Refuses what else a person
 * or a program may write ("+1", "1e3", "1,000", ".5", "5.", blanks) rather than guess what it means.
 */
export function parseAmount(text: string): ParsedAmount {
  const match = DECIMAL.exec(text)
  if (match === null) return { ok: false, fault: 'amount_malformed' }
  const [, sign = '', whole = '', fraction = ''] = match
  if (fraction.length > FRACTION_DIGITS) return { ok: false, fault: 'amount_too_fine' }
  const significant = whole.replace(/^0+/, '')
  if (significant.length > LONGEST_WHOLE) return { ok: false, fault: 'amount_too_large' }
  const size = BigInt(significant + fraction.padEnd(FRACTION_DIGITS, '0'))
  if (!isWithinLimit(size)) return { ok: false, fault: 'amount_too_large' }
  return { ok: true, micros: sign === '-' ? -size : size }
}

/**
 * Writes an amount as it stands on every wire: with the currency's digits, more only where it needs them.
 * USD 10 → "10.00", USD 0.00694 → "0.00694", JPY 10 → "10", JPY 10.5 → "10.5"; minus is ASCII "-".
 */
export function formatAmount(micros: Micros, digits: number): string {
  return written(micros, digits, '-')
}

/** Writes an amount as it stands in a sentence: as on the wire, but with the minus sign U+2212. */
export function sentenceAmount(micros: Micros, digits: number): string {
  return written(micros, digits, '\u2212')
}

/** Whether the amount has more fractional digits than these: 0.00694 is finer than 2 digits, 0.50 is not. */
export function isFinerThan(micros: Micros, digits: number): boolean {
  return micros % stepOf(digits) !== 0n
}

function written(micros: Micros, digits: number, minus: string): string {
  let shown = digits
  while (isFinerThan(micros, shown)) shown += 1
  const sign = micros < 0n ? minus : ''
  const all = magnitude(micros)
    .toString()
    .padStart(FRACTION_DIGITS + 1, '0')
  const point = all.length - FRACTION_DIGITS
  const whole = sign + all.slice(0, point)
  return shown === 0 ? whole : `${whole}.${all.slice(point, point + shown)}`
}

/** The smaller of two amounts. */
export const lesser = (a: Micros, b: Micros): Micros => (a < b ? a : b)
