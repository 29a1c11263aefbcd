import { CUSTOMERS, customerId, customers, invoiceOf } from '../fixtures/customers.ts'
import { history, OLD_HAND, ofHistory } from '../fixtures/history.ts'
import { openInvoices, owing } from '../fixtures/open-invoices.ts'
import { load } from '../load.ts'
import type { Measure } from '../measure.ts'

/** Why a figure is what it is, asked for one after the other over HTTP. */
export const explanations: readonly Measure[] = [
  {
    what: 'explain invoice.outstanding',
    target: { p99: 50, tick: 50 },
    counts: 'time',
    needs: [customers],
    read: (side, { seconds }, round) => {
      let n = round * 7
      return load(side, { connections: 1, seconds }, () => {
        n = (n + 1) % CUSTOMERS
        return {
          path: `/customers/${customerId(n)}/explain?figure=invoice.outstanding&subject=invoice:${invoiceOf(n)}`,
        }
      })
    },
  },
  {
    what: 'explain customer.outstanding with 1,000 open invoices',
    target: { p99: 50, tick: 50 },
    counts: 'time',
    needs: [openInvoices(1000)],
    read: (side, { seconds }) =>
      load(side, { connections: 1, seconds }, () => ({
        path: `/customers/${owing(1000, 0)}/explain?figure=customer.outstanding`,
      })),
  },
  {
    what: 'explain customer.balance, longest history',
    target: { p99: 300, tick: 50, at: ofHistory },
    counts: 'time',
    needs: [history],
    read: (side, { seconds }) =>
      load(side, { connections: 1, seconds }, () => ({
        path: `/customers/${OLD_HAND}/explain?figure=customer.balance`,
      })),
  },
]
