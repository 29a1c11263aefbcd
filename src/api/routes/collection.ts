import { runAnswer } from '../../contract/answers.ts'
import { runCollection } from '../../contract/operations.ts'
import { ofRun } from '../../contract/queries.ts'
import { answerRun } from '../../service/read/subjects/run.ts'
import * as collection from '../../service/runs/collection.ts'
import type { Store } from '../../store/session/store.ts'
import { type App, answers } from '../app.ts'
import { theCaller } from '../auth.ts'
import { keyOf } from '../keys.ts'
import { ProblemError } from '../problem.ts'
import { answerBegun } from '../runs.ts'
import type { Settings } from '../settings.ts'

const tags = ['Collection']

/** Runs collection for a business date, and answers what became of a run. */
export const collectionRuns = (app: App, store: Store, { manyCustomers }: Pick<Settings, 'manyCustomers'>): void => {
  app.post(
    '/collection/runs',
    {
      config: { permission: 'collection.run', also: [404] },
      schema: {
        tags,
        summary: 'Run collection for a business date; the same date again changes nothing',
        description: `Where more than ${manyCustomers} customers are to be looked at, the run is answered before it is done;
\`GET /runs/{run}\` says how far it is.`,
        body: runCollection,
        response: { ...answers(runAnswer), 202: runAnswer },
      },
    },
    async (request, reply) => {
      const { body } = request
      const outcome = await collection.runCollection(store, body, theCaller(request), keyOf(request), manyCustomers)
      if (outcome.status === 'key_reused') throw new ProblemError('idempotency_key_reused')
      if (outcome.status === 'refused') throw new ProblemError(outcome.refusal.code, outcome.refusal.facts)
      if (outcome.run.state === 'running') return await answerBegun(store, reply, outcome)
      if (outcome.replay) reply.header('Idempotent-Replay', 'true')
      return await answerRun(store, outcome.run.runId)
    },
  )
  app.get(
    '/runs/:run',
    {
      config: { permission: 'settings.read' },
      schema: { tags, summary: 'What became of a run', params: ofRun, response: answers(runAnswer) },
    },
    (request) => answerRun(store, request.params.run),
  )
}
