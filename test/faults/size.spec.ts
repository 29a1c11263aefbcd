import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { times } from '../long.ts'
import { type Answer, ask } from '../product/ask.ts'
import { memoryOf } from '../product/memory.ts'
import { type Product, startProduct } from '../product/start.ts'

/**
 * A customer of very many open invoices: a payment over all of them, a batch, each question, while others ask. Nothing
 * fails, nothing else waits, and all processes stay within their memory. WHENCE_INVOICES says how many there are; 20,000
 * take some minutes.
 */

const INVOICES = Number(process.env.WHENCE_INVOICES ?? times(1000, 2000))
const BATCH = 100
const MOST_MB = 512

let product: Product
/** The most that all processes took, MB. */
let most = 0
/** Others that were answered while the customer was worked on. */
let others = 0
let isOver = false
let watching: Promise<void>

const of = (method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> => ask(product, method, path, body)

const inBatches = async (count: number, one: (at: number) => object): Promise<void> => {
  for (let from = 0; from < count; from += BATCH) {
    const operations = Array.from({ length: Math.min(BATCH, count - from) }, (_, at) => one(from + at))
    expect((await of('POST', '/customers/big/batch', { operations })).status).toBe(200)
  }
}

/** Another customer is asked about, all the time. */
async function watch(): Promise<void> {
  while (!isOver) {
    const { status } = await of('GET', '/customers/small')
    expect(status).toBe(200)
    others += 1
    const { server, database } = memoryOf(product)
    most = Math.max(most, server + database)
    await sleep(50)
  }
}

beforeAll(
  async () => {
    product = await startProduct()
    expect((await of('POST', '/clocks', { clock: 'k', now: '2026-09-01T00:00:00Z', mail: 'withhold' })).status).toBe(
      200,
    )
    for (const customer_id of ['big', 'small'])
      expect(
        (await of('POST', '/customers', { customer_id, name: customer_id, currency: 'USD', clock: 'k' })).status,
      ).toBe(200)
    watching = watch()
    const lines = [{ description: 'Calls', amount: '10.00' }]
    await inBatches(INVOICES, (at) => ({ op: 'issue_invoice', invoice: `I${at}`, due_on: '2026-09-20', lines }))
    const moved = await of('POST', '/clocks/k/advance', { to: '2026-09-22T12:00:00Z' })
    expect(moved.status).toBe(200)
  },
  600_000 + INVOICES * 100,
)

afterAll(async () => {
  isOver = true
  await watching
  await product?.stop()
})

const total = `${INVOICES * 10}.00`

test('each question is answered', async () => {
  const { body } = await of('GET', '/customers/big/explain?figure=customer.overdue')
  expect([body.value, body.terms_count, body.residual]).toEqual([total, INVOICES, '0.00'])
  for (const path of [
    '/customers/big',
    '/customers/big?as_of=2026-09-10',
    '/customers/big/explain?figure=customer.status',
    '/customers/big/explain?figure=invoice.collection_status&subject=invoice:I7',
    '/customers/big/audit?figure=customer.overdue',
    '/customers/big/invoices?limit=100',
  ])
    expect([path, (await of('GET', path)).status]).toEqual([path, 200])
}, 120_000)

test('a batch, and a payment over all that is open', async () => {
  await inBatches(BATCH, () => ({ op: 'receive_payment', amount: '1.00', method: 'bank' }))
  const rest = `${INVOICES * 10 - BATCH}.00`
  const paid = await of('POST', '/customers/big/payments', { amount: rest, method: 'bank' })
  expect([paid.status, (paid.body.figures as Record<string, string>).allocated]).toEqual([200, rest])
  expect((await of('GET', '/customers/big')).body).toMatchObject({ figures: { outstanding: '0.00', overdue: '0.00' } })
}, 240_000)

test('others were answered all the while, and the memory was enough', () => {
  process.stderr.write(
    `${INVOICES} open invoices: ${most} MB of all processes at most, ${others} others were answered meanwhile\n`,
  )
  expect(others).toBeGreaterThan(20)
  expect(most).toBeGreaterThan(50)
  expect(most).toBeLessThan(MOST_MB)
})
