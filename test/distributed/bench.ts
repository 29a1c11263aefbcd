import { randomUUID } from 'node:crypto'
import { ask } from '../product/ask.ts'
import { startOn } from './product.ts'

/**
 * Payments over HTTP on the database of `DISTRIBUTED_URL`, answered, by connections of customers of their own; prints how
 * many there were a second and how long they took. `script/bench` measures all else, on a database of its own.
 */

const CONNECTIONS = 16
const CUSTOMERS = 160
const FOR_MS = 20_000

const url = process.env.DISTRIBUTED_URL
if (!url) throw new Error('DISTRIBUTED_URL names no coordinator')
const product = await startOn(url)
try {
  const run = randomUUID().slice(0, 8)
  const customers = Array.from({ length: CUSTOMERS }, (_, at) => `bench-${run}-${at}`)
  for (const customer_id of customers)
    await done(ask(product, 'POST', '/customers', { customer_id, name: 'B', currency: 'USD' }))
  const took: number[] = []
  const began = performance.now()
  const connection = async (no: number): Promise<void> => {
    for (let at = no; performance.now() - began < FOR_MS; at += CONNECTIONS) {
      const from = performance.now()
      await done(ask(product, 'POST', `/customers/${customers[at % CUSTOMERS]}/payments`, { amount: '1.00' }))
      took.push(performance.now() - from)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, no) => connection(no)))
  const perSecond = Math.round((took.length / (performance.now() - began)) * 1000)
  took.sort((one, other) => one - other)
  const at = (share: number): string => (took[Math.floor(took.length * share)] ?? 0).toFixed(1)
  console.log(
    `Payments over HTTP, ${CONNECTIONS} connections, ${CUSTOMERS} customers: ${perSecond}/s, p50 ${at(0.5)}, p99 ${at(0.99)} ms`,
  )
} finally {
  await product.stop()
}

async function done(answer: ReturnType<typeof ask>): Promise<void> {
  const { status, body } = await answer
  if (status >= 400) throw new Error(`${status}: ${JSON.stringify(body)}`)
}
