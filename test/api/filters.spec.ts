import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, openApi } from './api.ts'

type Line = {
  readonly customer_id: string
  readonly seq: number
  readonly line: number
  readonly kind: string
  readonly type: string
  readonly figure: string | null
  readonly subject: string
  readonly delta: string | null
  readonly amount: string | null
  readonly effective_at: string
  readonly recorded_at: string
  readonly sentence: string
  readonly root_seq: number
  readonly xdr_id: string | null
  readonly actor: string
  readonly channel: string
}

let api: Api
let all: readonly Line[]

beforeAll(async () => {
  api = await openApi()
  await api.post('/clocks', { clock: 'k', now: '2026-03-01T12:00:00Z' })
  for (const id of ['a', 'b', 'c']) {
    await api.post('/customers', {
      customer_id: id,
      name: `Name ${id}`,
      currency: 'USD',
      clock: 'k',
      credit_limit: '90.00',
    })
    await api.post(`/customers/${id}/charges`, {
      amount: '12.34',
      service: 'calls',
      description: 'Roaming in Portugal',
    })
    await api.post(`/customers/${id}/invoices`, { invoice: `INV ${id}`, charges: 'unbilled', due_on: '2026-03-10' })
    await api.post(`/customers/${id}/invoices`, {
      invoice: `2026-${id}`,
      lines: [{ description: 'fee', amount: '80.00' }],
      due_on: '2026-03-20',
    })
    await api.post(`/customers/${id}/notes`, { text: 'Called about the bill, friendly', reference: 'CRM 8841' })
    await api.post(`/invoices/2026-${id}/adjustments`, { amount: '-30.00', reason: 'goodwill for the outage' })
  }
  await api.post('/clocks/k/advance', { to: '2026-03-12T12:00:00Z' })
  for (const id of ['a', 'b'])
    await api.post(`/customers/${id}/payments`, { amount: '20.00', payment_id: `P-${id}`, method: 'card' })
  await api.post('/customers/a/payments', {
    amount: '1.00',
    allocate: 'none',
    effective_at: '2026-03-05',
    xdr_id: 987654,
  })
  await api.post('/clocks/k/advance', { to: '2026-03-25T12:00:00Z' })
  all = await paged('/audit', { limit: 500 })
})
afterAll(() => api.close())

/** Every line of a question, page by page. */
async function paged(path: string, query: Record<string, string | number>): Promise<Line[]> {
  const lines: Line[] = []
  let cursor: string | undefined
  do {
    const { status, body } = await api.get(path, { ...query, cursor })
    if (status !== 200) throw new Error(JSON.stringify(body))
    lines.push(...body.records)
    cursor = body.next ?? undefined
  } while (cursor !== undefined)
  return lines
}

const name = (line: Line): string => `${line.customer_id} ${line.seq}.${line.line}`
const names = (lines: readonly Line[]): string[] => lines.map(name)
const size = (line: Line): number => Math.abs(Number(line.kind === 'event' ? line.amount : line.delta))
const has = (line: Line): boolean => (line.kind === 'event' ? line.amount : line.delta) !== null

/** A filter, and what it lets through, said another way. */
const filters: readonly [Record<string, string>, (line: Line) => boolean][] = [
  [{ kind: 'event' }, (line) => line.kind === 'event'],
  [{ kind: 'change,message' }, (line) => line.kind === 'change' || line.kind === 'message'],
  [{ type: 'payment_received' }, (line) => line.type === 'payment_received'],
  [{ type: 'status_changed,note_added' }, (line) => line.type === 'status_changed' || line.type === 'note_added'],
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
    const lines = await paged('/audit', { ...query, limit: 500 })
    expect(names(lines)).toEqual(names(all.filter(passes)))
  })

  test.each(filters)('%j of one customer', async (query, passes) => {
    const lines = await paged('/customers/a/audit', { ...query, limit: 500 })
    expect(names(lines)).toEqual(names(all.filter((line) => line.customer_id === 'a' && passes(line))))
  })

  test('subject and invoice', async () => {
    const ofInvoice = await paged('/audit', { invoice: '2026-b' })
    expect(new Set(ofInvoice.map((line) => line.customer_id))).toEqual(new Set(['b']))
    expect(ofInvoice.map((line) => line.type)).toEqual(
      expect.arrayContaining(['invoice_issued', 'invoice_adjusted', 'status_changed']),
    )
    expect(names(await paged('/audit', { subject: 'invoice:2026-b' }))).toEqual(names(ofInvoice))
    const ofPayment = await paged('/customers/a/audit', { subject: 'payment:P-a' })
    expect(ofPayment.map((line) => line.type)).toEqual(
      expect.arrayContaining(['payment_received', 'payment_allocated']),
    )
    const ofHimself = await paged('/customers/a/audit', { subject: 'customer', kind: 'change' })
    expect(ofHimself.every((line) => line.subject === 'customer')).toBe(true)
    expect((await api.get('/customers/a/audit', { invoice: '2026-b' })).body.code).toBe('invoice_unknown')
  })

  test('chain, in one customer and over all', async () => {
    const paid = all.find((line) => line.type === 'payment_received' && line.customer_id === 'b')
    const chain = names(all.filter((line) => line.customer_id === 'b' && line.root_seq === paid?.root_seq))
    expect(names(await paged('/customers/b/audit', { chain: String(paid?.seq) }))).toEqual(chain)
    expect(names(await paged('/audit', { chain: `b:${(paid?.seq ?? 0) + 1}` }))).toEqual(chain)
  })

  test('the recorded clock orders by recording', async () => {
    const lines = await paged('/customers/a/audit', { time: 'recorded', order: 'asc' })
    expect(lines.map((line) => line.seq)).toEqual(lines.map((_, at) => at + 1))
    const half = lines[20]?.recorded_at ?? ''
    const later = await paged('/customers/a/audit', { time: 'recorded', order: 'asc', from: half })
    expect(names(later)).toEqual(names(lines.filter((line) => line.recorded_at >= half)))
    const earlier = await paged('/audit', { time: 'recorded', to: half })
    expect(earlier.every((line) => line.recorded_at <= half)).toBe(true)
  })
})

