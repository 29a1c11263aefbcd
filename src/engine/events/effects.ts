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
