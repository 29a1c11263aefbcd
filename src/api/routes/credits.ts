import { creditAnswer } from '../../contract/answers.ts'
import { dials, ofCredit } from '../../contract/queries.ts'
import { answerCredit } from '../../service/read/subjects/credit.ts'
import type { Store } from '../../store/session/store.ts'
import { dialsOf, inOneMoment } from '../answer.ts'
import { type App, answers } from '../app.ts'

/** Answers a credit of any kind. */
export const credits = (app: App, store: Store): void => {
  app.get(
    '/credits/:credit',
    {
      config: { permission: 'customer.read' },
      schema: {
        tags: ['Credits'],
        summary: 'A credit with figures, status and allocations, as of any day',
        params: ofCredit,
        querystring: dials,
        response: answers(creditAnswer),
      },
    },
    ({ params, query }) => inOneMoment(store, (session) => answerCredit(session, params.credit, dialsOf(query))),
  )
}
