import type { BaseFigureName } from '../figures/base.ts'
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
}

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
