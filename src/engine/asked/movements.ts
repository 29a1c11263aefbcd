import { type EventType, eventTypes, rowOf } from '../events/effects.ts'
import type { LedgerRecord } from '../events/record.ts'
import type { Ref } from '../figures/base.ts'
import { refKey } from '../figures/base.ts'
import { invoiceFormulas } from '../figures/invoice-formulas.ts'
import { moneyFormulas } from '../figures/money-formulas.ts'
import { addTo } from '../many.ts'
import type { Micros } from '../money/amount.ts'
import type { Instant } from '../time.ts'

/** What can be taken of: what an invoice owes, what is left of money, what stands allocated or is written off. */
export type Taken =
  | 'invoice.outstanding'
  | 'invoice.written_off'
  | 'payment.unallocated'
  | 'credit.remaining'
  | 'allocation.amount'

/** What one record added to such a figure, and from when. */
export type Movement = {
  readonly figure: Taken
  readonly subject: Ref
  readonly by: Micros
  readonly at: Instant
  readonly seq: number
}

const terms: Readonly<Record<Taken, readonly (readonly ['+' | '-', string])[]>> = {
  'invoice.outstanding': invoiceFormulas['invoice.outstanding'].terms,
  'invoice.written_off': [['+', 'invoice.written_off']],
  'payment.unallocated': moneyFormulas['payment.unallocated'].terms,
  'credit.remaining': moneyFormulas['credit.remaining'].terms,
  'allocation.amount': [['+', 'allocation.amount']],
}

/** By base figure: which of them it moves, and which way. */
const moves = new Map<string, { readonly figure: Taken; readonly sign: '+' | '-' }[]>()
for (const [figure, of] of Object.entries(terms) as [Taken, (typeof terms)[Taken]][])
  for (const [sign, base] of of) moves.set(base, [...(moves.get(base) ?? []), { figure, sign }])

/** The types of the events that move any of them: no other need be read. */
export const movingTypes: readonly EventType[] = eventTypes.filter((type) =>
  rowOf(type).effects.some(({ figure }) => moves.has(figure)),
)

/**
 * What a record moved of the figures that something can be taken of: by its effects and the signs of the formulas, the
 * same whoever asks.
 */
export function movementsOf(record: LedgerRecord): Movement[] {
  if (record.kind !== 'event') return []
  const sums = new Map<string, Omit<Movement, 'at' | 'seq'>>()
  for (const { figure: base, subject, before, after } of record.effects) {
    for (const { figure, sign } of moves.get(base) ?? []) {
      const key = `${figure} ${refKey(subject)}`
      const delta = after - (before ?? 0n)
      sums.set(key, { figure, subject, by: (sums.get(key)?.by ?? 0n) + (sign === '+' ? delta : -delta) })
    }
  }
  const moved = [...sums.values()].filter(({ by }) => by !== 0n)
  return moved.map((one) => ({ ...one, at: record.effectiveAt, seq: record.seq }))
}

/**
 * What counts later than a moment, of some records: what a decision dated at that moment has to leave alone
 * (2-domain 2.3, 3). Records in any order; those of rules before are as good as new ones.
 */
export function movementsAfter(records: Iterable<LedgerRecord>, effectiveAt: Instant): Movement[] {
  const later: Movement[] = []
  for (const record of records) if (record.effectiveAt > effectiveAt) addTo(later, movementsOf(record))
  return later
}
