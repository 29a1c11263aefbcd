import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, openApi } from './api.ts'

let api: Api
beforeAll(async () => {
  api = await openApi()
  const done = async (path: string, body: unknown): Promise<void> => {
    const answer = await api.post(path, body)
    expect([path, answer.status, answer.status === 200 ? '' : answer.body]).toEqual([path, 200, ''])
  }
  const later = (to: string) => done('/clocks/k/advance', { to })
  await done('/clocks', { clock: 'k', now: '2026-01-01T12:00:00Z' })
  await done('/customers', { customer_id: 'c', name: 'Ann Other', currency: 'EUR', email: 'a@example.com', clock: 'k' })
  await later('2026-01-02T12:00:00Z')
  await done('/customers/c/invoices', { invoice: 'D1', lines: [{ description: 'x', amount: '70.00' }], draft: true })
  await later('2026-01-03T12:00:00Z')
  await done('/invoices/D1/issue', { due_on: '2026-02-01' })
  await later('2026-01-04T12:00:00Z')
  await done('/customers/c/invoices', { invoice: 'I1', lines: [{ description: 'y', amount: '50.00' }], due_on: null })
  await later('2026-01-05T12:00:00Z')
  await done('/customers/c/payments', { payment_id: 'P1', amount: '10.00', method: 'card' })
  await done('/customers/c/payments', { payment_id: 'P2', amount: '9.00', state: 'pending', expires_at: '2026-03-01' })
  await later('2026-01-06T12:00:00Z')
  await done('/customers/c/credit-notes', { credit_note: 'N1', invoice: 'I1', amount: '5.00', reason: 'outage' })
  await done('/customers/c/invoices', {
    invoice: 'I2',
    lines: [{ description: 'back', amount: '-4.00' }],
    due_on: null,
  })
  await later('2026-01-07T12:00:00Z')
  await done('/customers/c/disputes', { dispute_id: 'Q1', invoice: 'I1', claimed: '7.00', reference: 'CRM 1' })
  await later('2026-01-08T12:00:00Z')
})
afterAll(() => api.close())

/** Each kind of subject: its path, the moment at which it came to be, and what is only known of it from then on. */
const subjects = [
  ['/customers/c', '2026-01-01T12:00:00Z', ['name', 'email', 'opened_at', 'class', 'clock']],
  ['/invoices/D1', '2026-01-02T12:00:00Z', ['draft']],
  ['/invoices/I1', '2026-01-04T12:00:00Z', ['issued_on', 'issued_seq', 'collection_status', 'customer_name']],
  ['/payments/P1', '2026-01-05T12:00:00Z', ['received_at', 'received_seq', 'method', 'xdr_id']],
  ['/payments/P2', '2026-01-05T12:00:00Z', ['received_at', 'expires_at']],
  ['/credit-notes/N1', '2026-01-06T12:00:00Z', ['made_at', 'made_seq', 'origin', 'reason', 'xdr_id', 'source_invoice']],
  ['/credits/N1', '2026-01-06T12:00:00Z', ['made_at', 'credit_note', 'origin']],
  ['/credits/CR-I2', '2026-01-06T12:00:00Z', ['made_at', 'origin', 'source_invoice']],
  ['/disputes/Q1', '2026-01-07T12:00:00Z', ['opened_at', 'opened_seq', 'invoice', 'reference']],
] as const

const before = (moment: string): string => new Date(Date.parse(moment) - 1).toISOString()

/** The seq of the record that brought a subject into being, from the log. */
async function birthOf(path: string): Promise<number> {
  const [, kind = '', id = ''] = path.split('/')
  const called = kind.replace(/s$/, '').replace('-', '_')
  const query = called === 'customer' ? { type: 'customer_opened' } : { subject: `${called}:${id}`, kind: 'event' }
  const { body } = await api.get('/customers/c/audit', { ...query, order: 'asc', time: 'recorded', limit: 1 })
  return body.records[0].seq
}

// biome-ignore lint/suspicious/noExplicitAny: an outsider reads JSON without our types
function expectNothing(body: any, empty: readonly string[]): void {
  expect(body).toMatchObject({ exists: false, status: null })
  for (const name of empty) expect([name, name === 'credit_note' ? null : body[name]]).toEqual([name, null])
  const amounts = Object.values(body.figures).filter((value) => value !== null)
  expect(amounts.filter((value) => !/^0(\.00)?$/.test(String(value)))).toEqual([])
  const lists = Object.values(body).filter((value) => Array.isArray(value) && value !== body.identities)
  expect(lists.flat()).toEqual([])
}

