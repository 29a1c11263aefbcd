import { invoiceAnswer, invoiceLines, invoiceRow, list } from '../../contract/answers.ts'
import { datedPageQuery, dials, invoicesQuery, ofCustomer, ofInvoice } from '../../contract/queries.ts'
import { listInvoices } from '../../service/read/lists/list-bills.ts'
import { answerInvoice } from '../../service/read/subjects/invoice.ts'
import { answerInvoiceLines } from '../../service/read/subjects/invoice-lines.ts'
import type { Store } from '../../store/session/store.ts'
import { dialsOf, inOneMoment } from '../answer.ts'
import { type App, answers } from '../app.ts'

const tags = ['Invoices']

/** Lists invoices, and answers one with its lines and what became of it. */
export const invoices = (app: App, store: Store): void => {
  app.get(
    '/customers/:customer/invoices',
    {
      config: { permission: 'customer.read' },
      schema: {
        tags,
        summary: 'List invoices, newest first',
        params: ofCustomer,
        querystring: invoicesQuery,
        response: answers(list(invoiceRow)),
      },
    },
    ({ params, query }) =>
      inOneMoment(store, (session) =>
        listInvoices(session, params.customer, { ...query, ...dialsOf(query), open: query.open === 'true' }),
      ),
  )
  app.get(
    '/invoices/:invoice/lines',
    {
      config: { permission: 'customer.read' },
      schema: {
        tags,
        summary: 'The lines of an invoice, page by page, with how many there are and their sum',
        params: ofInvoice,
        querystring: datedPageQuery,
        response: answers(invoiceLines),
      },
    },
    ({ params, query }) =>
      inOneMoment(store, (session) => answerInvoiceLines(session, params.invoice, { ...query, ...dialsOf(query) })),
  )
  app.get(
    '/invoices/:invoice',
    {
      config: { permission: 'customer.read' },
      schema: {
        tags,
        summary: 'An invoice with figures, statuses, lines, adjustments and allocations, as of any day',
        params: ofInvoice,
        querystring: dials,
        response: answers(invoiceAnswer),
      },
    },
    ({ params, query }) => inOneMoment(store, (session) => answerInvoice(session, params.invoice, dialsOf(query))),
  )
}
