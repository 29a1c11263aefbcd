/**
 * What of a table goes into a backup: all of its rows; or none, because. `added`: rows are only added, and belong to a
 * stretch of the log by the column that `by` names, so that a later backup may hold the newer ones alone.
 */
export type Keeping =
  | { readonly keeps: 'added'; readonly by: 'seq' | 'first_seq' | 'position' }
  | { readonly keeps: 'whole' }
  | { readonly keeps: 'nothing'; readonly because: string }

const addedBy = (by: 'seq' | 'first_seq' | 'position'): Keeping => ({ keeps: 'added', by })
const whole: Keeping = { keeps: 'whole' }
const nothing = (because: string): Keeping => ({ keeps: 'nothing', because })

/** Every table of the ledger; `test/store/backup.spec.ts` compares it with what the migrations come to. */
export const keeping: Readonly<Record<string, Keeping>> = {
  customer_head: whole,
  operation: addedBy('first_seq'),
  record: addedBy('seq'),
  cause: addedBy('seq'),
  // a text and a salt may be emptied
  text: whole,
  idempotency: whole,
  log: addedBy('position'),
  log_head: whole,
  unsequenced: whole,

  invoice: whole,
  invoice_charges: whole,
  payment: whole,
  credit: whole,
  allocation: whole,
  dispute: whole,
  note: whole,
  message: whole,
  snapshot: whole,
  snapshot_part: whole,
  directory: whole,

  delivery: whole,
  scheduled: whole,
  run: whole,
  import_part: whole,
  clock: whole,
  policy: whole,
  closing: whole,
  restoration: whole,
  number_sequence: whole,
  xdr_counter: whole,
  app_user: whole,
  api_key: whole,
  access: whole,
  role_limit: whole,
  limit_use: whole,

  session: nothing('whoever was signed in signs in again: a file that was stolen opens no page'),
  sign_in_failure: nothing('wrong passwords of a quarter of an hour'),
  lease: nothing('who was at some work then is at it no more'),
  verified_mark: nothing('what is restored is verified from its first record'),
  migration: nothing('the header names the migrations, and restoring applies them'),
}

/** The tables whose rows are kept, in the order in which a backup holds them. */
export const keptTables: readonly string[] = Object.entries(keeping)
  .filter(([, { keeps }]) => keeps !== 'nothing')
  .map(([table]) => table)

/** Whether a later backup holds only the newer rows of a table. */
export const isOnlyAdded = (table: string): boolean => keeping[table]?.keeps === 'added'
