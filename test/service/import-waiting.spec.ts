import { afterAll, beforeAll, expect, test } from 'vitest'
import { importFile } from '../../src/service/import/import-file.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { deskOf, inShort, passed, soon } from './desk.ts'
import { ada, run, small } from './importing.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** An import comes after what was due of its customers before it, and between what waits for days of its file. */

let cellar: Cellar
beforeAll(async () => {
  cellar = await openCellar()
})
afterAll(() => cellar.close())

/** What was booked of A and when it counts, in the order of booking. */
const trail = async (ledger: Ledger): Promise<readonly string[]> => {
  const rows = await ledger.query<{ told: string }>(
    `select to_char(r.effective_at at time zone 'UTC', 'YYYY-MM-DD ') || o.op as told from operation o
       join record r on r.customer_id = o.customer_id and r.seq = o.first_seq
     where o.customer_id = 'A' and o.op in ('book_charge', 'issue_invoice') order by o.first_seq`,
  )
  return rows.map((row) => row.told)
}

const findings = async (ledger: Ledger) => (await verify(ledger.store, { decide: true })).findings

test('what waited for a customer and is due by now is booked before the lines of an import', async () => {
  const ledger = await cellar.ledger()
  const ask = deskOf(ledger.store)
  await ask('open_customer', 'A', { name: 'A', currency: 'EUR', effective_at: '2025-01-01' })
  const moment = soon(1500)
  expect(inShort(await ask('book_charge', 'A', { amount: '5.00', service: 'voice', effective_at: moment }))).toBe(
    'done',
  )
  await passed(moment)
  expect(await trail(ledger)).toEqual([])
  await run(ledger, small('A,1,2025-02-01,,7.00,,,EUR\n'))
  expect(await trail(ledger)).toEqual([`${moment.slice(0, 10)} book_charge`, '2025-02-01 issue_invoice'])
  expect(await findings(ledger)).toEqual([])
})

test('what waits on the clock of an import is booked on its day, between those of the file', async () => {
  const ledger = await cellar.ledger()
  const file = small('A,1,2025-01-01,,1.00,,,EUR\nA,2,2025-01-05,,2.00,,,EUR\nA,3,2025-01-09,,3.00,,,EUR\n')
  const stop = () => {
    throw new Error('stopped')
  }
  const first = importFile(ledger.store, file, { clock: 'told', caller: ada, onProgress: stop, atOnce: 2 })
  await expect(first).rejects.toThrow('stopped')
  const charge = { amount: '5.00', service: 'voice', effective_at: '2025-01-07' }
  expect(inShort(await deskOf(ledger.store)('book_charge', 'A', charge))).toBe('done')
  expect(await trail(ledger)).toEqual(['2025-01-01 issue_invoice'])
  await run(ledger, file, { clock: 'told' })
  expect(await trail(ledger)).toEqual([
    '2025-01-01 issue_invoice',
    '2025-01-05 issue_invoice',
    '2025-01-07 book_charge',
    '2025-01-09 issue_invoice',
  ])
  // all that the operator's own log says of it belongs to the import, each day to which its clock moved as well
  const correlations = await ledger.query(
    `select distinct o.correlation_id as id from operation o
       join record r on r.customer_id = o.customer_id and r.seq = o.first_seq
     where o.customer_id = '~operator' and r.type = any($1)`,
    [[43, 44, 45, 48, 49]],
  )
  expect(correlations).toEqual([{ id: file.importId }])
  expect(await findings(ledger)).toEqual([])
})
