import type { FastifyReply } from 'fastify'
import { answerRun } from '../service/read/subjects/run.ts'
import type { Run } from '../store/queues/runs.ts'
import type { Store } from '../store/session/store.ts'

/** Answers what was begun as a run, which the background carries out: where it can be seen, and how it stands. */
export async function answerBegun(
  store: Store,
  reply: FastifyReply,
  { run, replay }: { readonly run: Run; readonly replay: boolean },
) {
  if (replay) reply.header('Idempotent-Replay', 'true')
  reply.code(202).header('Location', `/api/v1/runs/${run.runId}`)
  return await answerRun(store, run.runId)
}
