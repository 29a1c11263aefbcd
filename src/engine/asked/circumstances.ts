import type { Day, Instant } from '../time.ts'
import type { Movement } from './movements.ts'
import type { Taken } from './taken.ts'

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
