import { textFromDay } from '../../../engine/time.ts'
import { findRun } from '../../../store/queues/runs.ts'
import type { Store } from '../../../store/session/store.ts'
import { QuestionFault } from '../records/fault.ts'
import { timeText } from '../records/wire.ts'

/** What became of a run of the operator. */
export async function answerRun(store: Store, runId: string) {
  const run = await findRun(store, runId)
  if (run === undefined) throw new QuestionFault('run_unknown', { run_id: runId })
  return {
    run_id: run.runId,
    kind: run.kind,
    business_date: run.businessDate === null ? null : textFromDay(run.businessDate),
    state: run.state,
    done: run.done,
    total: run.total,
    result: { ...run.result },
    started_at: timeText(run.startedAt),
    finished_at: run.finishedAt === null ? null : timeText(run.finishedAt),
  }
}