describe.each(subjects)('%s', (path, born, empty) => {
  test('before it existed it has no status, no dates, no name; from its moment on it is there', async () => {
    const earlier = await api.get(path, { as_of: before(born) })
    expect(earlier.status).toBe(200)
    expectNothing(earlier.body, empty)
    const { body } = await api.get(path, { as_of: born })
    expect([body.exists, body.status === null]).toEqual([true, false])
    for (const name of empty) expect([name, body[name] === null]).toEqual([name, false])
  })

  test('what was not known yet was not there either', async () => {
    const seq = await birthOf(path)
    expectNothing((await api.get(path, { known_at: `seq:${seq - 1}` })).body, empty)
    const { body } = await api.get(path, { known_at: `seq:${seq}` })
    expect([body.exists, body.status === null]).toEqual([true, false])
  })
})

test('an invoice that was a draft first was one, and one issued at once never was', async () => {
  const status = async (as_of: string, invoice: string) =>
    (await api.get(`/invoices/${invoice}`, { as_of })).body.status
  expect(await status('2026-01-02T12:00:00Z', 'D1')).toBe('draft')
  expect(await status('2026-01-03T12:00:00Z', 'D1')).toBe('unpaid')
  expect(await status(before('2026-01-04T12:00:00Z'), 'I1')).toBeNull()
})

test('an id that no record ever named is unknown', async () => {
  for (const path of ['/invoices/X', '/payments/X', '/credits/X', '/credit-notes/X', '/disputes/X', '/customers/X'])
    expect([path, (await api.get(path, { as_of: '2020-01-01' })).status]).toEqual([path, 404])
})

/** The ids in each list of the customer at a pair of dials. */
async function listed(query: Record<string, string>): Promise<Record<string, string[]>> {
  const ids: Record<string, string> = {
    invoices: 'invoice',
    payments: 'payment_id',
    'credit-notes': 'credit_note',
    disputes: 'dispute_id',
    xdrs: 'kind',
    notes: 'kind',
  }
  const found: Record<string, string[]> = {}
  for (const [list, id] of Object.entries(ids)) {
    const { body } = await api.get(`/customers/c/${list}`, query)
    found[list] = body.items.map((row: Record<string, string>) => row[id])
  }
  return found
}

test('lists leave out what did not exist then, and what was not known', async () => {
  const all = await listed({})
  expect(await listed({ as_of: '2026-01-08T12:00:00Z' })).toEqual(all)
  expect(all).toMatchObject({ invoices: ['I2', 'I1', 'D1'], payments: ['P2', 'P1'], disputes: ['Q1'] })
  const early = await listed({ as_of: '2026-01-04' })
  expect(early).toMatchObject({ invoices: ['I1', 'D1'], payments: [], 'credit-notes': [], disputes: [], notes: [] })
  expect(early.xdrs).toEqual(['manual', 'manual'])
  const seq = await birthOf('/payments/P1')
  expect(await listed({ known_at: `seq:${seq - 1}` })).toEqual(early)
  expect(Object.values(await listed({ as_of: '2025-12-31' })).flat()).toEqual([])
})

test('lists within dials are paged, and a draft of then stands under its name of then', async () => {
  const page = await api.get('/customers/c/invoices', { as_of: '2026-01-04', limit: 1 })
  expect([page.body.items.length, page.body.next]).toEqual([1, expect.stringMatching(/^2\./)])
  const rest = await api.get('/customers/c/invoices', { as_of: '2026-01-04', limit: 1, cursor: page.body.next })
  expect([rest.body.items[0].invoice, rest.body.next]).toEqual(['D1', null])
})

test('customers are listed from their opening on', async () => {
  const rows = async (as_of: string) => (await api.get('/customers', { as_of })).body.items
  expect(await rows(before('2026-01-01T12:00:00Z'))).toEqual([])
  expect(await rows('2026-01-04')).toMatchObject([{ customer_id: 'c', name: 'Ann Other', balance: '120.00' }])
  expect((await api.get('/customers')).body.items).toMatchObject([{ customer_id: 'c', balance: '101.00' }])
})
