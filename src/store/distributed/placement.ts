/**
 * Where a table stands in a distributed database: its rows spread over the nodes by a column; whole on every node; or
 * whole on the coordinator alone.
 */
export type Place =
  | { readonly kind: 'distributed'; readonly by: string }
  | { readonly kind: 'reference' }
  | { readonly kind: 'local' }

export type Placement = { readonly place: Place; readonly why: string }

/** Tables whose rows stand with their customer, all of one customer on one node. */
const customer: Place = { kind: 'distributed', by: 'customer_id' }
const reference: Place = { kind: 'reference' }
const local: Place = { kind: 'local' }

/** The place of every table, with the reason; `test/store/distributed` compares it with what the migrations come to. */
export const placements: Readonly<Record<string, Placement>> = {
  customer_head: { place: customer, why: 'the one row that an operation locks; all others stand beside it' },
  operation: { place: customer, why: 'history' },
  record: { place: customer, why: 'history' },
  cause: { place: customer, why: 'history' },
  text: { place: customer, why: 'history' },
  idempotency: { place: customer, why: 'history: a key belongs to a customer' },
  invoice: { place: customer, why: 'a read table, written with the head' },
  invoice_charges: { place: customer, why: 'a read table, written with the head' },
  payment: { place: customer, why: 'a read table, written with the head' },
  credit: { place: customer, why: 'a read table, written with the head' },
  allocation: { place: customer, why: 'a read table, written with the head' },
  dispute: { place: customer, why: 'a read table, written with the head' },
  note: { place: customer, why: 'a read table, written with the head' },
  message: { place: customer, why: 'a read table, written with the head' },
  snapshot: { place: customer, why: 'a cache of history, read with it' },
  snapshot_part: { place: customer, why: 'a cache of history, read with it' },
  verified_mark: { place: customer, why: 'how far each customer was looked at' },
  unsequenced: { place: customer, why: 'a queue that every operation adds to in its transaction' },
  delivery: { place: customer, why: 'a queue that operations add to in their transaction' },
  scheduled: { place: customer, why: 'a queue that operations add to in their transaction' },

  directory: {
    place: { kind: 'distributed', by: 'id' },
    why: 'an id is unique over all customers, and is asked for before its customer is known',
  },
  log: {
    place: { kind: 'distributed', by: 'position' },
    why: 'grows with history, in one order over all customers: no node holds all of it',
  },

  number_sequence: { place: reference, why: 'a few rows, taken in the transaction of any customer on any node' },
  xdr_counter: { place: reference, why: 'one row, asked for a block of ids by every process' },
  clock: { place: reference, why: 'a few rows, joined with heads and shared by who opens a customer' },
  policy: { place: reference, why: 'a few rows, joined with heads and read by every operation' },
  closing: { place: reference, why: 'a few rows, read by every operation' },

  log_head: { place: local, why: 'one row, for the one sequencer' },
  lease: { place: local, why: 'a few rows, renewed all the time: whole on every node each renewal would cost a round' },
  run: { place: local, why: 'one row a run, noted at each of its steps' },
  import_part: { place: local, why: 'noted with its run' },
  app_user: { place: local, why: 'few people, remembered by each server for 30 seconds' },
  session: { place: local, why: 'refers to its user' },
  role_limit: { place: reference, why: 'a few rows, read by operations of any customer' },
  limit_use: { place: reference, why: 'a row a user and day, locked by operations of any customer on any node' },
  sign_in_failure: { place: local, why: 'looked at when somebody signs in' },
  access: { place: local, why: 'written when somebody comes or goes' },
  api_key: { place: local, why: 'few keys, remembered by each server for 30 seconds' },
  migration: { place: local, why: 'read at a start' },
  restoration: { place: local, why: 'a row a restore' },
}
