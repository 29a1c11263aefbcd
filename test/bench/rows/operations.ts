import { type Chance, chanceFrom } from '../../../src/service/demo/history/chance.ts'
import { CUSTOMERS, customerId, customers, invoiceOf } from '../fixtures/customers.ts'
import { type Asked, load } from '../load.ts'
import type { Measure } from '../measure.ts'
import { simpleUpdates, transfers } from '../pairs/by-hand.ts'

const CONNECTIONS = 16

/** Charges, payments and adjustments of many customers over HTTP by somebody who is signed in. */
export const operations: Measure = {
  what: `operations over HTTP, ${CONNECTIONS} connections, answered`,
  target: { perSecond: 1500, p99: 25, ofPair: 0.5 },
  counts: 'rate',
  needs: [customers],
  read: (side, { seconds }, round) => load(side, { connections: CONNECTIONS, seconds: 2 * seconds }, mixed(round)),
  pair: transfers,
}

/** Says how fast the database is here; nothing of Whence takes part. */
export const pgbench: Measure = {
  what: 'the statements of pgbench -N (simple update), 2 connections',
  counts: 'rate',
  byHand: true,
  needs: [],
  read: simpleUpdates,
}

/** Six charges in ten, three payments, one adjustment. */
export function mixed(seed: number): () => Asked {
  const chance = chanceFrom(100 + seed)
  return () => operation(chance)
}

function operation(chance: Chance): Asked {
  const [which, n] = [chance.next(), chance.between(0, CUSTOMERS - 1)]
  if (which < 0.6) return { path: `/customers/${customerId(n)}/charges`, body: { amount: '0.0421', service: 'calls' } }
  if (which < 0.9) return { path: `/customers/${customerId(n)}/payments`, body: { amount: '0.05', method: 'card' } }
  return { path: `/invoices/${invoiceOf(n, 2)}/adjustments`, body: { amount: '-0.01', reason: 'measured' } }
}
