import { customerAnswer, customerRow, list, operationAnswer } from '../../contract/answers.ts'
import { openCustomer } from '../../contract/operations.ts'
import { customersQuery, dials, ofCustomer } from '../../contract/queries.ts'
import { listCustomers } from '../../service/read/lists/list-customers.ts'
import { answerCustomer } from '../../service/read/subjects/customer.ts'
import type { Store } from '../../store/session/store.ts'
import { dialsOf, inOneMoment, operation } from '../answer.ts'
import { type App, answers } from '../app.ts'

const tags = ['Customers']

/** Opens customers, lists them, and answers one with his figures. */
export const customers = (app: App, store: Store): void => {
  app.post(
    '/customers',
    {
      config: { also: [404] },
      schema: { tags, summary: 'Open a customer', body: openCustomer, response: answers(operationAnswer, false) },
    },
    (request, reply) => operation(store, request, reply, { op: 'open_customer', customerId: null, body: request.body }),
  )
  app.get(
    '/customers',
    {
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
