import { type EventType, eventTypes, rowOf } from './effects.ts'
import type { EventRecord } from './record.ts'

/** The events that make a charge, and of these the ones whose charge is taken off: credits. */
export const chargeTypes: readonly EventType[] = eventTypes.filter((type) => rowOf(type).charge !== undefined)
export const creditTypes: readonly EventType[] = chargeTypes.filter((type) => rowOf(type).charge?.sign === '-')

/** What a charge adds to the invoice that takes it, micros; a credit is negative. */
export const chargeValue = ({ type, facts: { amount = 0n } }: Pick<EventRecord, 'type' | 'facts'>): bigint =>
  rowOf(type).charge?.sign === '-' ? -amount : amount
