import * as bodies from '../../contract/operations.ts'
import { ofInvoice } from '../../contract/queries.ts'
import type { Store } from '../../store/session/store.ts'
import { ownerOf } from '../answer.ts'
import type { App } from '../app.ts'
import { registerDeeds, type Thing } from './deeds.ts'

const invoice: Thing = {
  path: '/invoices/:invoice',
  tags: ['Invoices'],
  params: ofInvoice,
  ownerOf: (store, id) => ownerOf(store, 'invoice', id),
  member: 'invoice',
}

/** What is done with an invoice: a draft is filled and issued, an issued one is corrected. */
export const invoiceDeeds = (app: App, store: Store): void => {
  registerDeeds(app, store, invoice, [
    { path: 'lines', op: 'add_draft_line', summary: 'Add a line to a draft', body: bodies.addDraftLine },
    { path: 'issue', op: 'issue_draft', summary: 'Issue a draft', body: bodies.issueDraft },
    {
      path: 'adjustments',
      op: 'adjust_invoice',
      summary: 'Adjust an invoice; a negative amount lowers it',
      body: bodies.adjustInvoice,
    },
    { path: 'void', op: 'void_invoice', summary: 'Void an invoice', body: bodies.voidInvoice },
    {
      path: 'write-offs',
      op: 'write_off_invoice',
      summary: 'Give up what is outstanding, or a part of it',
      body: bodies.writeOffInvoice,
    },
    {
      path: 'write-off-reversals',
      op: 'undo_write_off',
      summary: 'Undo a write-off, or a part of it',
      body: bodies.undoWriteOff,
    },
    { path: 'due-date', op: 'change_due_date', summary: 'Change the due date', body: bodies.changeDueDate },
    {
      path: 'collection',
      op: 'set_collection',
      summary: 'Stop or resume the collection of an invoice',
      body: bodies.setCollection,
    },
    {
      path: 'to-credit',
      op: 'turn_into_credit',
      summary: 'Turn a negative total that was kept into a credit',
      body: bodies.turnIntoCredit,
    },
  ])
}
