import type { Asked } from './load.ts'

/** What is asked, one after the other, for a customer on a clock of his own who comes to be told that he is overdue. */
export function owing(customerId: string): readonly Asked[] {
  const about = (path: string, body: object): Asked => ({ customerId, path, body, key: `${customerId} ${path}` })
  return [
    about('/clocks', { clock: customerId, now: '2026-09-30T16:00:00Z', mail: 'send' }),
    about('/customers', {
      customer_id: customerId,
      name: customerId,
      email: `${customerId}@example.com`,
      currency: 'USD',
      clock: customerId,
    }),
    about(`/customers/${customerId}/invoices`, {
      invoice: `I-${customerId}`,
      lines: [{ description: 'September', amount: '100.00' }],
      issued_on: '2026-09-30',
      due_on: '2026-10-01',
    }),
    about(`/clocks/${customerId}/advance`, { to: '2026-10-10T16:00:00Z' }),
  ]
}
