import type { EventType, events } from './effects.ts'
import type { Facts, SlotName } from './slots.ts'

type Stated<T extends EventType> = (typeof events)[T]['facts'][number]
type May<F> = F extends `${infer S extends SlotName}?` ? S : never

/** Is a type of events one alone? */
type IsOne<T, All = T> = T extends unknown ? ([All] extends [T] ? true : false) : never

/** The facts of an event by its row: those that it always states, those that it may, and no others. */
export type FactsOf<T extends EventType> = Required<Pick<Facts, Extract<Stated<T>, SlotName>>> &
  Pick<Facts, May<Stated<T>>>

/** What is to be stated of an event: its own facts; where it may be one of several events, any. */
export type Stating<T extends string, Any = Facts> =
  IsOne<T> extends true ? (T extends EventType ? FactsOf<T> : Any) : Any
