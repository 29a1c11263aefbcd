import { type Marks, pageMarks } from './marks.ts'

/** Amounts stay the decimal strings of the wire; sums are taken in bigint micros, never in floats. */

const micros = (amount: string): bigint => {
  const [, sign, whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(amount) ?? []
  const size = BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0'))
  return sign === '-' ? -size : size
}

const written = (value: bigint, digits: number): string => {
  const size = value < 0n ? -value : value
  const fraction = (size % 1_000_000n).toString().padStart(6, '0')
  const kept = Math.max(digits, fraction.replace(/0+$/, '').length)
  const tail = kept === 0 ? '' : `.${fraction.slice(0, kept)}`
  return `${value < 0n ? '-' : ''}${size / 1_000_000n}${tail}`
}

const digitsOf = (amount: string): number => amount.split('.')[1]?.length ?? 0

/** Whether the text is an amount of the wire. */
export const isAmount = (text: string): boolean => /^-?\d+(\.\d{1,6})?$/.test(text)

export const isZero = (amount: string): boolean => /^-?0+(\.0+)?$/.test(amount)

export const isNegative = (amount: string): boolean => amount.startsWith('-') && !isZero(amount)

/** The sum, written with as many digits as the longest of its parts. */
export const sum = (amounts: readonly string[]): string =>
  written(
    amounts.reduce((total, amount) => total + micros(amount), 0n),
    Math.max(0, ...amounts.map(digitsOf)),
  )

export const negate = (amount: string): string =>
  isZero(amount) ? amount : sum([amount.startsWith('-') ? amount.slice(1) : `-${amount}`])

export const compare = (a: string, b: string): number => {
  const [x, y] = [micros(a), micros(b)]
  return x < y ? -1 : x > y ? 1 : 0
}

/** The amount without its sign. */
export const size = (amount: string): string => amount.replace(/^-/, '')

/** For reading: thousands in groups, the true minus sign. */
export const grouped = (amount: string, { decimal, group }: Marks = pageMarks): string => {
  const [whole = '', fraction] = amount.split('.')
  const said = whole.replace(/^-/, '−').replace(/\B(?=(\d{3})+$)/g, group)
  return fraction === undefined ? said : `${said}${decimal}${fraction}`
}

/** For reading; a zero has no sign. */
export const shown = (amount: string): string => grouped(isZero(amount) ? size(amount) : amount)

/** For reading, as a movement: always with its sign. */
export const moved = (amount: string): string =>
  isZero(amount) || isNegative(amount) ? shown(amount) : `+${shown(amount)}`

/** How much of `whole` the amount is, for drawing only. */
export const share = (amount: string, whole: string): number => {
  const all = micros(whole)
  return all === 0n ? 0 : Number((micros(amount) * 1_000_000n) / all) / 1_000_000
}
