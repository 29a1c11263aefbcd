import { openInvoices, owing } from '../fixtures/open-invoices.ts'
import { load } from '../load.ts'
import type { Measure } from '../measure.ts'

const MANY = 1000
const FEW = 3

const asked = {
  charge: { path: 'charges', body: { amount: '0.0421', service: 'calls' } },
  payment: { path: 'payments', body: { amount: '0.05', method: 'card' } },
} as const

/** What is booked for customers with many open invoices, and with few. */
export const openInvoiceRows: readonly Measure[] = (['charge', 'payment'] as const).flatMap((which) =>
  [MANY, FEW].map((invoices) => booked(which, invoices)),
)

function booked(which: keyof typeof asked, invoices: number): Measure {
  const { path, body } = asked[which]
  return {
    what: `${which}s with ${invoices.toLocaleString('en')} open invoices, answered`,
    target: invoices === MANY ? '≥ 0.7 × the rate with 3' : '',
    counts: 'rate',
    needs: [openInvoices(invoices)],
    read: (side, { seconds }) => {
      let n = 0
      return load(side, { connections: 4, seconds }, () => ({
        path: `/customers/${owing(invoices, n++)}/${path}`,
        body,
      }))
    },
  }
}
