import { operationAnswer } from '../../contract/answers.ts'
import { adjustInvoice } from '../../contract/operations.ts'
import { ofInvoice } from '../../contract/queries.ts'
import type { Store } from '../../store/store.ts'
import { operation, ownerOf } from '../answer.ts'
import { type App, answers } from '../app.ts'

/** Adjusts an issued invoice; a negative amount lowers it. */
export const adjustments = (app: App, store: Store): void => {
  app.post(
    '/invoices/:invoice/adjustments',
    {
      schema: {
        tags: ['Invoices'],
        summary: 'Adjust an invoice; a negative amount lowers it',
        params: ofInvoice,
        body: adjustInvoice,
        response: answers(operationAnswer),
      },
    },
    async (request, reply) => {
      const { invoice } = request.params
      const customerId = await ownerOf(store, 'invoice', invoice)
      const body = { ...request.body, invoice }
      return await operation(store, request, reply, { op: 'adjust_invoice', customerId, body })
    },
  )
}
