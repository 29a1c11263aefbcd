import { formatAmount, type Micros, parseAmount } from '../../../engine/money/amount.ts'
import { currencyDigits } from '../../../engine/money/currencies.ts'
import { roundTo } from '../../../engine/money/rounding.ts'
import type { Chance } from './chance.ts'

/** Amounts in the currency of one customer: read, written, and parts of them. */
export type Purse = {
  readonly read: (text: string) => Micros
  readonly write: (amount: Micros) => string
  /** away from zero to the currency's digits, as an invoice's total is */
  readonly round: (amount: Micros) => Micros
  /** a share of an amount, with so many digits more than the currency has */
  readonly part: (amount: Micros, share: number, finer?: number) => Micros
  /** the next round sum at or above an amount: tens, or thousands of yen */
  readonly roundSum: (amount: Micros) => Micros
}

const SHARES = 10_000

export function purseOf(currency: string): Purse {
  const digits = currencyDigits(currency) ?? 2
  const big = (digits === 0 ? 1000n : 10n) * 1_000_000n
  const round = (amount: Micros): Micros => roundTo(amount, digits, 'away_from_zero')
  return {
    read: (text) => {
      const parsed = parseAmount(text)
      if (!parsed.ok) throw new Error(`Bug: ${text} is no amount`)
      return parsed.micros
    },
    write: (amount) => formatAmount(amount, digits),
    round,
    part: (amount, share, finer = 0) =>
      roundTo((amount * BigInt(Math.round(share * SHARES))) / BigInt(SHARES), digits + finer, 'half_even'),
    roundSum: (amount) => ((amount + big - 1n) / big) * big,
  }
}

/** A share between two, by chance. */
export const shareBetween = (chance: Chance, low: number, high: number): number => low + chance.next() * (high - low)
