import { list, paymentAnswer, paymentRow } from '../../contract/answers.ts'
import { datedPageQuery, dials, ofCustomer, ofPayment } from '../../contract/queries.ts'
import { listPayments } from '../../service/read/lists/list-bills.ts'
import { answerPayment } from '../../service/read/subjects/payment.ts'
import type { Store } from '../../store/session/store.ts'
import { dialsOf, inOneMoment } from '../answer.ts'
import { type App, answers } from '../app.ts'

const tags = ['Payments']

/** Lists payments, and answers one with where it went. */
export const payments = (app: App, store: Store): void => {
  app.get(
    '/customers/:customer/payments',
    {
      config: { permission: 'customer.read' },
      schema: {
        tags,
        summary: 'List payments, newest first',
        params: ofCustomer,
        querystring: datedPageQuery,
        response: answers(list(paymentRow)),
      },
    },
    ({ params, query }) =>
      inOneMoment(store, (session) => listPayments(session, params.customer, { ...query, ...dialsOf(query) })),
  )
  app.get(
    '/payments/:payment',
    {
      config: { permission: 'customer.read' },
      schema: {
        tags,
        summary: 'A payment with figures, status and allocations, as of any day',
        params: ofPayment,
        querystring: dials,
        response: answers(paymentAnswer),
      },
    },
    ({ params, query }) => inOneMoment(store, (session) => answerPayment(session, params.payment, dialsOf(query))),
  )
}
