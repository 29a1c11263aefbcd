import type { Day, Instant } from '../../engine/time.ts'
import type { Reader } from './records.ts'

/** A run of the operator: collection, advance, join, import. */
export type RunRow = {
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

type Row = {
  run_id: string
  kind: string
  scope: string
  business_date: Day | null
  state: RunRow['state']
  done: number
  total: number
  result: Record<string, unknown>
  started_at: Instant
  finished_at: Instant | null
}

const fields = 'run_id, kind, scope, business_date, state, done, total, result, started_at, finished_at'

/** One run; undefined when there is none of this id. */
export async function readRun(reader: Reader, runId: string): Promise<RunRow | undefined> {
  const [row] = await reader.query<Row>(`select ${fields} from run where run_id = $1`, [runId])
  return row && runFrom(row)
}

const runFrom = (row: Row): RunRow => ({
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