describe('paging', () => {
  test.each([1, 7, 50])('%i a page: each line once, in the same order', async (limit) => {
    for (const query of [{}, { order: 'asc' }, { time: 'recorded' }]) {
      const once = await paged('/customers/a/audit', { ...query, limit: 500 })
      expect(names(await paged('/customers/a/audit', { ...query, limit }))).toEqual(names(once))
    }
    if (limit > 1) expect(names(await paged('/audit', { limit }))).toEqual(names(all))
  })

  test('pages of figures that are computed on reading', async () => {
    const query = { figure: 'customer.balance,customer.overdue,invoice.amount_due,invoice.adjusted' }
    const once = await paged('/audit', { ...query, limit: 500 })
    expect(new Set(names(once)).size).toBe(once.length)
    expect(names(await paged('/audit', { ...query, limit: 3 }))).toEqual(names(once))
    const ascending = await paged('/audit', { ...query, limit: 4, order: 'asc' })
    expect(names(ascending)).toEqual(names([...once].reverse()))
  })
})

describe('figures', () => {
  test('a figure in the order of its clock goes on where it was, and ends at its value', async () => {
    for (const figure of [
      'balance',
      'unbilled',
      'outstanding',
      'overdue',
      'available_credit',
      'unallocated_payments',
      'open_count',
    ]) {
      const lines = (await paged('/customers/a/audit', {
        figure: `customer.${figure}`,
        time: 'effective',
        order: 'asc',
      })) as (Line & {
        before: string
        after: string
      })[]
      const values = lines.map((line) => [line.before, line.after])
      if (figure !== 'outstanding' && figure !== 'unallocated_payments')
        for (const [at, [before]] of values.entries()) if (at > 0) expect(before).toBe(values[at - 1]?.[1])
      const { body } = await api.get('/customers/a')
      const isStored = figure === 'outstanding' || figure === 'unallocated_payments'
      if (!isStored && values.length > 0) expect([figure, values.at(-1)?.[1]]).toEqual([figure, body.figures[figure]])
    }
  })

  test('the lines of a figure have the sentence of a change, and can be filtered by what they moved', async () => {
    const [line] = await paged('/customers/c/audit', { figure: 'customer.balance', direction: 'decrease' })
    expect(line).toMatchObject({ kind: 'change', figure: 'customer.balance', delta: '-30.00', subject: 'customer' })
    expect(line?.sentence).toMatch(
      /^Balance changed from 92\.34 to 62\.34 \(decreased by 30\.00\)\. Source: invoice adjustment/,
    )
    expect(await paged('/customers/c/audit', { figure: 'customer.balance', amount: '>=81' })).toEqual([])
    const own = await paged('/customers/a/audit', { figure: 'invoice.overdue', subject: 'invoice:INV a' })
    expect(own.map((one) => one.subject)).toEqual(['invoice:INV a', 'invoice:INV a'])
  })

  test('statuses: stored ones and the one that is computed', async () => {
    const stored = await paged('/customers/c/audit', { figure: 'invoice.status', subject: 'invoice:INV c' })
    expect(stored.map((line) => line.sentence)).toEqual([
      expect.stringMatching(/^Status changed from "Unpaid" to "Overdue"\. Reason: /),
      expect.stringMatching(/^Status set to "Unpaid"\. Reason: /),
    ])
    const computed = await paged('/customers/c/audit', { figure: 'invoice.collection_status' })
    expect(computed.at(-1)?.sentence).toMatch(/^Collection status set to "Collect"\. Reason: /)
  })
})

describe('search', () => {
  test('by own text, reference, ids and amounts', async () => {
    const found = async (q: string, customer = '') => (await paged(`${customer}/audit`, { q })).map((line) => line.type)
    expect(await found('friendly')).toEqual(['note_added', 'note_added', 'note_added'])
    expect(await found('outage', '/customers/b')).toEqual(['invoice_adjusted'])
    expect(await found('roaming portugal', '/customers/b')).toEqual(['charge_booked'])
    expect(await found('8841', '/customers/c')).toEqual(['note_added'])
    expect(await found('987654')).toEqual(expect.arrayContaining(['payment_received']))
    expect(new Set((await paged('/audit', { q: 'P-b' })).map((line) => line.customer_id))).toEqual(new Set(['b']))
    expect(await found('adjusted 30.00', '/customers/c')).toEqual(['invoice_adjusted'])
    expect(await found('nowhere')).toEqual([])
  })

  test('every sentence is found by its own words', async () => {
    const missed: string[] = []
    for (const line of all.filter((one) => one.customer_id === 'a')) {
      const words = line.sentence.split(/\s+/)
      for (const q of [words.slice(0, 4).join(' '), words.slice(-5).join(' ')]) {
        const lines = await paged('/customers/a/audit', { q, limit: 500 })
        if (!names(lines).includes(name(line))) missed.push(`${name(line)} ${line.sentence}: ${q}`)
      }
    }
    expect(missed).toEqual([])
  })
})
