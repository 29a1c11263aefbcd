import { grown, grownBy } from '../fixtures/history.ts'
import { openInvoices, owing } from '../fixtures/open-invoices.ts'
import { type Asked, load } from '../load.ts'
import type { Measure, Reader } from '../measure.ts'

const charge = { path: 'charges', body: { amount: '0.0421', service: 'calls' } }
const payment = { path: 'payments', body: { amount: '0.05', method: 'card' } }

/** Books for some customers in turn, over a few connections. */
function booked(asked: readonly Asked[], customer: (n: number) => string): Reader {
  return (side, { seconds }) => {
    let n = 0
    return load(side, { connections: 4, seconds }, () => {
      const { path, body } = asked[Math.floor(n / 2) % asked.length] ?? charge
      return { path: `/customers/${customer(n++)}/${path}`, body }
    })
  }
}

/** What is booked for customers with many open invoices, beside the same for those with few. */
export const openInvoiceRows: readonly Measure[] = [
  owingMany('charges', [charge], 1000, 3),
  owingMany('payments', [payment], 1000, 3),
  owingMany('charges and payments', [charge, payment], 100, 1),
]

function owingMany(what: string, asked: readonly Asked[], many: number, few: number): Measure {
  return {
    what: `${what} with ${many.toLocaleString('en')} open invoices, answered`,
    target: { ofPair: 0.7 },
    counts: 'rate',
    needs: [openInvoices(many), openInvoices(few)],
    read: booked(asked, (n) => owing(many, n)),
    pair: { what: `with ${few}`, read: booked(asked, (n) => owing(few, n)) },
  }
}

/** What is booked for customers with a long history, beside the same for those with a short one. */
export const historyRows: readonly Measure[] = [10, 100].map((times) => ({
  what: `charges and payments with ${times} × history, answered`,
  target: { ofPair: 0.77 },
  counts: 'rate',
  needs: [grown],
  read: booked([charge, payment], (n) => grownBy(times, n)),
  pair: { what: 'with 1 ×', read: booked([charge, payment], (n) => grownBy(1, n)) },
}))
