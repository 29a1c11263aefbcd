import * as bodies from '../../contract/operations.ts'
import { ofPayment } from '../../contract/queries.ts'
import type { Store } from '../../store/session/store.ts'
import { ownerOf } from '../answer.ts'
import type { App } from '../app.ts'
import { registerDeeds, type Thing } from './deeds.ts'

const payment: Thing = {
  path: '/payments/:payment',
  tags: ['Payments'],
  params: ofPayment,
  ownerOf: (store, id) => ownerOf(store, 'payment', id),
  member: 'payment_id',
}

/** What is done with a payment: settled, allocated by hand, paid back, taken back. */
export const paymentDeeds = (app: App, store: Store): void => {
  registerDeeds(app, store, payment, [
    {
      path: 'settle',
      op: 'settle_payment',
      summary: 'Settle a pending payment, also for less',
      body: bodies.settlePayment,
    },
    {
      path: 'failures',
      op: 'fail_payment',
      summary: 'Record that the money did not come, or was lost after all',
      body: bodies.takeBack,
    },
    { path: 'void', op: 'void_payment', summary: 'Void a payment', body: bodies.takeBack },
    {
      path: 'chargebacks',
      op: 'charge_back_payment',
      summary: 'Record that the bank took the money back',
      body: bodies.takeBack,
    },
    {
      path: 'chargeback-reversals',
      op: 'reverse_chargeback',
      summary: 'Record that the bank gave the money again; allocations are restored',
      body: bodies.takeBack,
    },
    { path: 'refunds', op: 'refund_payment', summary: 'Pay money back', body: bodies.refund },
    { path: 'allocations', op: 'allocate_payment', summary: 'Allocate to an invoice', body: bodies.allocate },
    { path: 'deallocations', op: 'deallocate_payment', summary: 'Take back from an invoice', body: bodies.deallocate },
  ])
}
