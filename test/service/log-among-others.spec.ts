import { afterAll, beforeAll, expect, test } from 'vitest'
import { inOneMoment } from '../../src/api/answer.ts'
import type { Caller } from '../../src/service/asked/request.ts'
import { perform } from '../../src/service/ledger/perform.ts'
import type { AuditAsked } from '../../src/service/read/audit/narrowing/filters.ts'
import { answerAudit } from '../../src/service/read/audit/page.ts'
import { LAST_MOMENT, zoneBy } from '../../src/service/read/view/zones.ts'
import { ada, inShort, requestOf } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'
import { pagesLookedAtBy, rowsLookedAtBy, rowsReadBy } from './rows-read.ts'

/**
 * What a page of the log costs, counted in pages of the database, where few others have as many records at the same moments
 * and where hundreds have: a question goes by its own.
 */

const PAYMENTS = 40
const [FEW, MANY] = [40, 400]
const BUNDLE = 1000

let cellar: Cellar
let amongFew: Ledger
let amongMany: Ledger

const eve: Caller = { ...ada, actor: 'Eve', channel: 'web' }

beforeAll(async () => {
  cellar = await openCellar()
  amongFew = await cellar.ledger()
  await booked('open_customer', { name: 'Jane', currency: 'USD', time_zone: 'Europe/Vienna' })
  await booked('issue_invoice', { invoice: 'I-1', lines: [{ description: 'Calls', amount: '10.00' }], due_on: null })
  for (let n = 0; n < PAYMENTS; n += 1)
    await booked('receive_payment', { amount: '0.05', payment_id: `P-${n}` }, n % 2 === 0 ? ada : eve)
  const first = amongFew
  amongMany = await cellar.copyOf(first)
  amongFew = await cellar.copyOf(first)
  for (const [ledger, others] of [
    [amongFew, FEW],
    [amongMany, MANY],
  ] as const) {
    for (const table of ['operation', 'record']) await multiplied(ledger, others, table, 'customer_id')
    await multiplied(ledger, others, 'directory', 'customer_id', 'id')
  }
  // the database does so by itself within a minute
  for (const { query } of [amongFew, amongMany])
    await query('analyze record, operation, directory, text, customer_head')
}, 300_000)
afterAll(() => cellar.close())

async function booked(op: Parameters<typeof requestOf>[0], body: object, caller = ada, customer = 'jane') {
  expect(inShort(await perform(amongFew.store, { ...requestOf(op, customer, body), caller }))).toBe('done')
}

/** Gives others the same rows under names of their own. */
async function multiplied(
  { query }: Ledger,
  others: number,
  table: string,
  ...names: readonly string[]
): Promise<void> {
  const columns = await query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
    [table],
  )
  const of = columns.map(({ name }) => (names.includes(name) ? `t.${name} || '-' || n` : `t.${name}`))
  await query(
    `insert into ${table} (${columns.map(({ name }) => name).join(', ')})
     select ${of.join(', ')} from ${table} t, generate_series(1, ${others}) n where t.customer_id = 'jane'`,
  )
}

type Page = Awaited<ReturnType<typeof answerAudit>>

/** A page of the log as a server asks for it, and how many pages of the database were looked at for it. */
const asked = ({ store }: Ledger, customerId: string | null, ask: AuditAsked): Promise<{ page: Page; pages: number }> =>
  inOneMoment(store, async (session) => {
    let page: Page | undefined
    const pages = await pagesLookedAtBy(session, async () => {
      page = await answerAudit(session, ask, { customerId, zone: 'UTC' })
    })
    if (page === undefined) throw new Error('no page')
    return { page, pages }
  })

test.for<AuditAsked>([
  {},
  { time: 'recorded' },
  { order: 'asc' },
  { kind: 'event' },
  { figure: 'customer.balance' },
  { channel: 'web' },
  { actor: '-Eve' },
  { amount: '>=0.01' },
  { from: '2020-01-01' },
  { q: 'received' },
])('among 400 others a page of one customer costs what it costs among 40: %j', async (ask) => {
  const [by, beside] = [await asked(amongFew, 'jane', ask), await asked(amongMany, 'jane', ask)]
  expect(beside.page.records.map((line) => line.sentence)).toEqual(by.page.records.map((line) => line.sentence))
  // an index that is one level deeper takes one page more for each step
  expect(beside.pages).toBeLessThan(1.5 * by.pages + 50)
})

test('the zone of a customer is found without looking at what else he has', async () => {
  const rows = await inOneMoment(amongMany.store, (session) =>
    rowsLookedAtBy(session, async () => {
      expect(await zoneBy(session, 'jane', LAST_MOMENT, { knownSeq: MANY })).toBe('Europe/Vienna')
    }),
  )
  expect(rows).toBe(1)
})

test.for<AuditAsked>([{ actor: 'Nobody' }, { channel: 'mail' }, { xdr: '4711' }])(
  'what is nowhere costs a few steps, however many records there are: %j',
  async (ask) => {
    const { page, pages } = await asked(amongMany, null, ask)
    expect([page.records, page.next]).toEqual([[], null])
    expect(pages).toBeLessThan(60)
  },
)

test('a word that begins no id and no name is not compared with each of them', async () => {
  const { page, pages } = await asked(amongMany, null, { q: 'unheard-of' })
  // it may stand in the bytes of any event: what is looked at on the way is bounded
  expect([page.records, page.next !== null]).toEqual([[], true])
  expect(pages).toBeLessThan(2000)
})

test('of records that pass no more are read than a page has lines', async () => {
  const charges = Array.from({ length: BUNDLE }, () => ({ amount: '0.01' }))
  await booked('open_customer', { name: 'Mixed', currency: 'USD' }, ada, 'mixed')
  for (let n = 0; n < 3; n += 1) await booked('book_usage', { service: 'calls', charges }, ada, 'mixed')
  await booked('book_usage', { service: 'calls', charges: charges.slice(0, 60) }, eve, 'mixed')
  let found: Awaited<ReturnType<typeof asked>> | undefined
  const rows = await rowsReadBy(amongFew.store, async () => {
    found = await asked(amongFew, 'mixed', { channel: 'api' })
  })
  expect([found?.page.records.length, found?.page.next !== null]).toEqual([50, true])
  // of 53 that pass their names, of 52 their bytes, and what is read once for all
  expect(rows).toBeLessThan(150)
})

test('records are judged by the operations that made them, each of which is looked at once', async () => {
  const { page, pages } = await asked(amongFew, 'mixed', { realm: 'nobody' })
  expect([page.records, page.next]).toEqual([[], null])
  expect(pages).toBeLessThan(600)
})
