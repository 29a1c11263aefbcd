import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, administrator, openApi } from './api.ts'
import type { Document } from './document.ts'
import { type Asked, type Walk, walkWith } from './walk.ts'

/**
 * The OpenAPI document says exactly what is answered. `openApi` holds every exchange of every file here to it; this walks
 * through all of its operations, asked well and badly, and holds it to the routes that the server has.
 */

type Route = { readonly method: string | string[]; readonly url: string }
type Instance = { readonly addHook: (name: 'onRoute', hook: (route: Route) => void) => void }

const routes: string[] = []
const gather = (message: unknown): void =>
  (message as { readonly fastify: Instance }).fastify.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) routes.push(`${one} ${url.replaceAll(/:(\w+)/g, '{$1}')}`)
  })

let api: Api
let document: Document
let operations: readonly string[]
let walk: Walk
const ask: Walk['ask'] = (operation, asked) => walk.ask(operation, asked)

beforeAll(async () => {
  subscribe('fastify.initialization', gather)
  api = await openApi()
  unsubscribe('fastify.initialization', gather)
  walk = walkWith(api)
  document = (await api.raw('/docs/api/openapi.json', {})).body as Document
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
})
afterAll(() => api.close())

/** Asks under /api/v1 what is to be carried out; answers with what it says. */
async function done(operation: string, asked: Asked = {}) {
  const answer = await ask(operation.replace(' /', ' /api/v1/'), asked)
  expect([operation, answer.status, answer.body]).toEqual([operation, expect.toBeOneOf([200, 202, 204]), answer.body])
  return answer.body
}

const reason = 'as agreed'
const line = { description: 'Line', amount: '10.00' }
const customer = 'c'

/** Does something to one of the things of the customer. */
const on = (path: string, id: string, body: object = {}) => {
  const [, name = ''] = /\{(\w+)\}/.exec(path) ?? []
  return done(`POST ${path}`, { ids: { [name]: id }, body: { reason, ...body } })
}
const his = (what: string, body: object) => on(`/customers/{customer}/${what}`, customer, body)

test('each route is in the document, and each operation of it is a route', () => {
  const served = routes.filter((one) => !/^HEAD |^OPTIONS | \/docs\/api/.test(one))
  expect([...operations].sort()).toEqual([...new Set(served)].sort())
})

test('a customer and his money, carried out as the document says', async () => {
  await done('POST /clocks', { body: { clock: 'k', now: '2026-01-01', reason } })
  for (const customer_id of ['c', 'd'])
    await done('POST /customers', { body: { customer_id, name: customer_id, currency: 'USD', email: 'c@example.com' } })
  await his('opening', { opened_on: '2025-01-01' })
  await his('details', { name: 'Carl' })
  await his('credit-limit', { limit: '5000.00' })
  await his('collection-lifts', { until: '2999-12-30' })
  await done('PUT /customers/{customer}/policy', { ids: { customer }, body: { negative_invoice: 'keep', reason } })
  await his('credits', { amount: '1.00' })
  await his('charges', { amount: '2.00', service: 'calls' })
  for (const invoice of ['i1', 'i2']) await his('invoices', { invoice, lines: [line, line] })
  await his('invoices', { invoice: 'i3', lines: [{ ...line, amount: '-5.00' }] })
  await on('/invoices/{invoice}/to-credit', 'i3')
  const draft = await his('invoices', { draft: true, lines: [line] })
  await on('/invoices/{invoice}/lines', draft.invoice, line)
  await on('/invoices/{invoice}/issue', draft.invoice)
  await on('/invoices/{invoice}/adjustments', 'i1', { amount: '-1.00' })
  await on('/invoices/{invoice}/due-date', 'i1', { due_on: '2999-12-30' })
  await on('/invoices/{invoice}/collection', 'i1', { collect: false })
  await on('/invoices/{invoice}/write-offs', 'i1', { amount: '1.00' })
  await on('/invoices/{invoice}/write-off-reversals', 'i1')
  await on('/invoices/{invoice}/void', 'i2')
  await his('status', { set: 'blocked' })
  await his('status', { set: 'active' })
  await his('disputes', { dispute_id: 'd1', invoice: 'i1', claimed: '3.00', agreed: '2.00', note: 'said' })
  await on('/disputes/{dispute}/resolve', 'd1', { outcome: 'rejected' })
})

