import { afterAll, beforeAll, expect, test } from 'vitest'
import { times } from '../long.ts'
import { type Api, openApi } from './api.ts'
import { type Line, paged } from './log.ts'

const CUSTOMERS = times(50, 250)
const marks = ['_', '-', '/', '.', '#', '+', ':', '§', ' ', '<', '@', "'", '\\', '%']

/** Ids as gateways and billers make them, each with another mark and a beginning of its own. */
const idOf = (kind: string, n: number): string =>
  `${(n * 7919).toString(36)}${marks[n % marks.length]}${kind}Ü${n.toString(36).toUpperCase()}z`

type Own = { readonly customer: string; readonly as: string; readonly id: string }
const own: Own[] = []
let api: Api

beforeAll(async () => {
  api = await openApi()
  const accepted = async (path: string, body: unknown): Promise<void> => {
    const { status, body: said } = await api.post(path, body)
    if (status > 201) throw new Error(`${path}: ${JSON.stringify(said)}`)
  }
  for (let n = 0; n < CUSTOMERS; n++) {
    const customer = idOf('Cust', n)
    const [invoice, payment, note] = [idOf('Inv', n), idOf('pi', n), idOf('cn', n)]
    const path = `/customers/${encodeURIComponent(customer)}`
    await accepted('/customers', { customer_id: customer, name: `Given Name${n}`, currency: 'USD' })
    await accepted(`${path}/invoices`, { invoice, lines: [{ description: 'Fee', amount: '60.00' }] })
    await accepted(`${path}/payments`, { payment_id: payment, amount: '20.00' })
    await accepted(`${path}/credit-notes`, { credit_note: note, amount: '5.00', reason: 'goodwill' })
    own.push({ customer, as: 'customer', id: customer }, { customer, as: 'invoice', id: invoice })
    own.push({ customer, as: 'payment', id: payment }, { customer, as: 'credit_note', id: note })
  }
  await accepted('/customers', {
    customer_id: 'ann',
    name: "Ann O'Tter",
    email: 'Ann.Otter@example.com',
    currency: 'USD',
  })
  await accepted('/customers/ann/charges', { amount: '9.00', service: 'DataRoaming', xdr_id: '990017' })
  await accepted('/customers/ann/invoices', { invoice: 'D-1', charges: 'unbilled' })
  await accepted('/customers/ann/disputes', { invoice: 'D-1', dispute_id: 'dp_X9', reference: 'CRM/Case-77' })
  for (const text of [
    'Sent <b>Refund-Form</b> home',
    'see /srv/Letters/may.pdf',
    'asked on https://help.example.org/Tickets/4711?x=1',
    'wrote to billing@Example.net',
    'promised 12e3abc and ch_7QrTv',
  ])
    await accepted('/customers/ann/notes', { text })
}, 120_000)
afterAll(() => api.close())

const flipped = (id: string): string =>
  id.replaceAll(/\p{L}/gu, (one) => (one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase()))

const namesIt = (lines: readonly Line[], { customer, id }: Own): boolean =>
  lines.some(
    (line) => line.customer_id === customer && `${line.customer_id} ${line.sentence} ${line.subject}`.includes(id),
  )

const audit = async (q: string): Promise<Line[]> => (await api.get('/audit', { q, limit: 500 })).body.records

test(`${4 * CUSTOMERS} records are found in the log by the beginning of their own ids in other case`, async () => {
  const lost: string[] = []
  for (const [at, one] of own.entries()) {
    const asked = at % 10 === 0 ? one.id : flipped(one.id.slice(0, -3))
    if (!namesIt(await audit(asked), one)) lost.push(asked)
  }
  expect(own.length).toBe(4 * CUSTOMERS)
  expect(lost).toEqual([])
})

test(`${4 * CUSTOMERS} ids lead to their customer, who comes first`, async () => {
  const lost: string[] = []
  for (const { customer, as, id } of own) {
    const { body } = await api.get('/customers', { q: flipped(id), limit: 2 })
    const [first] = body.items
    const named =
      as === 'customer' || first?.found.some((by: { as: string; id: string }) => by.as === as && by.id === id)
    if (first?.customer_id !== customer || !named) lost.push(id)
  }
  expect(lost).toEqual([])
})

test.each([
  ['ann.otter@EXAMPLE.com', 'email', 'Ann.Otter@example.com'],
  ['d-1', 'invoice', 'D-1'],
  ['DP_x', 'dispute', 'dp_X9'],
  ['990017', 'xdr', '990017'],
  ['crm/case-77', 'reference', 'CRM/Case-77'],
  ['case', 'reference', 'CRM/Case-77'],
])('%s leads to the customer by %s', async (q, as, id) => {
  const { body } = await api.get('/customers', { q })
  expect(body.items.map((row: { customer_id: string }) => row.customer_id)).toEqual(['ann'])
  expect(body.items[0].found).toContainEqual({ as, id })
})

test.each(["o'tter", 'tter', 'OTTER ann', 'ann', 'An'])('the name is found by "%s"', async (q) => {
  const { body } = await api.get('/customers', { q })
  expect(body.items.map((row: { customer_id: string }) => row.customer_id)).toEqual(['ann'])
})

test.each([
  ['refund-form', 'Sent'],
  ['<b>Refund', 'Sent'],
  ['/srv/letters', 'see'],
  ['LETTERS/may.pdf', 'see'],
  ['may.pdf', 'see'],
  ['tickets/4711', 'asked'],
  ['https://help.example.org/Tickets/4711?x=1', 'asked'],
  ['example.net', 'wrote'],
  ['12e3a', 'promised'],
  ['CH_7qr', 'promised'],
])('own text is found by %s', async (q, word) => {
  for (const path of ['/audit', '/customers/ann/audit']) {
    const lines = await paged(api, path, { q })
    expect(lines.map((line) => line.sentence.includes(word))).toEqual([true])
  }
})

test('who did it, whose it is and what it was for are found in any case', async () => {
  const all = await paged(api, '/audit', { limit: 500, type: 'invoice_issued' })
  const byActor = await paged(api, '/audit', { limit: 500, type: 'invoice_issued', q: 'GATEWAY' })
  expect(byActor.length).toBe(all.length)
  const ofAnn = await paged(api, '/customers/ann/audit', { q: 'ANN', limit: 500 })
  expect(ofAnn.length).toBe((await paged(api, '/customers/ann/audit', { limit: 500 })).length)
  expect((await paged(api, '/customers/ann/audit', { q: 'dATAroaming' })).map((line) => line.type)).toContain(
    'charge_booked',
  )
})

test('pages of a search list each customer once', async () => {
  const q = 'Given'
  const once: string[] = []
  let cursor: string | undefined
  do {
    const { body } = await api.get('/customers', { q, limit: 100, cursor })
    once.push(...body.items.map((row: { customer_id: string }) => row.customer_id))
    cursor = body.next ?? undefined
  } while (cursor !== undefined)
  expect([once.length, new Set(once).size]).toEqual([CUSTOMERS, CUSTOMERS])
})
