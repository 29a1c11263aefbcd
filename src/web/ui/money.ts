import { grouped } from './amount.ts'
import { type Marks, pageMarks } from './marks.ts'

/**
 * What a person typed as an amount: one reading by the marks of the page, as the wire writes it; or a question, where a
 * mark stands that the page does not have there, with what it could mean; or none. It is never guessed.
 */
export type Reading =
  | { readonly kind: 'amount'; readonly amount: string }
  | { readonly kind: 'question'; readonly amounts: readonly string[] }
  | { readonly kind: 'none' }

const NONE: Reading = { kind: 'none' }
const MOST_WHOLE = 13
const MOST_FRACTION = 6

/** Blanks of every width, apostrophes, low lines: marks between groups wherever they are used, never decimal marks. */
const BETWEEN = /[\s\u00a0\u2009\u202f'’_]/

const escaped = (mark: string): string => mark.replace(/[.']/, '\\$&')

/** As the wire writes it; undefined where it is longer or finer than amounts can be. */
const plain = (sign: string, whole: string, fraction: string, digits: number): string | undefined => {
  const size = whole.replace(/^0+(?=\d)/, '') || '0'
  if (size.length > MOST_WHOLE || fraction.length > digits) return undefined
  return `${sign}${size}${fraction === '' ? '' : `.${fraction}`}`
}

/** The parts of a number by the marks of a language. */
const byMarks = (body: string, { decimal, group }: Marks): readonly [string, string] | undefined => {
  const [d, g] = [escaped(decimal), escaped(group)]
  const shape = new RegExp(`^([1-9]\\d{0,2}(?:${g}\\d{3})+|\\d*)(?:${d}(\\d*))?$`)
  const [, whole, fraction = ''] = shape.exec(body) ?? []
  return whole === undefined ? undefined : [whole.replaceAll(group, ''), fraction]
}

/** What a number can mean that is not written by the marks of the page: its last mark a decimal mark, or none of them. */
const meanings = (sign: string, body: string, digits: number): readonly string[] => {
  const parts = body.split(/[^\d]/)
  const last = /[^\d](?=\d*$)/.exec(body)?.[0] ?? ''
  const fraction = parts.at(-1) ?? ''
  const asDecimal = BETWEEN.test(last) ? undefined : plain(sign, parts.slice(0, -1).join(''), fraction, digits)
  const asGroups = plain(sign, parts.join(''), '', digits)
  return [...new Set([asDecimal, asGroups])].filter((amount) => amount !== undefined)
}

/** Reads an amount of a currency with so many digits; left out, with as many as amounts can have. */
export function readMoney(text: string, digits = MOST_FRACTION, marks: Marks = pageMarks): Reading {
  const [, minus = '', body = ''] = /^([-−–]?)\s*(.*)$/su.exec(text.trim()) ?? []
  if (!/\d/.test(body) || !/^[\d.,\s\u00a0\u2009\u202f'’_]+$/.test(body)) return NONE
  const sign = minus === '' ? '' : '-'
  const parts = byMarks(body, marks)
  const amount = parts && plain(sign, parts[0], parts[1], digits)
  if (amount !== undefined) return { kind: 'amount', amount }
  const amounts = meanings(sign, body, digits)
  return amounts.length === 0 ? NONE : { kind: 'question', amounts }
}

/** An amount for reading, with at least the digits of its currency: 30.5 is 30.50. */
export const shownWith = (amount: string, digits: number, marks: Marks = pageMarks): string => {
  const [whole = '', fraction = ''] = amount.split('.')
  const padded = fraction.padEnd(digits, '0')
  return grouped(padded === '' ? whole : `${whole}.${padded}`, marks)
}
