import { afterAll, beforeAll, expect, test } from 'vitest'
import { questionMark } from '../../src/api/cursors.ts'
import { type Api, openApi } from './api.ts'
import { steps } from './steps.ts'

/** What is asked with both dials is answered the same, whatever is recorded later (2-domain 2.3). */

let api: Api
beforeAll(async () => {
  api = await openApi()
  await done(api.post('/clocks', { clock: 'k', now: '2026-01-01T12:00:00Z' }))
})
afterAll(() => api.close())
const { done } = steps(() => api)

const open = (customer_id: string, rest: object = {}) =>
  done(api.post('/customers', { customer_id, name: 'Ann', currency: 'EUR', clock: 'k', ...rest }))
const draft = async (customer: string, rest: object = {}): Promise<string> => {
  const lines = [{ description: 'Fee', amount: '60.00', service: 'fee' }]
  return (await done(api.post(`/customers/${customer}/invoices`, { lines, draft: true, ...rest }))).body.invoice
}
const lastSeq = async (customer: string): Promise<number> =>
  (await done(api.get(`/customers/${customer}`))).body.complete.to_seq
/** The dials of what is known of a customer by now. */
const dialsOf = async (customer: string) => ({
  as_of: '2026-01-01T12:00:00Z',
  known_at: `seq:${await lastSeq(customer)}`,
})

test('a group of the charges of a draft is empty, also once it is issued', async () => {
  await open('terms')
  await draft('terms', { invoice: 'T1' })
  const figure = { figure: 'invoice.total', subject: 'invoice:T1' }
  const asked = { ...figure, ...(await dialsOf('terms')), group: 'charge:fee' }
  const before = await done(api.get('/customers/terms/explain/terms', asked))
  expect(before.body).toMatchObject({ items: [], sum: '0.00', value: '0.00', count: 0 })
  await done(api.post('/invoices/T1/issue', { due_on: null }))
  expect((await done(api.get('/customers/terms/explain/terms', asked))).body).toEqual(before.body)
  const now = await done(api.get('/customers/terms/explain/terms', { ...figure, group: 'charge:fee' }))
  expect(now.body).toMatchObject({ sum: '60.00', count: 1 })
})

test('a draft that was voided is not open, as of then and known then', async () => {
  await open('voided')
  await draft('voided', { invoice: 'V1' })
  const drafted = await dialsOf('voided')
  await done(api.post('/invoices/V1/void', { reason: 'not wanted' }))
  const asked = { open: 'true', ...(await dialsOf('voided')) }
  const listed = async (query: Record<string, string>) =>
    (await done(api.get('/customers/voided/invoices', query))).body.items.map((one: { invoice: string }) => one.invoice)
  expect(await listed(asked)).toEqual([])
  await done(api.post('/customers/voided/notes', { text: 'He called' }))
  expect(await listed(asked)).toEqual([])
  expect(await listed({ open: 'true', ...drafted })).toEqual(['V1'])
})

/** The cursor behind an id in the list of customers within a dial. */
const behind = (id: string, as_of: string): string =>
  `${id}.${questionMark({ url: '/api/v1/customers', params: {}, query: { as_of } })}`

test('pages of customers within the dials are not moved by who was opened later', async () => {
  await done(api.post('/clocks', { clock: 'later', now: '2026-03-01T12:00:00Z' }))
  await open('page-m')
  await open('page-p')
  const asked = { as_of: '2026-01-01T12:00:00Z', limit: 1, cursor: behind('page', '2026-01-01T12:00:00Z') }
  const pages = async () => {
    const first = (await done(api.get('/customers', asked))).body
    const second = (await done(api.get('/customers', { ...asked, cursor: first.next }))).body
    return [first.items, first.next, second.items]
  }
  const before = await pages()
  expect([before[0][0].customer_id, before[2][0].customer_id]).toEqual(['page-m', 'page-p'])
  for (const id of ['page-a', 'page-b', 'page-n']) await open(id, { clock: 'later' })
  expect(await pages()).toEqual(before)
  // a search looks at what is known now, and a number of records says nothing of who is opened later
  for (const other of [{ q: 'page-' }, { known_at: 'seq:1' }])
    expect((await api.get('/customers', { ...asked, cursor: undefined, ...other })).status).toBe(400)
  const early = { ...asked, known_at: '2026-01-01', cursor: undefined }
  expect((await done(api.get('/customers', early))).body).toEqual({ items: [], next: null })
})

test('a draft that the ledger named is called so up to its issue', async () => {
  await open('named')
  const name = await draft('named')
  await done(api.post(`/invoices/${name}/lines`, { description: 'More', amount: '5.00' }))
  await done(api.post('/customers/named/notes', { text: 'Sent to him', subject: `invoice:${name}` }))
  const dials = await dialsOf('named')
  const path = '/customers/named'
  const why = { figure: 'invoice.total', subject: `invoice:${name}` }
  const asked: [string, Record<string, string>][] = [
    [`${path}/explain`, { ...why, ...dials }],
    [`${path}/explain`, { ...why, as_of: dials.as_of, known_at: 'seq:1' }],
    [`${path}/explain/terms`, { ...why, ...dials }],
    [`${path}/explain/chain`, { ...why, ...dials }],
    [`${path}/audit`, { ...dials, limit: '200' }],
    [`${path}/audit`, { ...dials, figure: 'invoice.status', subject: `invoice:${name}` }],
    [`${path}/notes`, dials],
    [`${path}/invoices`, dials],
    [`/invoices/${name}`, dials],
  ]
  const answers = async () => {
    const bodies = []
    for (const [at, query] of asked) {
      const { later: _ofNow, ...body } = (await done(api.get(at, query))).body
      bodies.push(body)
    }
    return bodies
  }
  const before = await answers()
  expect(JSON.stringify(before[4])).toContain(`added to draft ${name}`)
  const issued = (await done(api.post(`/invoices/${name}/issue`, { due_on: null }))).body.invoice
  expect(issued).toMatch(/^INV-/)
  expect(await answers()).toEqual(before)
  const now = await done(api.get(`${path}/explain`, why))
  expect(now.body.subject).toBe(`invoice:${issued}`)
  const log = await done(api.get(`${path}/audit`, { type: 'invoice_issued' }))
  expect(log.body.records[0].subject).toBe(`invoice:${issued}`)
})
