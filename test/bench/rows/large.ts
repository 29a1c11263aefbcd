import { randomUUID } from 'node:crypto'
import { forgetPeak, peakOf } from '../../product/memory.ts'
import { withInvoices } from '../fixtures/customers.ts'
import { ingest } from '../load.ts'
import { type Fixture, lasting, type Once } from '../measure.ts'
import { longestTick } from '../rounds.ts'

const LARGE = 'bench-large'
/** Of the target, and how long nobody else may wait, ms. */
const [WANTED, MOST_TICK_MS] = [20_000, 50]
const EACH = 1000

/** A customer with very many open invoices. */
const manyInvoices: Fixture = (side, { large }) =>
  ingest(
    side,
    withInvoices(LARGE, large, (at) => `G-${at}`),
  )

/** One payment over very many open invoices: it is booked in a thread apart, while others are answered. */
export const overMany: Once = {
  what: 'a payment over all invoices of a customer with very many',
  target: `of ${WANTED.toLocaleString('en')}: booked, tick ≤ ${MOST_TICK_MS} ms`,
  needs: [manyInvoices],
  once: async (side, { large }) => {
    const { url, process: server } = side.product
    forgetPeak(server.pid)
    await longestTick(side)
    const { ms, result } = await lasting(() =>
      fetch(`${url}/api/v1/customers/${LARGE}/payments`, {
        method: 'POST',
        headers: { cookie: side.cookie, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
        body: JSON.stringify({ amount: `${large * EACH}.00`, method: 'bank' }),
      }),
    )
    const text = await result.text()
    const tick = await longestTick(side)
    const booked = result.status === 200 ? 'booked' : `${result.status} ${text.slice(0, 200)}`
    return {
      told: `of ${large.toLocaleString('en')}: ${booked} in ${(ms / 1000).toFixed(1)} s`,
      ...(large >= WANTED && { isReached: result.status === 200 && (tick ?? 0) <= MOST_TICK_MS }),
      peak: peakOf(server.pid),
      tick,
    }
  },
}
