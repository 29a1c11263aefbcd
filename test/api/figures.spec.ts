import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, openApi } from './api.ts'
import { type Line, name, names, paged, seedLog } from './log.ts'

let api: Api
let all: readonly Line[]

beforeAll(async () => {
  api = await openApi()
  await seedLog(api)
  all = await paged(api, '/audit', { limit: 500 })
})
afterAll(() => api.close())

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
      const lines = (await paged(api, '/customers/a/audit', {
        figure: `customer.${figure}`,
        time: 'effective',
        order: 'asc',
      })) as (Line & {
        before: string
        after: string
      })[]
      const values = lines.map((line) => [line.before, line.after])
      for (const [at, [before]] of values.entries()) if (at > 0) expect(before).toBe(values[at - 1]?.[1])
      const { body } = await api.get('/customers/a')
      if (values.length > 0) expect([figure, values.at(-1)?.[1]]).toEqual([figure, body.figures[figure]])
    }
  })

  test('the lines of a figure have the sentence of a change, and can be filtered by what they moved', async () => {
    const [line] = await paged(api, '/customers/c/audit', { figure: 'customer.balance', direction: 'decrease' })
    expect(line).toMatchObject({ kind: 'change', figure: 'customer.balance', delta: '-30.00', subject: 'customer' })
    expect(line?.sentence).toMatch(
      /^Balance changed from 92\.34 to 62\.34 \(decreased by 30\.00\)\. Source: invoice adjustment/,
    )
    expect(await paged(api, '/customers/c/audit', { figure: 'customer.balance', amount: '>=81' })).toEqual([])
    const own = await paged(api, '/customers/a/audit', { figure: 'invoice.overdue', subject: 'invoice:INV a' })
    expect(own.map((one) => one.subject)).toEqual(['invoice:INV a', 'invoice:INV a'])
  })

  test('statuses: stored ones and the one that is computed', async () => {
    const stored = await paged(api, '/customers/c/audit', { figure: 'invoice.status', subject: 'invoice:INV c' })
    expect(stored.map((line) => line.sentence)).toEqual([
      expect.stringMatching(/^Invoice INV c: Status changed from "Unpaid" to "Overdue"\. Reason: /),
      expect.stringMatching(/^Invoice INV c: Status set to "Unpaid"\. Reason: /),
    ])
    const computed = await paged(api, '/customers/c/audit', {
      figure: 'invoice.collection_status',
      subject: 'invoice:INV c',
    })
    expect(computed.at(-1)?.sentence).toMatch(/^Invoice INV c: Collection status set to "Collect"\. Reason: /)
  })
})

describe('search', () => {
  test('by own text, reference, ids and amounts', async () => {
    const found = async (q: string, customer = '') =>
      (await paged(api, `${customer}/audit`, { q })).map((line) => line.type)
    expect(await found('friendly')).toEqual(['note_added', 'note_added', 'note_added'])
    expect(await found('outage', '/customers/b')).toEqual(['invoice_adjusted'])
    expect(await found('roaming portugal', '/customers/b')).toEqual(['charge_booked'])
    expect(await found('8841', '/customers/c')).toEqual(['note_added'])
    expect(await found('987654')).toEqual(expect.arrayContaining(['payment_received']))
    expect(new Set((await paged(api, '/audit', { q: 'P-b' })).map((line) => line.customer_id))).toEqual(new Set(['b']))
    expect(await found('adjusted 30.00', '/customers/c')).toEqual(['invoice_adjusted'])
    expect(await found('nowhere')).toEqual([])
  })

  test('every sentence is found by its own words', async () => {
    const missed: string[] = []
    for (const line of all.filter((one) => one.customer_id === 'a')) {
      const words = line.sentence.split(/\s+/)
      for (const q of [words.slice(0, 4).join(' '), words.slice(-5).join(' ')]) {
        const lines = await paged(api, '/customers/a/audit', { q, limit: 500 })
        if (!names(lines).includes(name(line))) missed.push(`${name(line)} ${line.sentence}: ${q}`)
      }
    }
    expect(missed).toEqual([])
  })
})
