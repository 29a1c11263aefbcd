import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, openApi } from './api.ts'
import { type Line, names, paged, seedLog } from './log.ts'

let api: Api
let own: readonly Line[]

beforeAll(async () => {
  api = await openApi()
  await seedLog(api)
  own = await paged(api, '/customers/a/audit', { limit: 500, order: 'asc', time: 'recorded' })
})
afterAll(() => api.close())

const kinds = ['event', 'change', 'decision', 'message'] as const

describe('counts of each kind are those of the whole selection', () => {
  test.each([
    {},
    { amount: '>=20' },
    { invoice: 'INV a' },
    { subject: 'payment:P-a' },
    { actor: '-system', from: '2026-03-02' },
    { q: 'outage' },
    { figure: 'customer.balance' },
    { figure: 'invoice.outstanding', subject: 'invoice:INV a' },
    { kind: 'message' },
  ])('%j', async (query: Record<string, string>) => {
    const { status, body } = await api.get('/customers/a/audit/counts', { ...query, limit: 1 })
    expect(status).toBe(200)
    const { kind: _, ...selected } = query
    for (const kind of kinds) {
      const lines = await paged(api, '/customers/a/audit', { ...selected, kind, limit: 500 })
      expect([kind, body.counts[kind]]).toEqual([kind, { count: lines.length, at_least: false }])
    }
  })

  test('over all customers', async () => {
    const { body } = await api.get('/audit/counts', { channel: 'api' })
    const all = await paged(api, '/audit', { channel: 'api', limit: 500 })
    for (const kind of kinds) expect(body.counts[kind].count).toBe(all.filter((line) => line.kind === kind).length)
  })
})

describe('kind and figure together', () => {
  const of = (query: Record<string, string>) => paged(api, '/customers/a/audit', { ...query, limit: 500 })

  test('event gives the events that moved the figure, as they stand in the log', async () => {
    for (const figure of ['customer.balance', 'customer.outstanding', 'invoice.paid', 'customer.overdue']) {
      const events = await of({ figure, kind: 'event' })
      const changes = await of({ figure, kind: 'change' })
      expect(changes).toEqual(await of({ figure }))
      expect(events.every((line) => line.kind === 'event' && line.line === 0)).toBe(true)
      expect(new Set(changes.map((line) => line.kind))).toEqual(new Set(['change']))
      const both = await of({ figure, kind: 'event,change' })
      expect(both.length).toBe(events.length + changes.length)
    }
    const sources = (await of({ figure: 'customer.balance' })).map((line) => line.seq)
    expect((await of({ figure: 'customer.balance', kind: 'event' })).map((line) => line.seq)).toEqual(sources)
  })

  test('the event behind a stored change is one of those that fed it; a day that turned a status is one too', async () => {
    const paid = await of({ figure: 'invoice.outstanding', kind: 'event', subject: 'invoice:INV a' })
    expect(new Set(paid.map((line) => line.type))).toEqual(new Set(['invoice_issued', 'payment_allocated']))
    const turned = await of({ figure: 'invoice.status', kind: 'event', subject: 'invoice:INV a' })
    expect(turned.map((line) => line.type)).toContain('day_evaluated')
    expect(turned.map((line) => line.type)).not.toContain('note_added')
  })

  test('decisions and messages move no figure', async () => {
    expect(await of({ figure: 'customer.balance', kind: 'message,decision' })).toEqual([])
  })

  test('an event that moved a figure by another amount is not found', async () => {
    const events = await of({ figure: 'customer.balance', kind: 'event', amount: '20' })
    expect(events.map((line) => line.type)).toEqual(['payment_received'])
  })
})

describe('a log under dials ends there, and says how many records it leaves out', () => {
  test.each(['effective', 'recorded'])('as of a moment, in %s order', async (time) => {
    const as_of = '2026-03-11T12:00:00Z'
    const { body } = await api.get('/customers/a/audit', { as_of, limit: 500, time })
    const then = own.filter((line) => Date.parse(line.effective_at) <= Date.parse(as_of))
    expect(new Set(names(body.records))).toEqual(new Set(names(then)))
    expect(body.later).toEqual({ count: own.length - then.length, at_least: false })
  })

  test('as known at a record; what a record led to later is left out too', async () => {
    const { body } = await api.get('/customers/a/audit', { known_at: 'seq:9', limit: 500, time: 'recorded' })
    expect(body.records.map((line: Line) => line.seq)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1])
    expect(body.records.flatMap((line: { led_to: number[] }) => line.led_to).every((seq: number) => seq <= 9)).toBe(
      true,
    )
    expect(body.later.count).toBe(own.length - 9)
  })

  test('the balance after a record is that of what was known', async () => {
    const late = own.find((line) => line.type === 'payment_received' && line.amount === '1.00') as Line
    const balance = async (query: Record<string, string>) => {
      const { body } = await api.get('/customers/a/audit', { ...query, limit: 1, kind: 'event', to: '2026-03-12' })
      return body.records[0].balance_after
    }
    expect(Number(await balance({ known_at: `seq:${late.seq - 1}` })) - Number(await balance({}))).toBe(1)
  })

  test('without dials nothing is left out; the log of all has none', async () => {
    expect((await api.get('/customers/a/audit')).body.later).toBeNull()
    expect((await api.get('/audit', { as_of: '2026-03-11' })).body).toMatchObject({ status: 400, path: 'as_of' })
  })
})
