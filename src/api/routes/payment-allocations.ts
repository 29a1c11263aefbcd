import { operationAnswer } from '../../contract/answers.ts'
import { allocate, deallocate } from '../../contract/operations.ts'
import { ofPayment } from '../../contract/queries.ts'
import type { Store } from '../../store/store.ts'
import { operation, ownerOf } from '../answer.ts'
import { type App, answers } from '../app.ts'

const tags = ['Payments']

/** Allocates money of a payment to an invoice by hand, and takes it back. */
export const paymentAllocations = (app: App, store: Store): void => {
  app.post(
    '/payments/:payment/allocations',
    {
      schema: {
        tags,
        summary: 'Allocate to an invoice',
        params: ofPayment,
        body: allocate,
        response: answers(operationAnswer),
      },
    },
    async (request, reply) => {
      const payment_id = request.params.payment
      const customerId = await ownerOf(store, 'payment', payment_id)
      const body = { ...request.body, payment_id }
      return await operation(store, request, reply, { op: 'allocate_payment', customerId, body })
    },
  )
  app.post(
    '/payments/:payment/deallocations',
    {
      schema: {
        tags,
        summary: 'Take back from an invoice',
        params: ofPayment,
        body: deallocate,
        response: answers(operationAnswer),
      },
    },
    async (request, reply) => {
      const payment_id = request.params.payment
      const customerId = await ownerOf(store, 'payment', payment_id)
      const body = { ...request.body, payment_id }
      return await operation(store, request, reply, { op: 'deallocate_payment', customerId, body })
    },
  )
}
