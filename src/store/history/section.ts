import { literal } from '../session/wire/copy-out.ts'

/** A place in the order of all customers and their records. */
export type Place = { readonly customerId: string; readonly seq: number }

/** What lies between two places, the first excluded: the end of one customer, all of some others, the beginning of one. */
export type Section = { readonly after: Place; readonly upTo: Place }

/** Before and behind all records of a customer. */
export const beforeAll = (customerId: string): Place => ({ customerId, seq: Number.MIN_SAFE_INTEGER })
export const behindAll = (customerId: string): Place => ({ customerId, seq: Number.MAX_SAFE_INTEGER })

/** The condition of rows that lie in a section by one of their columns; its parameters are `placesOf`. */
export const inSection = (column: string): string =>
  `(customer_id, ${column}) > ($1, $2::bigint) and (customer_id, ${column}) <= ($3, $4::bigint)`

export const placesOf = ({ after, upTo }: Section): readonly (string | number)[] => [
  after.customerId,
  after.seq,
  upTo.customerId,
  upTo.seq,
]

/** The same condition for a statement without parameters. */
export const inSectionAsText = (column: string, { after, upTo }: Section): string =>
  `(customer_id, ${column}) > ${placeAsText(after)} and (customer_id, ${column}) <= ${placeAsText(upTo)}`

const placeAsText = ({ customerId, seq }: Place): string => `(${literal(customerId)}, ${seq}::bigint)`