test('payments, credits and credit notes', async () => {
  const paid = { amount: '20.00', allocate: 'none' }
  for (const payment_id of ['p1', 'p2', 'p3']) await his('payments', { ...paid, payment_id })
  for (const payment_id of ['p4', 'p5']) await his('payments', { ...paid, payment_id, state: 'pending' })
  await on('/payments/{payment}/allocations', 'p1', { invoice: 'i1', amount: '2.00' })
  await on('/payments/{payment}/deallocations', 'p1', { invoice: 'i1' })
  await on('/payments/{payment}/refunds', 'p1', { amount: '1.00' })
  await on('/payments/{payment}/void', 'p2')
  await on('/payments/{payment}/chargebacks', 'p3')
  await on('/payments/{payment}/chargeback-reversals', 'p3')
  await on('/payments/{payment}/settle', 'p4')
  await on('/payments/{payment}/failures', 'p5')
  await his('refunds', { amount: '1.00' })
  await his('moves', { to: 'd', amount: '1.00' })
  await his('invoices', { invoice: 'i4', lines: [{ ...line, amount: '900.00' }] })
  const note = { amount: '9.00', apply: 'none' }
  for (const credit_note of ['n1', 'n2']) {
    const { credit_id } = await his('credit-notes', { ...note, credit_note })
    const path = credit_note === 'n1' ? '/credit-notes/{number}' : '/credits/{credit}'
    const id = credit_note === 'n1' ? credit_note : credit_id
    await on(`${path}/allocations`, id, { invoice: 'i4', amount: '2.00' })
    await on(`${path}/deallocations`, id, { invoice: 'i4' })
    await on(`${path}/refunds`, id, { amount: '1.00' })
    for (const query of ['', '?as_of=2024-01-01', '?known_at=seq:1'])
      await done(`GET ${path}`, { ids: { number: id, credit: id }, query })
  }
  await on('/credit-notes/{number}/void', 'n1')
})

test('notes, what waits for its day, wholes and streams', async () => {
  await his('notes', { text: 'said' })
  const [{ text_id: text }] = (await done('GET /customers/{customer}/notes', { ids: { customer } })).items
  await done('POST /customers/{customer}/texts/{text}/erase', { ids: { customer, text }, body: { reason } })
  await his('usage', { service: 'calls', charges: [{ amount: '1.00' }, { amount: '1,00' }] })
  const { scheduled } = await his('charges', { amount: '1.00', service: 'calls', effective_at: '2999-12-30' })
  await done('GET /customers/{customer}/scheduled', { ids: { customer } })
  await done('DELETE /customers/{customer}/scheduled/{scheduled}', {
    ids: { customer, scheduled },
    query: '?reason=no',
  })
  const operations = [
    { op: 'add_note', text: 'one' },
    { op: 'book_charge', amount: '1.00', service: 'calls' },
  ]
  await done('POST /customers/{customer}/batch', { ids: { customer }, body: { operations } })
  const lines = [
    { op: 'add_note', customer_id: customer, key: 'one', text: 'two' },
    { op: 'add_note', customer_id: customer, key: 'one', text: 'two' },
    { op: 'open_customer', key: 'two', name: 'E', currency: 'EUR' },
    { op: 'add_note', key: 'three' },
    { op: 'add_note', customer_id: 'nobody', key: 'four', text: 'two' },
  ].map((one) => JSON.stringify(one))
  const headers = { 'content-type': 'application/x-ndjson' }
  for (const query of ['', '?records=none', '?reason=why'])
    await done('POST /ingest', { query, headers, body: `${lines.join('\n')}\n{\n` })
  await done('POST /ingest', { body: { op: 'add_note', customer_id: customer, key: 'five', text: 'three' } })
})

test('what the operator does, and who is signed in', async () => {
  await done('PUT /classes/{class}/policy', { ids: { class: 'gold' }, body: { payment_terms: 10, reason } })
  for (const path of ['/classes', '/classes/{class}/policy', '/books'])
    await done(`GET ${path}`, { ids: { class: 'gold' } })
  await done('GET /customers/{customer}/policy', { ids: { customer } })
  await done('PUT /books', { body: { closed_until: '2024-01-01', reason } })
  await done('POST /clocks/{clock}/advance', { ids: { clock: 'k' }, body: { to: '2026-02-01', reason } })
  await done('GET /clocks/{clock}', { ids: { clock: 'k' } })
  await done('POST /clocks/{clock}/join', { ids: { clock: 'k' } })
  const { run_id } = await done('POST /collection/runs', { body: { business_date: '2026-02-01', reason } })
  await done('GET /runs/{run}', { ids: { run: run_id } })
  const { email, password } = administrator
  const signedIn = await ask('POST /api/v1/session', { body: { email, password } })
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  const headers = { authorization: '', cookie }
  for (const it of ['session/all', 'access/sessions', 'access', 'users', 'keys']) await done(`GET /${it}`, { headers })
  for (const path of ['/session/all/{session}', '/access/sessions/{session}']) {
    await ask('POST /api/v1/session', { body: { email, password } })
    const { items } = await done('GET /session/all', { headers })
    const { session } = items.find((one: { is_this: boolean }) => !one.is_this)
    await done(`DELETE ${path}`, { headers, ids: { session } })
  }
  await done('POST /session/password', { headers, body: { password, new_password: password } })
  for (const method of ['GET', 'DELETE']) await done(`${method} /session`, { headers: { authorization: '', cookie } })
  for (const path of ['/metrics', '/health', '/ready', '/errors', '/errors/{code}'])
    expect((await ask(`GET ${path}`, { ids: { code: 'customer_unknown' } })).status).toBe(200)
})

