import type { Movement } from '../customer/movements.ts'
import type { Customer } from '../customer/state.ts'
import type { DecisionType } from '../events/decisions.ts'
import type { EventType } from '../events/effects.ts'
import type { MessageType } from '../events/messages.ts'
import type { Facts } from '../events/slots.ts'
import type { Ref } from '../figures/base.ts'
import type { CauseRole } from '../record.ts'
import type { Day, Instant } from '../time.ts'
import type { Asides } from './asides.ts'
import type { Taken } from './charges-taken.ts'
import type { CustomerCommand } from './customer-commands.ts'
import type { InvoiceCommand } from './invoice-commands.ts'
import type { MoneyCommand } from './money-commands.ts'
import type { DraftFacts } from './names.ts'
import type { Refusal } from './refusals.ts'
import type { UpkeepCommand } from './upkeep-commands.ts'

/**
 * What a caller wants, with all that a decision needs handed in: days, hashes of texts, the ids and numbers that he
 * supplied. One that is null is given after the decision.
 */
export type Command = (InvoiceCommand | MoneyCommand | CustomerCommand | UpkeepCommand) & Asides

export type CommandOp = Command['op']
export type CommandOf<O extends CommandOp> = Extract<Command, { readonly op: O }>

/** What surrounds a command. Times in µs since 1970; days in the customer's zone, computed by the caller. */
export type Circumstances = {
  /** UUIDv7 whose last 16 bits are 0: records are named by adding their index. */
  readonly operationId: string
  /** the wall clock; the records get max(this, the customer's last + 1 µs). */
  readonly recordedAt: Instant
  readonly effectiveAt: Instant
  readonly effectiveOn: Day
  /** now and today of the customer's clock, and whether that clock lets mail go out. */
  readonly clock: { readonly now: Instant; readonly today: Day; readonly mail: 'send' | 'withhold' }
  /** the last day on which the books are closed; left out: they are open */
  readonly closedUntil?: Day
  /**
   * what counts later than `effectiveAt`, by `movementsAfter`: needed where it is earlier than the customer's latest;
   * it follows from the records before, so it is not kept with the command
   */
  readonly later?: readonly Movement[]
  /**
   * what the charges come to that an invoice takes (`takingOf`) and the customer does not have at hand: however many they
   * are, they are summed where they are kept. Left out: he has all. It follows from the records before, as `later` does
   */
  readonly others?: Taken
}

/** What surrounds the booking of what was decided. */
export type BookingCircumstances = Circumstances & {
  /** SHA-256 of command, actor, channel, reference and rules. */
  readonly digest: Uint8Array
  /** the day, in his zone, of the customer's `maxEffectiveAt` before; it means nothing where he is new. */
  readonly latestOn: Day
}

/** A cause as decided: a record by seq, or an earlier draft of the same operation by its index. */
export type DraftCause =
  | { readonly role: CauseRole; readonly seq: number }
  | { readonly role: CauseRole; readonly draft: number }

/** An event (or the outcome of a message, or what was decided not to be done) that is not yet booked. */
export type Draft = {
  readonly type: EventType | MessageType | DecisionType
  readonly subject: Ref
  /** names may still be to be given */
  readonly facts: DraftFacts
  readonly effectiveAt: Instant
  /** index of the draft that led to this one, which may stand behind it; null: the main event did. */
  readonly parent: number | null
  /** what the operation is about: the root of its chain (3-records 3.1); one of the drafts, the first where none says so */
  readonly isMain?: boolean
  /** of the outcome of a message: the record that queued it and the root of its chain, to which this belongs */
  readonly under?: { readonly parentSeq: number; readonly rootSeq: number }
  readonly causes: readonly DraftCause[]
}

/** A draft that has all its names, as it is booked. */
export type NamedDraft = Omit<Draft, 'facts'> & { readonly facts: Facts }

export type Decision =
  | { readonly ok: true; readonly drafts: readonly Draft[] }
  | { readonly ok: false; readonly refusal: Refusal }

/** A decision knows nothing but its arguments; the same call gives the same answer anywhere. */
export type Decide<O extends CommandOp> = (
  customer: Customer,
  command: CommandOf<O>,
  circumstances: Circumstances,
) => Decision
