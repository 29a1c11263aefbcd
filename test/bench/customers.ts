import type { Caller, WireRequest } from '../../src/service/asked/request.ts'
import { performMany } from '../../src/service/ledger/perform.ts'
import type { Store } from '../../src/store/session/store.ts'

/** Customers of the measurements, each with a few invoices of 1000.00. */
export const CUSTOMERS = 200
const INVOICES = 3

export const customerId = (n: number): string => `bench-${String(n % CUSTOMERS).padStart(3, '0')}`
export const invoiceOf = (n: number, at = 0): string => `B-${n % CUSTOMERS}-${at}`

export const caller: Caller = { actor: 'bench', realm: 'operator', channel: 'api', ip: null }

/** Opens the customers and issues their invoices. */
export async function openCustomers(store: Store): Promise<void> {
  const requests = Array.from({ length: CUSTOMERS }, (_, n): WireRequest[] => [
    {
      op: 'open_customer',
      customerId: customerId(n),
      body: { customer_id: customerId(n), name: `Customer ${n}`, currency: 'USD', billing: 'postpaid' },
      caller,
      key: 'open',
    },
    ...Array.from({ length: INVOICES }, (_, at): WireRequest => {
      const lines = [{ description: 'Services', amount: '1000.00' }]
      const body = { invoice: invoiceOf(n, at), lines }
      return { op: 'issue_invoice', customerId: customerId(n), body, caller, key: `issue ${at}` }
    }),
  ]).flat()
  const outcomes = await performMany(store, requests)
  const refused = outcomes.find((outcome) => outcome.status !== 'done')
  if (refused !== undefined) throw new Error(`a customer of the measurement is refused: ${JSON.stringify(refused)}`)
}