test('every question about the customer, within any dials, and about all', async () => {
  const ids = { customer, invoice: 'i1', payment: 'p1', credit: 'c', dispute: 'd1', root: '3' }
  const questions = operations.filter(
    (one) => /^GET .*\{(customer|invoice|payment|dispute)\}/.test(one) && !/policy|root/.test(one),
  )
  for (const question of questions) {
    const figure = /explain/.test(question) ? '&figure=customer.balance' : ''
    const dials = ['', '&as_of=2024-01-01', '&as_of=2999-12-31', '&known_at=seq:1', '&known_at=2999-12-31T00:00:00Z']
    for (const query of dials)
      await done(question.replace('/api/v1', ''), { ids, query: `?${figure}${query}`.replace('?&', '?') })
  }
  for (const query of ['', '?limit=1']) await done('GET /customers/{customer}/chains/{root}', { ids, query })
  for (const query of ['', '?q=c', '?limit=1', '?as_of=2025-06-01']) await done('GET /customers', { query })
  for (const path of ['/audit', '/audit/counts', '/customers/{customer}/audit'])
    for (const query of [
      'kind=event',
      'figure=customer.balance&order=asc',
      'q=line',
      'amount=1..9&direction=decrease',
      'from=2026-01-01',
    ])
      await done(`GET ${path}`, { ids, query: `?${query}` })
})

const foreign = { origin: 'https://elsewhere.example' }
const bad: readonly (readonly [string, Asked, RegExp])[] = [
  ['nobody', { headers: { authorization: '' } }, /./],
  ['an unknown key', { headers: { authorization: 'Bearer wk_none' } }, /./],
  ['what is unknown', {}, /./],
  ['a parameter that there is not', { query: '?colour=red' }, /^GET/],
  ['no key', { headers: { 'idempotency-key': '' }, body: {} }, /^(POST|PUT)/],
  ['a member that there is not', { body: { colour: 'red' } }, /^(POST|PUT)/],
  ['members of no type', { body: { reason: 7, amount: {}, name: [], operations: 'x' } }, /^(POST|PUT)/],
  ['a body that is no object', { body: [] }, /^(POST|PUT)/],
  ['a body that is no JSON', { body: '{' }, /^(POST|PUT|DELETE)/],
  ['a body of another type', { body: 'a', headers: { 'content-type': 'text/plain' } }, /^(POST|PUT|DELETE)/],
  ['a body that is too large', { body: JSON.stringify({ text: 'x'.repeat(1_100_000) }) }, /^(POST|PUT|DELETE)/],
  ['a number that is too large', { ids: { customer, root: '99999999999999999' } }, /root/],
  ['an xDR id that is too large', { ids: { customer }, body: { charges: [1e17] } }, /^POST .*r}\/invoices$/],
  ['an id that is none', { ids: new Proxy({}, { get: () => ' ' }) }, /\{/],
  ['an id that is too long', { ids: new Proxy({}, { get: () => 'x'.repeat(2000) }) }, /\{/],
]

test.each(bad)('%s', async (_, asked, which) => {
  for (const operation of operations.filter((one) => which.test(one))) await ask(operation, asked)
})

test('another origin with the cookie of a user', async () => {
  const { email, password } = administrator
  const signedIn = await ask('POST /api/v1/session', { body: { email, password } })
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  const writing = operations.filter((one) => /^(POST|PUT|DELETE)/.test(one))
  for (const operation of writing) {
    const body = /session$/.test(operation) ? { email, password } : undefined
    const answer = await ask(operation, { headers: { authorization: '', cookie, ...foreign }, body })
    expect([operation, answer.status]).toEqual([operation, 403])
  }
})

test('too many attempts at signing in', async () => {
  let last = 0
  for (let count = 0; last !== 429 && count < 100; count += 1)
    last = (await ask('POST /api/v1/session', { body: { email: 'no@example.com', password: 'x' } })).status
  expect(last).toBe(429)
})

test('all of it was asked, and was both carried out and refused', () => {
  const cannotFail = /^GET \/(metrics|health|ready|errors)$/
  const missing = operations.filter((operation) => {
    const statuses = [...(walk.answered.get(operation) ?? [])]
    return !statuses.some((one) => one < 300) || (!cannotFail.test(operation) && !statuses.some((one) => one >= 400))
  })
  expect(missing).toEqual([])
})
