import type { Micros } from '../money/amount.ts'
import type { Charge, Ranges } from '../state/customer.ts'
import { isIn, rangesOf } from '../state/ranges.ts'
import type { Instant } from '../time.ts'

/** Which charges an invoice takes: of some numbers, those that count by a moment. */
export type Taking = {
  readonly among: Ranges
  /** the last moment; null: whenever they count */
  readonly until: Instant | null
  /** the moment at which its period begins; null: it has none, or takes what is named */
  readonly begins: Instant | null
}

/** What the charges that an invoice takes come to: it needs no more of them, however many there are. */
export type Taken = {
  /** their numbers */
  readonly charges: Ranges
  readonly sum: Micros
  /** the latest moment from which one of them counts; null: there is none */
  readonly latest: Instant | null
  /** the numbers of those that are from before its period */
  readonly before: Ranges
}

export const nothingTaken: Taken = { charges: [], sum: 0n, latest: null, before: [] }

/** What charges come to, of those that an invoice takes. */
export function takenOf(charges: Iterable<Charge>, { among, until, begins }: Taking): Taken {
  const numbers: number[] = []
  const before: number[] = []
  let [sum, latest]: [Micros, Instant | null] = [0n, null]
  for (const { no, amount, effectiveAt } of charges) {
    if (!isIn(among, no) || (until !== null && effectiveAt > until)) continue
    numbers.push(no)
    if (begins !== null && effectiveAt < begins) before.push(no)
    sum += amount
    latest = latest === null || effectiveAt > latest ? effectiveAt : latest
  }
  return { charges: rangesOf(numbers), sum, latest, before: rangesOf(before) }
}
