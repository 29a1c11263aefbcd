import { get } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuditLine } from '../../src/contract/answers.ts'
import { performMany } from '../../src/service/ledger/perform.ts'
import type { AuditAsked } from '../../src/service/read/audit/narrowing/filters.ts'
import type { Bounds } from '../../src/service/read/audit/narrowing/narrow.ts'
import { answerAudit } from '../../src/service/read/audit/page.ts'
import { pace, workOfAll } from '../../src/service/read/records/pace.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { happen, opened, type World } from '../properties/same-answers/happenings.ts'
import { requestOf } from '../service/desk.ts'
import { type Api, openApi } from './api.ts'

/** A page of the log takes a bounded amount of work, whatever is asked, and pages put together are the whole. */

const INVOICES = 300
const STEPS = 60
const SEED = Number(process.env.PROPERTY_SEED ?? 20_261_130)

let api: Api
let world: World

beforeAll(async () => {
  api = await openApi()
  await api.post('/clocks', { clock: 'k', now: '2026-09-01T12:00:00Z', mail: 'withhold' })
  await api.post('/customers', { customer_id: 'c', name: 'C', currency: 'USD', clock: 'k' })
  const lines = [{ description: 'Calls', amount: '1.00' }]
  const issue = (at: number) =>
    requestOf('issue_invoice', 'c', { invoice: `I${at}`, lines, due_on: `2026-09-${10 + (at % 20)}` })
  await performMany(
    api.ledger.store,
    Array.from({ length: INVOICES }, (_, at) => issue(at)),
  )
  await api.post('/clocks/k/advance', { to: '2026-10-05T12:00:00Z' })
  world = await opened(api, SEED)
  for (let step = 0; step < STEPS; step += 1) await happen(world)
})
afterAll(() => api.close())

type Page = Awaited<ReturnType<typeof answerAudit>>
type Whole = { readonly lines: readonly AuditLine[]; readonly pages: number; readonly work: number }

/** All lines of a question, page by page. */
async function whole(customerId: string | null, asked: AuditAsked, bounds: Bounds = {}): Promise<Whole> {
  const lines: AuditLine[] = []
  const work = pace()
  let [cursor, pages]: [string | undefined, number] = [undefined, 0]
  do {
    const ask: AuditAsked = { limit: '500', ...asked, cursor }
    const page: Page = await inTransaction(
      api.ledger.store,
      (session) => answerAudit(session, ask, { customerId, zone: 'UTC' }, bounds, work),
      'repeatable read',
    )
    // a page that ends before its end says how far it came, and where to go on
    if (page.next !== null && page.records.length < 500) expect(page.scanned_to).not.toBeNull()
    lines.push(...page.records)
    cursor = page.next ?? undefined
    pages += 1
  } while (cursor !== undefined)
  return { lines, pages, work: work.work() }
}

const figures = [
  'customer.overdue',
  'customer.collectible_overdue',
  'customer.status',
  'customer.days_in_collection',
  'customer.balance',
  'customer.open_count',
  'invoice.overdue',
  'invoice.status',
  'invoice.days_overdue',
]

/** Pages that are as small as can be, or a little larger, and one page of all there is. */
async function comeTogether(customerId: string | null, asked: AuditAsked, small: Bounds): Promise<void> {
  const once = await whole(customerId, asked, { mostWork: Number.POSITIVE_INFINITY, mostBetween: 1_000_000 })
  const often = await whole(customerId, asked, small)
  expect(often.lines).toEqual(once.lines)
  compared.push({ lines: once.lines.length, more: often.pages - once.pages })
}
const compared: { readonly lines: number; readonly more: number }[] = []

test.for<AuditAsked>([
  ...figures.map((figure) => ({ figure })),
  { figure: 'customer.overdue', time: 'recorded' },
  { figure: 'customer.status', time: 'recorded', kind: 'event,change' },
  { figure: 'customer.collectible_overdue', order: 'asc' },
  { figure: 'customer.overdue,customer.balance', kind: 'event,change' },
  {},
])('pages of little work put together are one page of all work: %j', async (asked) => {
  // what is collected is looked at by more work
  const isOfCollection = /collect|customer.status/.test(asked.figure ?? '')
  await comeTogether(world.id, asked, { mostWork: 1, mostBetween: isOfCollection ? 250 : 40 })
})

test.for<AuditAsked>([{ figure: 'customer.overdue' }, { figure: 'invoice.overdue', order: 'asc' }])(
  'also over all customers: %j',
  async (asked) => {
    await comeTogether(null, asked, { mostWork: 6000, mostBetween: 1500 })
  },
)

test('most of these questions had lines, and more pages by less work', () => {
  expect(compared.filter(({ lines }) => lines > 0).length).toBeGreaterThan(7)
  expect(compared.filter(({ more }) => more > 0).length).toBeGreaterThan(7)
})

test('a log of what is overdue is as much work as there are records and invoices, not their product', async () => {
  const { lines, work } = await whole('c', { figure: 'customer.overdue' })
  expect(lines).toHaveLength(20)
  const records = await api.recordCount()
  expect(work).toBeGreaterThan(INVOICES)
  // a sum over all invoices before and after each event would be more than 2 × 300 × 300
  expect(work).toBeLessThan(8 * (records + INVOICES))
})

test('a page ends by its work, says how far it came, and goes on behind it', async () => {
  const asked = { figure: 'customer.overdue', order: 'asc', limit: '5' }
  const page = (cursor?: string): Promise<Page> =>
    inTransaction(
      api.ledger.store,
      (session) =>
        answerAudit(session, { ...asked, cursor }, { customerId: 'c', zone: 'UTC' }, { mostWork: 1, mostBetween: 100 }),
      'repeatable read',
    )
  // the first hundred events issue invoices: nothing is overdue yet
  const first = await page()
  expect(first).toMatchObject({ records: [], scanned_to: '2026-09-01T12:00:00.000Z' })
  const second = await page(first.next ?? undefined)
  expect(second).toMatchObject({ records: [], scanned_to: '2026-09-01T12:00:00.000Z' })
  expect(second.next).not.toBe(first.next)
})

test('a walk ends when whoever asked for it hangs up', async () => {
  const path = '/api/v1/customers/c/audit?figure=customer.status&kind=event&order=asc'
  const began = workOfAll()
  await (await fetch(`${api.url}${path}`, { headers: { authorization: `Bearer ${api.secret}` } })).text()
  const takes = workOfAll() - began
  const before = workOfAll()
  const asking = get(`${api.url}${path}`, { headers: { authorization: `Bearer ${api.secret}` } })
  asking.on('error', () => {})
  while (workOfAll() < before + takes / 10) await setImmediate()
  asking.destroy()
  await standsStill()
  expect(workOfAll() - before).toBeLessThan(takes * 0.8)
})

/** Waits until no question works any more: others are answered from end to end meanwhile. */
async function standsStill(): Promise<void> {
  for (let work = -1; work !== workOfAll(); ) {
    work = workOfAll()
    for (let ask = 0; ask < 5; ask += 1) expect((await api.get('/customers', { limit: 1 })).status).toBe(200)
  }
}
