import type { BaseFigureName, SubjectKind } from '../figures/base.ts'
import type { SlotName } from './slots.ts'

/**
 * A line of the first table: "figure, sign, the slot that holds the amount"; the subject is the one that the event names
 * in the slot of the figure's scope.
 */
export type EffectRule = {
  readonly figure: BaseFigureName
  readonly how: '+' | '-' | '='
  readonly slot: SlotName
  /** the event may name no such subject, and then moves no figure of it */
  readonly ifNamed?: true
}

/** An event of the first table: its number for ever, the facts that it states, and what it does. */
export type EventRow = {
  readonly no: number
  readonly facts: readonly (SlotName | `${SlotName}?`)[]
  readonly effects: readonly EffectRule[]
  /** what it brings into being, by the slot that names it; the id that it states is taken over all customers */
  readonly brings?: Exclude<SubjectKind, 'customer' | 'charge'>
  /** where the credit that it brings into being comes from */
  readonly origin?: CreditOrigin
  /** it makes a charge: an invoice that takes it adds it or takes it off, and sums it up by service under such a word */
  readonly charge?: { readonly sign: '+' | '-'; readonly group: string }
  /** what it is called among what was booked under an xDR id, where its own name is not that */
  readonly transaction?: string
  /** after it every open subject is judged, whatever else moved */
  readonly judgesAll?: true
  /** after it no invoice can stand in collection otherwise than before */
  readonly leavesCollection?: true
}

/** Where a credit comes from. */
export type CreditOrigin = 'credit_note' | 'negative_invoice' | 'moved'

/** What an event states beside its own facts where it is taken as a whole and had no room at its date. */
export const countsLater = ['datedOn?', 'countsOn?', 'roomSeq?'] as const satisfies EventRow['facts']

/** The event adds the amount in a slot to a figure. */
export const add = (figure: BaseFigureName, slot: SlotName = 'amount'): EffectRule => ({ figure, how: '+', slot })
/** The event takes the amount in a slot from a figure. */
export const take = (figure: BaseFigureName, slot: SlotName = 'amount'): EffectRule => ({ figure, how: '-', slot })
/** The event sets a figure to what a slot holds. */
export const set = (figure: BaseFigureName, slot: SlotName): EffectRule => ({ figure, how: '=', slot })
/** The event moves the figure of a subject only where it names one. */
export const ifNamed = (rule: EffectRule): EffectRule => ({ ...rule, ifNamed: true })
