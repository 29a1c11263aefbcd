import type { Instant } from '../../engine/time.ts'
import { textOfTime } from '../session/rows.ts'
import type { Session } from '../session/session.ts'

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

/** A part of an import that is booked: how many operations it has, and what came of it. */
export type ImportPart = { readonly no: number; readonly steps: number; readonly result: unknown }

const part = 'as p(no integer, steps integer, result jsonb)'

/** Notes that parts of an import are booked, and how far the import is; again: nothing. */
export function insertImportParts(session: Session, importId: string, parts: readonly ImportPart[]): void {
  session.send(
    `with made as (
       insert into import_part (import_id, part, state, result)
       select $1, p.no, 'done', p.result from json_to_recordset($2::json) ${part}
       on conflict (import_id, part) do nothing returning part)
     update run set done = done + (
       select coalesce(sum(p.steps), 0) from json_to_recordset($2::json) ${part} join made on made.part = p.no)
     where run_id = $1`,
    [importId, JSON.stringify(parts)],
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
