import { list, messageRow } from '../../contract/answers.ts'
import { datedPageQuery, ofCustomer } from '../../contract/queries.ts'
import { listMessages } from '../../service/read/lists/list-messages.ts'
import type { Store } from '../../store/session/store.ts'
import { dialsOf, inOneMoment } from '../answer.ts'
import { type App, answers } from '../app.ts'

/** Lists messages: what was sent, withheld or not sent, and whether it is still true. */
export const messages = (app: App, store: Store): void => {
  app.get(
    '/customers/:customer/messages',
    {
      config: { permission: 'customer.read' },
      schema: {
        tags: ['Messages'],
        summary: 'List messages, newest first',
        params: ofCustomer,
        querystring: datedPageQuery,
        response: answers(list(messageRow)),
      },
    },
    ({ params, query }) =>
      inOneMoment(store, (session) => listMessages(session, params.customer, { ...query, ...dialsOf(query) })),
  )
}
