import * as bodies from '../../contract/operations.ts'
import { ofCustomer } from '../../contract/queries.ts'
import type { Store } from '../../store/session/store.ts'
import type { App } from '../app.ts'
import { registerDeeds, type Thing } from './deeds.ts'

const customer: Thing = {
  path: '/customers/:customer',
  tags: ['Customers'],
  params: ofCustomer,
  ownerOf: (_store, id) => id,
  member: null,
}

/** What is done with a customer as a whole: his status, limit, details, collection; refunds from any of his money. */
export const customerDeeds = (app: App, store: Store): void => {
  registerDeeds(app, store, customer, [
    { path: 'status', op: 'set_customer_status', summary: 'Block, close or reopen', body: bodies.setCustomerStatus },
    {
      path: 'opening',
      op: 'move_opening',
      summary: 'Move the opening back, for what turns up later of before it',
      body: bodies.moveOpening,
    },
    {
      path: 'credit-limit',
      op: 'change_credit_limit',
      summary: 'Change the credit limit, for good or until a day',
      body: bodies.changeCreditLimit,
    },
    {
      path: 'details',
      op: 'change_details',
      summary: 'Change name, address, class or time zone',
      body: bodies.changeDetails,
    },
    {
      path: 'collection-lifts',
      op: 'lift_collection',
      summary: 'Lift collection until a day',
      body: bodies.liftCollection,
    },
    {
      path: 'refunds',
      op: 'refund_customer',
      summary: 'Pay money back, oldest payment first, then credits',
      body: bodies.refund,
    },
    {
      path: 'credits',
      op: 'book_credit',
      summary: 'Book a manual or promotional credit; the next invoice takes it',
      body: bodies.bookCredit,
    },
    {
      path: 'credit-notes',
      op: 'issue_credit_note',
      summary: 'Issue a credit note, with or without an invoice',
      body: bodies.issueCreditNote,
    },
    { path: 'disputes', op: 'open_dispute', summary: 'Open a dispute on an invoice', body: bodies.openDispute },
  ])
}
