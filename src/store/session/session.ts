import type pg from 'pg'

/**
 * How much of one customer is taken on at once by a thread that others wait for too: subjects of a kind that are open,
 * subjects of a state that is folded, records since then. What is more belongs to a thread of its own
 * (docs/decisions/0036).
 */
export type AtOnce = { readonly subjects: number; readonly folded: number; readonly records: number }

/** One connection, or the pool: runs a statement and answers its rows. Statements are prepared once per connection. */
export type Session = {
  readonly query: <R extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]) => Promise<R[]>
  /** Sends a statement whose rows nobody awaits; when it fails, the commit does. */
  readonly send: (sql: string, values?: readonly unknown[]) => void
  /** Copies rows by a statement of COPY, which are all that it reads; when it fails, the commit does. */
  readonly copy: (sql: string, rows: Uint8Array) => Promise<void>
  /** Copies the rows of a question out, each handed over as it comes in COPY's binary form (`wire/copy-out.ts`). */
  readonly read: (question: string, row: (bytes: Buffer) => void | Promise<void>) => Promise<void>
  /** how much of one customer is taken on; left out: whatever there is */
  readonly atOnce?: AtOnce | undefined
  /** whether the rows of different customers may stand on different nodes; left out: they do not */
  readonly isDistributed?: boolean | undefined
}
