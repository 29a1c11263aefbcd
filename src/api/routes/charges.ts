import { list, xdrRow } from '../../contract/answers.ts'
import { datedPageQuery, ofCustomer } from '../../contract/queries.ts'
import { listXdrs } from '../../service/read/lists/list-xdrs.ts'
import type { Store } from '../../store/session/store.ts'
import { dialsOf, inOneMoment } from '../answer.ts'
import { type App, answers } from '../app.ts'

const tags = ['Charges']

/** Lists booked transactions. */
export const charges = (app: App, store: Store): void => {
  app.get(
    '/customers/:customer/xdrs',
    {
      config: { permission: 'customer.read' },
      schema: {
        tags,
        summary: 'List booked transactions, newest first',
        params: ofCustomer,
        querystring: datedPageQuery,
        response: answers(list(xdrRow)),
      },
    },
    ({ params, query }) =>
      inOneMoment(store, (session) => listXdrs(session, params.customer, { ...query, ...dialsOf(query) })),
  )
}
