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

/** For reading: the true minus sign. */
export const shown = (amount: string): string => (isZero(amount) ? size(amount) : amount.replace(/^-/, '−'))

/** For reading, as a movement: always with its sign. */
export const moved = (amount: string): string => (isZero(amount) || isNegative(amount) ? shown(amount) : `+${amount}`)

/** How much of `whole` the amount is, for drawing only. */
export const share = (amount: string, whole: string): number => {
  const all = micros(whole)
  return all === 0n ? 0 : Number((micros(amount) * 1_000_000n) / all) / 1_000_000
}

/** What a person typed as an amount, as the wire writes it; null where it is none. */
export const typed = (text: string): string | null => {
  const plain = text.trim().replace('−', '-').replace(',', '.')
  return /^-?\d{1,13}(\.\d{1,6})?$/.test(plain) ? plain : null
}
