import { clientOf } from './client.ts'

/** Bytes of all tables, of their indexes, and of the log of changes that the database has written so far. */
export type Weight = { readonly heap: number; readonly index: number; readonly wal: number }

const SQL = `select sum(pg_table_size(c.oid))::float8 heap, sum(pg_indexes_size(c.oid))::float8 index,
    pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 wal
  from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`

/** What the database of a running product weighs. */
export async function weightOf(home: string): Promise<Weight> {
  const client = await clientOf(home)
  try {
    const [weight] = (await client.query<Weight>(SQL)).rows
    if (weight === undefined) throw new Error('the database does not say what it weighs')
    return weight
  } finally {
    await client.end()
  }
}
