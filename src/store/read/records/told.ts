import { eventNo, kindNo } from '../../../engine/bytes/numbers.ts'

// There may be a million charges of one customer, and hardly ever is it charges that a question about his past is after:
// the indexes record_told_* leave them out. Their predicate is this one, word by word.

const EVENT = kindNo.of('event')

/** The number of the event that most records are. */
export const CHARGE_BOOKED = eventNo.of('charge_booked')

/** That a record is no charge, as the indexes without charges have it; `table`: how the statement calls `record`. */
export const noCharge = (table: string): string => `not (${table}.kind = ${EVENT} and ${table}.type = ${CHARGE_BOOKED})`

/** What leaves charges out of a statement about events of some types, where charges are none of them. */
export const toldOnly = (types: readonly number[], table: string): string =>
  types.includes(CHARGE_BOOKED) ? '' : ` and ${noCharge(table)}`
