import { createHash } from 'node:crypto'
import type { Session } from '../session/session.ts'
import { isOnlyAdded, keeping, keptTables } from './kept.ts'

/** A table as a backup holds it: its columns in the order of its rows' values. */
export type BackedUpTable = { readonly name: string; readonly columns: readonly string[] }

/** How far the ledger goes at one moment. */
export type Extent = {
  /** when it was looked at, as text */
  readonly moment: string
  /** the last position of the order of all transactions; what has none yet is counted by `unplaced` */
  readonly position: string
  /** the hash of the record that the transaction at that position ends with; hex, empty where there is none */
  readonly at: string
  readonly unplaced: number
  readonly customers: number
  readonly records: string
  /** SHA-256 over each customer with the number and the hash of his last record, in the order of their ids; hex */
  readonly heads: string
}

const COLUMNS = `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = current_schema::regnamespace and c.relkind = 'r' and c.relname = any($1)
  group by c.relname`

/** The tables that are kept, with the columns that they have in this database. Throws where one is missing. */
export async function tablesOf(session: Pick<Session, 'query'>): Promise<BackedUpTable[]> {
  const rows = await session.query<BackedUpTable>(COLUMNS, [keptTables])
  return keptTables.map((name) => {
    const table = rows.find((one) => one.name === name)
    if (table === undefined) throw new Error(`Bug: there is no table ${name} to be kept`)
    return table
  })
}

const EXTENT = `select to_char(transaction_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as moment,
    (select coalesce(max(last), 0) from log_head)::text as position,
    (select count(*) from unsequenced)::integer as unplaced,
    (select count(*) from customer_head)::integer as customers,
    (select coalesce(sum(seq), 0) from customer_head)::text as records`

const HEADS = 'select customer_id, seq, hash from customer_head order by customer_id collate "C"'

const AT = `select encode(r.hash, 'hex') as hash from log l
  join record r on r.customer_id = l.customer_id and r.seq = l.last_seq where l.shard = 0 and l.position = $1::bigint`

/** The hash of the record that the transaction at a position of the log ends with; hex, empty where there is none. */
export async function hashAt(session: Pick<Session, 'query'>, position: string): Promise<string> {
  const [row] = await session.query<{ hash: string }>(AT, [position])
  return row?.hash ?? ''
}

/** How far the ledger goes at the moment of this transaction. */
export async function extentOf(session: Pick<Session, 'query' | 'read'>): Promise<Extent> {
  const [extent] = await session.query<Omit<Extent, 'heads' | 'at'>>(EXTENT)
  if (extent === undefined) throw new Error('Bug: the ledger does not say how far it goes')
  const heads = createHash('sha256')
  await session.read(HEADS, (row) => void heads.update(row))
  return { ...extent, at: await hashAt(session, extent.position), heads: heads.digest('hex') }
}

const quoted = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join(', ')

/**
 * Hands over each row of a table in COPY's binary form; the bytes are good during the call. A call that answers a promise
 * is waited for, and the database meanwhile. `since`: of what is only added, the rows behind a position of the log.
 */
export const readTable = (
  session: Pick<Session, 'read'>,
  { name, columns }: BackedUpTable,
  since: bigint | null,
  row: (bytes: Buffer) => undefined | Promise<void>,
): Promise<void> => {
  const all = `select ${quoted(columns)} from "${name}"`
  const kept = keeping[name]
  if (since === null || kept?.keeps !== 'added') return session.read(all, row)
  if (kept.by === 'position') return session.read(`${all} where position > ${since}`, row)
  return session.read(
    `select r.* from (${STRETCHES} where position > ${since} union all ${UNPLACED}) s cross join lateral (${all} t
       where t.customer_id = s.customer_id and t.${kept.by} between s.first_seq and s.last_seq offset 0) r`,
    row,
  )
}

const STRETCHES = 'select customer_id, first_seq, last_seq from log'
const UNPLACED = 'select customer_id, first_seq, last_seq from unsequenced'

/**
 * Makes room for a later backup behind the one that is there: what had no position then comes again with it, and so does
 * all of what is not only added.
 */
export async function makeRoom(session: Pick<Session, 'query'>, tables: readonly BackedUpTable[]): Promise<void> {
  for (const { name } of tables) {
    const kept = keeping[name]
    if (kept?.keeps === 'added' && kept.by !== 'position')
      await session.query(
        `delete from "${name}" t using unsequenced s
           where t.customer_id = s.customer_id and t.${kept.by} between s.first_seq and s.last_seq`,
      )
  }
  const whole = tables.filter(({ name }) => !isOnlyAdded(name)).map(({ name }) => `"${name}"`)
  await session.query(`truncate ${whole.join(', ')}, session`)
}

const BROKEN = `select h.customer_id from customer_head h
  where not exists (select from record r where r.customer_id = h.customer_id and r.seq = h.seq and r.hash = h.hash)
  order by 1 limit 1`

/** A customer whose chain does not end in the record that his head says; null where there is none. */
export async function brokenEnd(session: Pick<Session, 'query'>): Promise<string | null> {
  const [row] = await session.query<{ customer_id: string }>(BROKEN)
  return row?.customer_id ?? null
}

/** How many rows a table has. */
export async function countRows(session: Pick<Session, 'query'>, { name }: BackedUpTable): Promise<number> {
  const [row] = await session.query<{ count: bigint }>(`select count(*) as count from "${name}"`)
  return Number(row?.count ?? 0)
}

/** Whether the rows of different customers may stand on different nodes: no one moment is to be had of them. */
export async function isSpread(session: Pick<Session, 'query'>): Promise<boolean> {
  return (await session.query("select 1 as there from pg_extension where extname = 'citus'")).length > 0
}

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const TRAILER = Buffer.from([0xff, 0xff])

/** Adds rows that `readTable` has handed over, in one statement. */
export const addRows = (
  session: Pick<Session, 'copy'>,
  { name, columns }: BackedUpTable,
  rows: Uint8Array,
): Promise<void> =>
  session.copy(
    `copy "${name}" (${quoted(columns)}) from stdin (format binary)`,
    Buffer.concat([SIGNATURE, rows, TRAILER]),
  )
