import { disputeAnswer, disputeRow, list } from '../../contract/answers.ts'
import { datedPageQuery, dials, ofCustomer, ofDispute } from '../../contract/queries.ts'
import { listDisputes } from '../../service/read/lists/list-credits.ts'
import { answerDispute } from '../../service/read/subjects/dispute.ts'
import type { Store } from '../../store/session/store.ts'
import { dialsOf, inOneMoment } from '../answer.ts'
import { type App, answers } from '../app.ts'

const tags = ['Disputes']

/** Lists disputes, and answers one with what was agreed and booked. */
export const disputes = (app: App, store: Store): void => {
  app.get(
    '/customers/:customer/disputes',
    {
      config: { permission: 'customer.read' },
      schema: {
        tags,
        summary: 'List disputes, newest first',
        params: ofCustomer,
        querystring: datedPageQuery,
        response: answers(list(disputeRow)),
      },
    },
    ({ params, query }) =>
      inOneMoment(store, (session) => listDisputes(session, params.customer, { ...query, ...dialsOf(query) })),
  )
  app.get(
    '/disputes/:dispute',
    {
      config: { permission: 'customer.read' },
      schema: {
        tags,
        summary: 'A dispute with what was claimed, agreed and booked, as of any day',
        params: ofDispute,
        querystring: dials,
        response: answers(disputeAnswer),
      },
    },
    ({ params, query }) => inOneMoment(store, (session) => answerDispute(session, params.dispute, dialsOf(query))),
  )
}
