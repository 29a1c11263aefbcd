import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, openApi } from './api.ts'
import { type Line, names, paged, seedLog } from './log.ts'

let api: Api
let all: readonly Line[]

beforeAll(async () => {
  api = await openApi()
  await seedLog(api)
  all = await paged(api, '/audit', { limit: 500 })
})
afterAll(() => api.close())

const size = (line: Line): number => Math.abs(Number(line.kind === 'event' ? line.amount : line.delta))
const has = (line: Line): boolean => (line.kind === 'event' ? line.amount : line.delta) !== null

/** A filter, and what it lets through, said another way. */
const filters: readonly [Record<string, string>, (line: Line) => boolean][] = [
  [{ kind: 'event' }, (line) => line.kind === 'event'],
  [{ kind: 'change,message' }, (line) => line.kind === 'change' || line.kind === 'message'],
  [{ type: 'payment_received' }, (line) => line.type === 'payment_received'],
  [{ type: 'status_changed,note_added' }, (line) => line.type === 'status_changed' || line.type === 'note_added'],
  [{ type: 'customer_changed,note_added' }, (line) => ['customer_changed', 'note_added'].includes(line.type)],
  [{ actor: 'Payment gateway' }, (line) => line.actor === 'Payment gateway'],
  [{ actor: 'payment' }, (line) => line.actor === 'Payment gateway'],
  [{ actor: '-system' }, (line) => line.actor !== 'system'],
  [{ actor: 'system' }, (line) => line.actor === 'system'],
  [{ channel: 'clock' }, (line) => line.channel === 'clock'],
  [{ channel: '-clock,-cli' }, (line) => line.channel !== 'clock' && line.channel !== 'cli'],
  [{ ip: '127.0.0.1' }, (line) => line.channel === 'api'],
  [{ ip: '10.0.0.1' }, () => false],
  [{ amount: '30' }, (line) => has(line) && size(line) === 30],
  [{ amount: '>=50' }, (line) => has(line) && size(line) >= 50],
  [{ amount: '<=1' }, (line) => has(line) && size(line) <= 1],
  [{ amount: '10..20' }, (line) => has(line) && size(line) >= 10 && size(line) <= 20],
  [{ direction: 'decrease' }, (line) => Number(line.delta) < 0],
  [{ direction: 'increase' }, (line) => Number(line.delta) > 0],
  [{ xdr: '987654' }, (line) => line.xdr_id === '987654'],
  [{ from: '2026-03-12', to: '2026-03-12' }, (line) => line.effective_at.startsWith('2026-03-12')],
  [{ to: '2026-03-11' }, (line) => line.effective_at < '2026-03-12'],
  [{ from: '2026-03-12T12:00:00Z' }, (line) => line.effective_at >= '2026-03-12T12'],
  [
    { kind: 'event', actor: 'payment', amount: '>=20', from: '2026-03-02' },
    (line) => line.type.startsWith('payment') && size(line) >= 20 && line.effective_at > '2026-03-02',
  ],
]

