import type { Instant } from '../engine/time.ts'
import { textOfTime } from './rows.ts'
import type { Session } from './store.ts'

/** Begins the run of an import, in the transaction of the caller; answers false when it was begun before. */
export async function insertImport(
  session: Pick<Session, 'query'>,
  one: { readonly importId: string; readonly total: number; readonly begun: unknown; readonly startedAt: Instant },
): Promise<boolean> {
  const rows = await session.query(
    `insert into run (run_id, kind, scope, state, total, result, started_at)
     values ($1, 'import', $1, 'running', $2, $3, $4) on conflict do nothing returning 1 as made`,
    [one.importId, one.total, JSON.stringify(one.begun), textOfTime(one.startedAt)],
  )
  return rows.length === 1
}

/** Notes that a part of an import is booked, with what came of it, and how far the import is; again: nothing. */
export async function insertImportPart(
  session: Pick<Session, 'query'>,
  importId: string,
  part: { readonly no: number; readonly steps: number; readonly result: unknown },
): Promise<void> {
  await session.query(
    `with made as (
       insert into import_part (import_id, part, state, result) values ($1, $2, 'done', $3)
       on conflict (import_id, part) do nothing returning 1)
     update run set done = done + $4 where run_id = $1 and exists (select from made)`,
    [importId, part.no, JSON.stringify(part.result), part.steps],
  )
}

/** The parts of an import that are booked, by number, with what came of each. */
export async function importParts(
  session: Pick<Session, 'query'>,
  importId: string,
): Promise<ReadonlyMap<number, unknown>> {
  const rows = await session.query<{ part: number; result: unknown }>(
    'select part, result from import_part where import_id = $1 order by part',
    [importId],
  )
  return new Map(rows.map((row) => [row.part, row.result]))
}

/** Ends the run of an import; answers false when it was ended before. */
export async function endImport(
  session: Pick<Session, 'query'>,
  importId: string,
  result: unknown,
  at: Instant,
): Promise<boolean> {
  const rows = await session.query(
    `update run set state = 'done', result = $2, finished_at = $3 where run_id = $1 and state = 'running'
     returning 1 as ended`,
    [importId, JSON.stringify(result), textOfTime(at)],
  )
  return rows.length === 1
}
