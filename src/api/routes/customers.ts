import { customerAnswer, customerRow, list } from '../../contract/answers.ts'
import { customersQuery, dials, ofCustomer } from '../../contract/queries.ts'
import { listCustomers } from '../../service/read/lists/list-customers.ts'
import { answerCustomer } from '../../service/read/subjects/customer.ts'
import type { Store } from '../../store/session/store.ts'
import { dialsOf, inOneMoment } from '../answer.ts'
import { type App, answers } from '../app.ts'

const tags = ['Customers']

/** Lists customers, and answers one with his figures. */
export const customers = (app: App, store: Store): void => {
  app.get(
    '/customers',
    {
      config: { permission: 'customer.read' },
      schema: {
        tags,
        summary: 'List or search customers',
        querystring: customersQuery,
        response: answers(list(customerRow)),
      },
    },
    ({ query }) => inOneMoment(store, (session) => listCustomers(session, { ...query, ...dialsOf(query) })),
  )
  app.get(
    '/customers/:customer',
    {
      config: { permission: 'customer.read' },
      schema: {
        tags,
        summary: 'A customer with figures, status and identities, as of any day, as known at any day',
        params: ofCustomer,
        querystring: dials,
        response: answers(customerAnswer),
      },
    },
    ({ params, query }) => inOneMoment(store, (session) => answerCustomer(session, params.customer, dialsOf(query))),
  )
}