describe('filters of all customers', () => {
  test.each(filters)('%j', async (query, passes) => {
    const lines = await paged(api, '/audit', { ...query, limit: 500 })
    expect(names(lines)).toEqual(names(all.filter(passes)))
  })

  test.each(filters)('%j of one customer', async (query, passes) => {
    const lines = await paged(api, '/customers/a/audit', { ...query, limit: 500 })
    expect(names(lines)).toEqual(names(all.filter((line) => line.customer_id === 'a' && passes(line))))
  })

  test('subject and invoice', async () => {
    const ofInvoice = await paged(api, '/audit', { invoice: '2026-b' })
    expect(new Set(ofInvoice.map((line) => line.customer_id))).toEqual(new Set(['b']))
    expect(ofInvoice.map((line) => line.type)).toEqual(
      expect.arrayContaining(['invoice_issued', 'invoice_adjusted', 'status_changed']),
    )
    const concerning = names(await paged(api, '/audit', { subject: 'invoice:2026-b' }))
    expect(names(ofInvoice)).toEqual(expect.arrayContaining(concerning))
    const ofPayment = await paged(api, '/customers/a/audit', { subject: 'payment:P-a' })
    expect(ofPayment.map((line) => line.type)).toEqual(
      expect.arrayContaining(['payment_received', 'payment_allocated']),
    )
    const ofHimself = await paged(api, '/customers/a/audit', { subject: 'customer', kind: 'change' })
    expect(ofHimself.every((line) => line.subject === 'customer')).toBe(true)
    expect((await api.get('/customers/a/audit', { invoice: '2026-b' })).body.code).toBe('invoice_unknown')
  })

  test('chain, in one customer and over all', async () => {
    const paid = all.find((line) => line.type === 'payment_received' && line.customer_id === 'b')
    const chain = names(all.filter((line) => line.customer_id === 'b' && line.root_seq === paid?.root_seq))
    expect(names(await paged(api, '/customers/b/audit', { chain: String(paid?.seq) }))).toEqual(chain)
    expect(names(await paged(api, '/audit', { chain: `b:${(paid?.seq ?? 0) + 1}` }))).toEqual(chain)
  })

  test('the recorded clock orders by recording', async () => {
    const lines = await paged(api, '/customers/a/audit', { time: 'recorded', order: 'asc' })
    expect(lines.map((line) => line.seq)).toEqual(lines.map((_, at) => at + 1))
    const half = lines[20]?.recorded_at ?? ''
    const later = await paged(api, '/customers/a/audit', { time: 'recorded', order: 'asc', from: half })
    expect(names(later)).toEqual(names(lines.filter((line) => line.recorded_at >= half)))
    const earlier = await paged(api, '/audit', { time: 'recorded', to: half })
    expect(earlier.every((line) => line.recorded_at <= half)).toBe(true)
  })
})

describe('paging', () => {
  test.each([1, 7, 50])('%i a page: each line once, in the same order', async (limit) => {
    for (const query of [{}, { order: 'asc' }, { time: 'recorded' }]) {
      const once = await paged(api, '/customers/a/audit', { ...query, limit: 500 })
      expect(names(await paged(api, '/customers/a/audit', { ...query, limit }))).toEqual(names(once))
    }
    if (limit > 1) expect(names(await paged(api, '/audit', { limit }))).toEqual(names(all))
  })

  test.each(['asc', 'desc'])(
    'all customers by recording, %s: in order of moment, customer and number',
    async (order) => {
      const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
      const moment = (line?: Line): string => line?.recorded_at.replace('Z', '') ?? ''
      const ordered = [...all].sort(
        (a, b) =>
          compared(moment(a), moment(b)) || compared(a.customer_id, b.customer_id) || Number(a.seq) - Number(b.seq),
      )
      if (order === 'desc') ordered.reverse()
      for (const limit of [7, 50, 500])
        expect(names(await paged(api, '/audit', { time: 'recorded', order, limit }))).toEqual(names(ordered))
      const [from = '', to = ''] = [moment(ordered.at(10)), moment(ordered.at(-20))].sort()
      const within = await paged(api, '/audit', { time: 'recorded', order, limit: 9, from: `${from}Z`, to: `${to}Z` })
      expect(names(within)).toEqual(names(ordered.filter((one) => moment(one) >= from && moment(one) <= to)))
    },
  )

  test('pages of figures that are computed on reading', async () => {
    const query = { figure: 'customer.balance,customer.overdue,invoice.overdue,invoice.adjusted' }
    const once = await paged(api, '/audit', { ...query, limit: 500 })
    expect(new Set(names(once)).size).toBe(once.length)
    expect(names(await paged(api, '/audit', { ...query, limit: 3 }))).toEqual(names(once))
    const ascending = await paged(api, '/audit', { ...query, limit: 4, order: 'asc' })
    expect(names(ascending)).toEqual(names([...once].reverse()))
  })
})

test('counts look at all that they are asked by, also at what they do not need', async () => {
  for (const query of [{ order: 'AAA' }, { limit: '0x10' }, { kind: 'gossip' }])
    expect((await api.get('/audit/counts', query)).status).toBe(400)
})

test('a status is no list of terms: it asks back', async () => {
  await api.post('/customers', { customer_id: 'statuses', name: 'S', currency: 'USD' })
  const { status, body } = await api.get('/customers/statuses/explain/terms', { figure: 'customer.status' })
  expect([status, body.path]).toEqual([400, 'figure'])
})
