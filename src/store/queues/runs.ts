import type { Day, Instant } from '../../engine/time.ts'
import { textOfDay, textOfTime } from '../session/rows.ts'
import type { Session } from '../session/session.ts'

/** A run of the operator; the same kind, scope and date again is the same run. */
export type Run = {
  readonly runId: string
  readonly kind: string
  readonly scope: string
  readonly businessDate: Day | null
  readonly state: 'running' | 'done' | 'failed'
  readonly done: number
  readonly total: number
  readonly result: Readonly<Record<string, unknown>>
  readonly startedAt: Instant
  readonly finishedAt: Instant | null
}

type RunRow = {
  readonly run_id: string
  readonly kind: string
  readonly scope: string
  readonly business_date: Day | null
  readonly state: Run['state']
  readonly done: number
  readonly total: number
  readonly result: Record<string, unknown>
  readonly started_at: Instant
  readonly finished_at: Instant | null
}

const fields = 'run_id, kind, scope, business_date, state, done, total, result, started_at, finished_at'

/** Begins a run; answers false when the same kind, scope and date was begun before. */
export async function insertRun(
  session: Pick<Session, 'query'>,
  one: Pick<Run, 'runId' | 'kind' | 'scope' | 'businessDate' | 'startedAt'>,
): Promise<boolean> {
  const rows = await session.query(
    `insert into run (run_id, kind, scope, business_date, state, started_at) values ($1, $2, $3, $4, 'running', $5)
     on conflict (kind, scope, business_date) do nothing returning run_id`,
    [one.runId, one.kind, one.scope, textOfDay(one.businessDate), textOfTime(one.startedAt)],
  )
  return rows.length === 1
}

/** The run of a kind, scope and date; undefined when none was begun. */
export async function findRunOf(
  session: Pick<Session, 'query'>,
  { kind, scope, businessDate }: Pick<Run, 'kind' | 'scope' | 'businessDate'>,
): Promise<Run | undefined> {
  const [row] = await session.query<RunRow>(
    `select ${fields} from run where kind = $1 and scope = $2 and business_date is not distinct from $3`,
    [kind, scope, textOfDay(businessDate)],
  )
  return row && runFrom(row)
}

/** Counts what a part of a run came to, in the transaction that did it: a run that is cut off goes on counting there. */
export function countDone(
  session: Session,
  runId: string,
  { customers, records }: { readonly customers: number; readonly records: number },
): void {
  session.send(
    `update run set done = done + $2::integer, total = greatest(total, done + $2::integer),
       result = jsonb_build_object('customers', done + $2::integer,
         'records', coalesce((result ->> 'records')::bigint, 0) + $3::bigint)
     where run_id = $1`,
    [runId, customers, records],
  )
}

/** Says how much there is to do. */
export async function setTotal(session: Pick<Session, 'query'>, runId: string, left: number): Promise<void> {
  await session.query('update run set total = done + $2::integer where run_id = $1', [runId, left])
}

/** Ends a run that is under way; answers false when it was ended before. */
export async function finishRun(
  session: Pick<Session, 'query'>,
  runId: string,
  how: Pick<Run, 'state' | 'done' | 'total' | 'result'> & { readonly finishedAt: Instant },
): Promise<boolean> {
  const rows = await session.query(
    `update run set state = $2, done = $3, total = $4, result = $5, finished_at = $6
     where run_id = $1 and state = 'running' returning run_id`,
    [runId, how.state, how.done, how.total, JSON.stringify(how.result), textOfTime(how.finishedAt)],
  )
  return rows.length === 1
}

/** A run by its id; undefined when there is none. */
export async function findRun(session: Pick<Session, 'query'>, runId: string): Promise<Run | undefined> {
  const [row] = await session.query<RunRow>(`select ${fields} from run where run_id = $1`, [runId])
  return row && runFrom(row)
}

/** The runs that have not ended, the first begun first. */
export async function runsUnderWay(session: Pick<Session, 'query'>): Promise<Run[]> {
  const rows = await session.query<RunRow>(
    `select ${fields} from run where state = 'running' order by started_at, run_id`,
  )
  return rows.map(runFrom)
}

const runFrom = (row: RunRow): Run => ({
  runId: row.run_id,
  kind: row.kind,
  scope: row.scope,
  businessDate: row.business_date,
  state: row.state,
  done: row.done,
  total: row.total,
  result: row.result,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
})
