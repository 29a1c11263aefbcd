import { creditAnswer, operationAnswer } from '../../contract/answers.ts'
import { allocate, deallocate } from '../../contract/operations.ts'
import { dials, ofCredit } from '../../contract/queries.ts'
import { answerCredit } from '../../service/read/credit.ts'
import type { Store } from '../../store/store.ts'
import { dialsOf, inOneMoment, operation, ownerOf } from '../answer.ts'
import { type App, answers } from '../app.ts'

const tags = ['Credits']

/** Answers a credit, allocates it to an invoice by hand, and takes it back. */
export const credits = (app: App, store: Store): void => {
  app.get(
    '/credits/:credit',
    {
      schema: {
        tags,
        summary: 'A credit with figures, status and allocations, as of any day',
        params: ofCredit,
        querystring: dials,
        response: answers(creditAnswer),
      },
    },
    ({ params, query }) => inOneMoment(store, (session) => answerCredit(session, params.credit, dialsOf(query))),
  )
  app.post(
    '/credits/:credit/allocations',
    {
      schema: {
        tags,
        summary: 'Allocate to an invoice',
        params: ofCredit,
        body: allocate,
        response: answers(operationAnswer),
      },
    },
    async (request, reply) => {
      const credit_id = request.params.credit
      const customerId = await ownerOf(store, 'credit', credit_id)
      const body = { ...request.body, credit_id }
      return await operation(store, request, reply, { op: 'allocate_credit', customerId, body })
    },
  )
  app.post(
    '/credits/:credit/deallocations',
    {
      schema: {
        tags,
        summary: 'Take back from an invoice',
        params: ofCredit,
        body: deallocate,
        response: answers(operationAnswer),
      },
    },
    async (request, reply) => {
      const credit_id = request.params.credit
      const customerId = await ownerOf(store, 'credit', credit_id)
      const body = { ...request.body, credit_id }
      return await operation(store, request, reply, { op: 'deallocate_credit', customerId, body })
    },
  )
}
