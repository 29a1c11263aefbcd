import { randomUUID } from 'node:crypto'
import autocannon from 'autocannon'
import type { WireRequest } from '../../src/service/asked/request.ts'
import { chanceFrom } from '../../src/service/demo/history/chance.ts'
import { performMany } from '../../src/service/ledger/perform.ts'
import type { Store } from '../../src/store/session/store.ts'
import type { Product } from '../product/start.ts'
import { caller, customerId, invoiceOf } from './customers.ts'
import { lasting, perSecond, type Row } from './table.ts'

const SECONDS = 12
const CONNECTIONS = 16

/** Charges, payments and adjustments over HTTP by somebody who is signed in. */
export async function operationsOverHttp(product: Product): Promise<Row> {
  const result = await operate(product, { cookie: await signIn(product), seconds: SECONDS })
  return {
    what: `operations over HTTP, ${CONNECTIONS} connections, signed in`,
    result: `${perSecond(result['2xx'], result.duration * 1000)}, p50 ${result.latency.p50} ms, p99 ${result.latency.p99} ms`,
    target: '≥ 1,500/s, p99 < 25 ms',
  }
}

/** `rate`: operations a second over all connections; left out, as many as go. */
type Load = { readonly cookie: string; readonly seconds: number; readonly rate?: number }

/** Loads a product for some seconds; each operation must be accepted. */
export async function operate({ url }: Product, { cookie, seconds, rate }: Load): Promise<autocannon.Result> {
  const chance = chanceFrom(1)
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    ...(rate !== undefined && { overallRate: rate }),
    requests: [
      {
        method: 'POST',
        setupRequest: (request) => {
          const { path, body } = operation(chance.next(), chance.between(0, 199))
          const headers = { cookie, 'content-type': 'application/json', 'idempotency-key': randomUUID() }
          return { ...request, path: `/api/v1${path}`, headers, body: JSON.stringify(body) }
        },
      },
    ],
  })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} operations were not accepted, ${result.errors} failed`)
  return result
}

function operation(which: number, n: number): { readonly path: string; readonly body: unknown } {
  if (which < 0.6) return { path: `/customers/${customerId(n)}/charges`, body: { amount: '0.0421', service: 'calls' } }
  if (which < 0.9) return { path: `/customers/${customerId(n)}/payments`, body: { amount: '0.05', method: 'card' } }
  return { path: `/invoices/${invoiceOf(n, 2)}/adjustments`, body: { amount: '-0.01', reason: 'measured' } }
}

/** Signs in as the first administrator; the cookie of the session. */
export async function signIn({ url, email, password }: Product): Promise<string> {
  const response = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}

const HOT = 4000

/** Charges of one customer, 200 in a transaction. */
export async function oneHotCustomer(store: Store): Promise<Row> {
  const requests = Array.from(
    { length: HOT },
    (_, n): WireRequest => ({
      op: 'book_charge',
      customerId: customerId(0),
      body: { amount: '0.0421', service: 'calls' },
      caller,
      key: `hot ${n}`,
    }),
  )
  const { ms } = await lasting(() => performMany(store, requests))
  return { what: 'one hot customer, grouped', result: perSecond(HOT, ms), target: '≥ 5,000/s' }
}
