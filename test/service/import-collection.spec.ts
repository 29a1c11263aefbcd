import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openFile } from '../../src/service/import/file.ts'
import { answerCustomer } from '../../src/service/read/subjects/customer.ts'
import { answerInvoice } from '../../src/service/read/subjects/invoice.ts'
import { setPolicy } from '../../src/service/runs/set-policy.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { ada, run, small } from './importing.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/**
 * History charges no fees and cuts nobody off: receivables that are imported under terms with reminders, late fees and
 * stages come out as the old biller's, to the cent.
 */

const terms = {
  collection: {
    reminders_before: [3],
    resend_after: [5],
    grace_days: 1,
    late_fee: { amount: '5.00', percent: '2', on: 'this_invoice' as const },
    limitation_after: 10,
    suspension_after: 20,
    termination_after: 30,
    warning_before: 3,
  },
}

let cellar: Cellar
beforeAll(async () => {
  cellar = await openCellar()
})
afterAll(() => cellar.close())

async function strict(): Promise<Ledger> {
  const ledger = await cellar.ledger()
  const outcome = await setPolicy(ledger.store, { scope: { class: 'default' }, patch: terms }, ada, 'strict')
  expect(outcome.status).toBe('done')
  return ledger
}

const collected = `select type from record where (kind = 1 and type in (51, 60, 61)) or kind = 3
  or (kind = 4 and type = 1)`

test('an import under strict terms books the file and nothing else; the customer is overdue, and that is all', async () => {
  const ledger = await strict()
  const rows = 'A,1,2025-01-07,2025-01-28,83.40,,,EUR\nA,2,2025-02-02,2025-02-16,50.00,2025-04-01,50.00,EUR\n'
  await run(ledger, small(rows, { time_zone: 'Europe/Berlin' }))
  const read = (id: string) =>
    inTransaction(ledger.store, (session) => answerCustomer(session, id, {}), 'repeatable read')
  expect(await read('A')).toMatchObject({ status: 'active', figures: { balance: '83.40', overdue: '83.40' } })
  const one = await inTransaction(ledger.store, (session) => answerInvoice(session, '1', {}), 'repeatable read')
  expect(one).toMatchObject({ status: 'overdue', figures: { outstanding: '83.40' } })
  expect(await ledger.query(collected)).toEqual([])
  expect((await verify(ledger.store)).findings).toEqual([])
})

test('a debt that the biller before was collecting goes on from the day that the file names', async () => {
  const ledger = await strict()
  const file = openFile(
    {
      name: 'f.csv',
      bytes: new TextEncoder().encode(
        'c,i,d,due,a,since\nA,1,2025-01-02,2025-01-16,100.00,2025-03-01\nB,2,2025-01-02,2025-01-16,9.00,\n',
      ),
    },
    {
      name: 'm',
      text: JSON.stringify({
        columns: {
          customer_id: 'c',
          invoice: 'i',
          issued_on: 'd',
          due_on: 'due',
          amount: 'a',
          collection_since: 'since',
        },
        currency: 'EUR',
      }),
    },
  )
  expect((await run(ledger, file)).summary).toMatchObject({ booked: 2, rejected: [] })
  const since = await ledger.query<{ customer_id: string; since: string | null }>(
    `select customer_id, figures -> 'invoice.counted_from' ->> 0 as since from invoice order by 1`,
  )
  const days = (Date.UTC(2025, 2, 1) / 86_400_000).toString()
  expect(since.map((row) => row.since ?? null)).toEqual([days, null])
  expect(await ledger.query(collected)).toEqual([])
})

const shared = new URL('../../../shared/data/ibm_ar_50_customers.csv', import.meta.url)
const isThere = existsSync(shared)
if (!isThere) console.error('skipped: no shared data')

describe.runIf(isThere)('the receivables of 50 customers, under strict terms', () => {
  test('the totals are those of the file to the cent, and nobody is charged, limited, suspended or terminated', async () => {
    const ledger = await strict()
    const bytes = readFileSync(shared)
    const cents = bytes
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .reduce((sum, line) => sum + Math.round(Number(line.split(',')[6]) * 100), 0)
    await run(ledger, openFile({ name: 'ibm.csv', bytes }, null))
    const [books] = await ledger.query<{ invoiced: string; adjusted: string; balance: string }>(
      `select (select sum(total) from invoice)::text as invoiced, (select sum(adjusted) from invoice)::text as adjusted,
         (select sum(balance) from customer_head where currency is not null)::text as balance`,
    )
    expect(books).toEqual({ invoiced: `${cents}0000`, adjusted: '0', balance: '0' })
    expect(await ledger.query(collected)).toEqual([])
    const late = await ledger.query<{ n: number }>(
      `select count(distinct (customer_id, invoice))::int as n from record where kind = 2 and figure = 160 and after = 6`,
    )
    expect(late[0]?.n).toBeGreaterThan(100)
  })
})
