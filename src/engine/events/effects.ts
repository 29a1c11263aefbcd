import type { BaseFigureName } from '../figures/base.ts'
import { customerEvents } from './customer-events.ts'
import type { EventRow } from './effect-rules.ts'
import { invoiceEvents } from './invoice-events.ts'
import { moneyEvents } from './money-events.ts'
import { operatorEvents } from './operator-events.ts'

export type { EffectRule } from './effect-rules.ts'

/**
 * The first of the two tables: what each event does to base figures, a file a noun. Base figures only, never the result
 * of a formula (a test holds that). Event numbers are for ever.
 */
export const events = {
  ...customerEvents,
  ...invoiceEvents,
  ...moneyEvents,
  ...operatorEvents,
} as const satisfies Record<string, EventRow>

export type EventType = keyof typeof events

/** All types of events, in the order of the table. */
export const eventTypes = Object.keys(events) as readonly EventType[]

/** The row of an event by the newest rules. */
export const rowOf = (type: EventType): EventRow => events[type]

/** The types of the events that move a base figure. */
export const typesMoving = (figure: BaseFigureName): EventType[] =>
  eventTypes.filter((type) => rowOf(type).effects.some((rule) => rule.figure === figure))
