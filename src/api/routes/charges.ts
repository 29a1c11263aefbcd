import { list, operationAnswer, xdrRow } from '../../contract/answers.ts'
import { bookCharge } from '../../contract/operations.ts'
import { datedPageQuery, ofCustomer } from '../../contract/queries.ts'
import { listXdrs } from '../../service/read/lists/list-xdrs.ts'
import type { Store } from '../../store/session/store.ts'
import { dialsOf, inOneMoment, operation } from '../answer.ts'
import { type App, answers } from '../app.ts'

const tags = ['Charges']

/** Books charges and lists booked transactions. */
export const charges = (app: App, store: Store): void => {
  app.post(
    '/customers/:customer/charges',
    {
      schema: {
        tags,
        summary: 'Book a charge',
        params: ofCustomer,
        body: bookCharge,
        response: answers(operationAnswer),
      },
    },
    (request, reply) =>
      operation(store, request, reply, { op: 'book_charge', customerId: request.params.customer, body: request.body }),
  )
  app.get(
    '/customers/:customer/xdrs',
    {
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
