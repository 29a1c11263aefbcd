import { list, operationAnswer } from '../../contract/answers.ts'
import { datedPageQuery, ofCustomer } from '../../contract/queries.ts'
import { cancelQuery, ofScheduled, scheduledRow } from '../../contract/wholes.ts'
import { cancelScheduled } from '../../service/ledger/cancel.ts'
import { listScheduled } from '../../service/read/lists/scheduled.ts'
import type { Store } from '../../store/session/store.ts'
import { answerOf, dialsOf, doneOr, inOneMoment } from '../answer.ts'
import { type App, answers } from '../app.ts'
import { theCaller } from '../auth.ts'
import { keyOf } from '../keys.ts'

const tags = ['Scheduled']

/** Lists operations that wait for their day, and cancels one. */
export const scheduled = (app: App, store: Store): void => {
  app.get(
    '/customers/:customer/scheduled',
    {
      config: { permission: 'customer.read' },
      schema: {
        tags,
        summary: 'List operations that wait for their day, the earliest first',
        params: ofCustomer,
        querystring: datedPageQuery,
        response: answers(list(scheduledRow)),
      },
    },
    ({ params, query }) =>
      inOneMoment(store, (session) => listScheduled(session, params.customer, { ...query, ...dialsOf(query) })),
  )
  app.delete(
    '/customers/:customer/scheduled/:scheduled',
    {
      config: { permission: 'scheduled.cancel' },
      schema: {
        tags,
        summary: 'Cancel an operation that waits for its day',
        params: ofScheduled,
        querystring: cancelQuery,
        response: answers(operationAnswer, false),
      },
    },
    async (request, reply) => {
      const { customer, scheduled: id } = request.params
      const key = request.headers['idempotency-key'] === undefined ? null : keyOf(request)
      const { reason = null } = request.query
      const outcome = doneOr(
        await cancelScheduled(store, customer, { id, reason }, { caller: theCaller(request), key }),
      )
      if (outcome.replay) reply.header('Idempotent-Replay', 'true')
      return await answerOf(store, outcome)
    },
  )
}
