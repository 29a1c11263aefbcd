import { disputeAnswer, disputeRow, list } from '../../contract/answers.ts'
import { resolveDispute } from '../../contract/operations.ts'
import { datedPageQuery, dials, ofCustomer, ofDispute } from '../../contract/queries.ts'
import { listDisputes } from '../../service/read/lists/list-credits.ts'
import { answerDispute } from '../../service/read/subjects/dispute.ts'
import type { Store } from '../../store/session/store.ts'
import { dialsOf, inOneMoment, ownerOf } from '../answer.ts'
import { type App, answers } from '../app.ts'
import { registerDeeds, type Thing } from './deeds.ts'

const tags = ['Disputes']
const dispute: Thing = {
  path: '/disputes/:dispute',
  tags,
  params: ofDispute,
  ownerOf: (store, id) => ownerOf(store, 'dispute', id),
  member: 'dispute_id',
}

/** Lists disputes, answers one with what was agreed and booked, and resolves or rejects it. */
export const disputes = (app: App, store: Store): void => {
  app.get(
    '/customers/:customer/disputes',
    {
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
  registerDeeds(app, store, dispute, [
    {
      path: 'resolve',
      op: 'resolve_dispute',
      summary: 'Resolve a dispute by an adjustment, or reject it',
      body: resolveDispute,
    },
  ])
}
