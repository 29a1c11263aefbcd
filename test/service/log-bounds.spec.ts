import { afterAll, beforeAll, expect, test } from 'vitest'
import { inOneMoment } from '../../src/api/answer.ts'
import type { Caller } from '../../src/service/asked/request.ts'
import { perform } from '../../src/service/ledger/perform.ts'
import type { AuditAsked } from '../../src/service/read/audit/narrowing/filters.ts'
import { answerAudit } from '../../src/service/read/audit/page.ts'
import { answerWhy } from '../../src/service/read/why/explain.ts'
import type { Session } from '../../src/store/session/session.ts'
import { ada, inShort, requestOf } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'
import { rowsLookedAtBy, rowsReadBy } from './rows-read.ts'

/** What a question to the log costs, counted in rows that the database looked at: it depends on what is asked, not on what there is. */

const BUNDLES = 30
const CHARGES = 1000
/** Records that a page looks at most, and what it then reads of those that it tells. */
const A_PAGE = 12_000

let cellar: Cellar
let ledger: Ledger

const eve: Caller = { actor: 'Eve', realm: 'operator', channel: 'web', ip: '192.0.2.99' }

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
  await done('open_customer', { name: 'Usage', currency: 'USD' })
  await done('issue_invoice', { invoice: 'I-1', lines: [{ description: 'Calls', amount: '10.00' }], due_on: null })
  const charges = Array.from({ length: CHARGES }, () => ({ amount: '0.01' }))
  for (let n = 0; n < BUNDLES; n += 1) {
    await done('book_usage', { service: 'calls', charges })
    if (n % 10 === 5) await done('add_note', { text: 'seldom' }, eve)
  }
  // the database does so by itself within a minute
  await ledger.query('analyze record, operation')
}, 300_000)
afterAll(() => cellar.close())

async function done(
  op: Parameters<typeof requestOf>[0],
  body: object,
  caller = ada,
  customer = 'usage',
): Promise<void> {
  expect([op, inShort(await perform(ledger.store, { ...requestOf(op, customer, body), caller }))]).toEqual([op, 'done'])
}

type Page = Awaited<ReturnType<typeof answerAudit>>

/** A page of the log, and how many rows were looked at for it, as a server asks. */
async function asked(customerId: string | null, ask: AuditAsked): Promise<{ page: Page; rows: number }> {
  const whose = { customerId, zone: 'UTC' }
  let page: Page | undefined
  const rows = await looked(async (session) => {
    page = await answerAudit(session, ask, whose)
  })
  if (page === undefined) throw new Error('no page')
  return { page, rows }
}

const looked = (work: (session: Session) => Promise<unknown>): Promise<number> =>
  inOneMoment(ledger.store, (session) => rowsLookedAtBy(session, () => work(session)))

const SELDOM: readonly AuditAsked[] = [
  { channel: 'web' },
  { channel: 'web', time: 'recorded' },
  { channel: 'web', order: 'asc', kind: 'event' },
  { actor: 'eve' },
  { actor: 'Eve', channel: 'web,api' },
  { channel: 'web', actor: '-Ada Byron' },
  { channel: 'web', q: 'seldom' },
]

test.for(SELDOM)('3 records among 30,000 are found without looking for them: %j', async (ask) => {
  for (const customerId of [null, 'usage']) {
    const { page, rows } = await asked(customerId, ask)
    expect([page.records.map((line) => line.type), page.next]).toEqual([Array(3).fill('note_added'), null])
    expect(rows).toBeLessThan(600)
  }
})

test('a channel and a person that there are not cost nothing', async () => {
  for (const ask of [{ channel: 'mail' }, { actor: 'Nobody' }]) {
    const { page, rows } = await asked(null, ask)
    expect([page.records, page.next]).toEqual([[], null])
    expect(rows).toBeLessThan(60)
  }
})

test.for<AuditAsked>([
  { realm: 'system' },
  { realm: 'system', time: 'recorded' },
  { ip: '198.51.100.1' },
  { actor: '-Ada Byron,-Eve,-system' },
  { q: 'unspoken' },
  { amount: '12.34' },
  { direction: 'decrease', kind: 'event' },
])('what no index serves is looked for a bounded way, which the page tells: %j', async (ask) => {
  for (const customerId of [null, 'usage']) {
    const { page, rows } = await asked(customerId, ask)
    expect(rows).toBeLessThan(A_PAGE)
    expect(page.scanned_to === null).toBe(page.next === null)
  }
})

test('pages that end by what they looked at come to the same as one that looks at all', async () => {
  for (const ask of [{ realm: 'operator' }, { ip: '192.0.2.99', order: 'asc' }]) {
    const lines: number[] = []
    let [cursor, pages]: [string | undefined, number] = [undefined, 0]
    do {
      const { page } = await asked('usage', { ...ask, cursor })
      lines.push(...page.records.map((line) => line.seq))
      cursor = page.next ?? undefined
      pages += 1
    } while (cursor !== undefined)
    const order = ask.order === 'asc' ? '' : 'desc'
    const all = await ledger.query<{ seq: string }>(
      `select r.seq from record r join operation o on o.customer_id = r.customer_id and r.seq between o.first_seq and o.last_seq
        where o.customer_id = 'usage' and o.ip = '192.0.2.99' order by effective_at ${order}, seq ${order}`,
    )
    expect(lines).toEqual(all.map((row) => Number(row.seq)))
    expect(pages).toBeGreaterThan(3)
  }
})

test.for<AuditAsked>([{}, { time: 'recorded' }, { figure: 'customer.balance' }, { invoice: 'I-1' }, { q: 'I-1' }])(
  'a page of 50 looks at about as many, however many charges there are: %j',
  async (ask) => {
    expect((await asked('usage', ask)).rows).toBeLessThan(1500)
  },
)

test('why a status holds is said without looking at charges', async () => {
  const rows = await looked((session) =>
    answerWhy(session, 'usage', { figure: 'invoice.status', subject: 'invoice:I-1' }),
  )
  expect(rows).toBeLessThan(500)
})

test('an explanation of 1,000 records reads these, and the operations that made them once each', async () => {
  const rows = await rowsReadBy(ledger.store, () =>
    looked((session) => answerWhy(session, 'usage', { figure: 'customer.balance' })),
  )
  expect(rows).toBeGreaterThan(1000)
  expect(rows).toBeLessThan(1100)
})

test('an explanation over numbered invoices asks of none by itself whether it was a draft', async () => {
  const invoices = 60
  await done('open_customer', { name: 'Many', currency: 'USD' }, ada, 'many')
  for (let n = 0; n < invoices; n += 1)
    await done('issue_invoice', { lines: [{ description: 'Calls', amount: '1.00' }], due_on: null }, ada, 'many')
  const rows = await rowsReadBy(ledger.store, () =>
    looked((session) => answerWhy(session, 'many', { figure: 'customer.outstanding' })),
  )
  // of each invoice its record, and the operation of that; itself is kept since it was booked, with its name
  expect(rows).toBeGreaterThan(2 * invoices)
  expect(rows).toBeLessThan(2.5 * invoices)
})
