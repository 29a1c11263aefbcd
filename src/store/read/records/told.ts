import { eventNo, kindNo } from '../../../engine/bytes/numbers.ts'

// There may be a million charges of one customer, and hardly ever is it charges that a question about his past is after:
// the indexes record_told_* leave them out. Their predicate is this one, word by word.

/** The number of the kind of records that happened. */
export const EVENT = kindNo.of('event')

/** The number of the event that most records are. */
export const CHARGE_BOOKED = eventNo.of('charge_booked')

/** That a record is no charge, as the indexes without charges have it; `table`: how the statement calls `record`. */
export const noCharge = (table: string): string => `not (${table}.kind = ${EVENT} and ${table}.type = ${CHARGE_BOOKED})`

/** What leaves charges out of a statement about events of some types, where charges are none of them. */
export const toldOnly = (types: readonly number[], table: string): string =>
  types.includes(CHARGE_BOOKED) ? '' : ` and ${noCharge(table)}`

/**
 * That a statement goes by the order of all customers: it takes nothing away, and only with it may one use the indexes
 * record_*everywhere*. A question about one customer would pass the records of all others there.
 */
export const overAll = (table: string): string => `${table}.seq > 0`

const TRAITS = (['customer_opened', 'customer_changed'] as const).map(eventNo.of)

/** That an event says who a customer is from then on, as the index record_traits has it. */
export const SAYS_TRAITS = `kind = ${EVENT} and type in (${TRAITS.join(', ')})`
