import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { performMany } from '../../src/service/ledger/perform.ts'
import { requestOf } from '../service/desk.ts'
import { type Api, openApi } from './api.ts'

/** A customer of many open invoices: what looks around at all of them is answered, and keeps nobody waiting. */

const INVOICES = 600
const AROUND = ['invoice.amount_due', 'invoice.collectible', 'invoice.awaited', 'invoice.collection_status']
let api: Api

beforeAll(async () => {
  api = await openApi()
  await api.post('/customers', { customer_id: 'c', name: 'C', currency: 'USD' })
  const lines = [{ description: 'Calls', amount: '1.00' }]
  const issue = (at: number) => requestOf('issue_invoice', 'c', { invoice: `I${at}`, lines })
  await performMany(
    api.ledger.store,
    Array.from({ length: INVOICES }, (_, at) => issue(at)),
  )
})
afterAll(() => api.close())

test('a figure that looks around is asked for of one invoice', async () => {
  for (const figure of AROUND)
    for (const subject of [undefined, 'invoice:I1,invoice:I2']) {
      const { status, body } = await api.get('/customers/c/audit', { figure, subject })
      expect([status, body.code, body.path]).toEqual([400, 'malformed_request', 'subject'])
    }
  expect((await api.get('/audit', { figure: 'customer.balance,invoice.amount_due' })).status).toBe(400)
})

test('of one invoice it is answered, while others are answered at once', async () => {
  let [isAnswered, others] = [false, 0]
  const asking = Promise.all(
    AROUND.map((figure) => api.get('/customers/c/audit', { figure, subject: `invoice:I${INVOICES - 1}`, limit: 50 })),
  ).finally(() => {
    isAnswered = true
  })
  while (!isAnswered) {
    expect((await api.raw('/health', {})).status).toBe(200)
    others += 1
    await sleep(5)
  }
  for (const [at, { status, body }] of (await asking).entries()) {
    expect(status).toBe(200)
    // no pending money moves what is awaited
    expect(body.records).toHaveLength(AROUND[at] === 'invoice.awaited' ? 0 : 1)
  }
  // whoever computed without a pause would let others in only between the questions
  expect(others).toBeGreaterThan(AROUND.length)
})
