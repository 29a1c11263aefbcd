import type { Session } from '../session/session.ts'

/** Counters that stand still after a restore, by what the operator calls them. */
export const counters = ['invoice', 'credit_note', 'xdr'] as const
export type Counter = (typeof counters)[number]

/** What was said of a counter: the last number that went out, and which of those the ledger does not have; in digits. */
export type SaidOfCounter = { readonly last: string; readonly lost: readonly [first: string, last: string] | null }

/** A restoration of the whole ledger from a backup; a counter that nothing was said of yet stands still. */
export type Restoration = {
  readonly no: number
  readonly restoredAt: string
  readonly backedUpAt: string
  readonly position: string
  readonly letters: 'held' | 'sent' | 'dropped'
  readonly numbers: Readonly<Partial<Record<Counter, SaidOfCounter>>>
}

type Reads = Pick<Session, 'query'>

const utc = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
const ALL = `select no, ${utc('restored_at')} as "restoredAt", ${utc('backed_up_at')} as "backedUpAt",
    log_position::text as position, letters, numbers from restoration order by no`

/** All restorations, the first one first: only of the last one letters and counters may stand still. */
export const allRestorations = (session: Reads): Promise<Restoration[]> => session.query<Restoration>(ALL)

/** Keeps that the ledger was restored, and lets its counters stand still: a next number below 0 is none. Answers its number. */
export async function insertRestoration(
  session: Reads,
  { moment, position }: { readonly moment: string; readonly position: string },
): Promise<number> {
  await session.query('update number_sequence set next = -abs(next)')
  await session.query('update xdr_counter set next = -abs(next)')
  const [row] = await session.query<{ no: number }>(
    `insert into restoration (no, restored_at, backed_up_at, log_position)
     select coalesce(max(no), 0) + 1, statement_timestamp(), $1, $2::bigint from restoration returning no`,
    [moment, position],
  )
  return row?.no ?? 0
}

/** Keeps what became of the letters; answers false where that was said before. */
export async function letGo(session: Reads, no: number, letters: 'sent' | 'dropped'): Promise<boolean> {
  const rows = await session.query(
    "update restoration set letters = $2 where no = $1 and letters = 'held' returning 1 as done",
    [no, letters],
  )
  return rows.length === 1
}

/** Keeps what was said of a counter, and lets it go on behind that; answers false where it does not stand still. */
export async function goOn(session: Reads, no: number, counter: Counter, said: SaidOfCounter): Promise<boolean> {
  const next = String(BigInt(said.last) + 1n)
  const moved = await (counter === 'xdr'
    ? session.query('update xdr_counter set next = greatest(-next, $1::bigint) where next < 0 returning 1 as done', [
        next,
      ])
    : session.query(
        'update number_sequence set next = $2::bigint where name = $1 and next < 0 and -next <= $2::bigint returning 1 as done',
        [counter, next],
      ))
  if (moved.length !== 1) return false
  await session.query(
    'update restoration set numbers = numbers || jsonb_build_object($2::text, $3::jsonb) where no = $1',
    [no, counter, JSON.stringify(said)],
  )
  return true
}

/** Whether numbers stand still: what would draw some by itself waits. */
export async function doNumbersStandStill(session: Reads): Promise<boolean> {
  const rows = await session.query(
    'select 1 as still from number_sequence where next < 0 union all select 1 from xdr_counter where next < 0 limit 1',
  )
  return rows.length > 0
}
