import { afterAll, beforeAll, expect, test } from 'vitest'
import { operatorId } from '../../src/engine/state/customer.ts'
import { answerCustomer } from '../../src/service/read/subjects/customer.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { deskOf, inShort } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** The first and last days of the calendar, and the stream that is nobody's to write in. */

let cellar: Cellar
let ledger: Ledger
let ask: ReturnType<typeof deskOf>

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
  ask = deskOf(ledger.store)
})
afterAll(() => cellar.close())

const read = (customerId: string) =>
  inTransaction(ledger.store, (session) => answerCustomer(session, customerId, { asOf: undefined, knownAt: undefined }))

test('an invoice due on the last day of the calendar leaves its customer readable', async () => {
  await ask('open_customer', 'late', { name: 'Late', currency: 'USD' })
  const lines = [{ description: 'Calls', amount: '5.00' }]
  expect(inShort(await ask('issue_invoice', 'late', { lines, due_on: '2999-12-31' }))).toBe('done')
  expect((await read('late')).figures).toMatchObject({ outstanding: '5.00', overdue: '0.00' })
  expect(inShort(await ask('receive_payment', 'late', { amount: '5.00' }))).toBe('done')
})

test('a customer may be opened at the first moment of the calendar, whatever his zone', async () => {
  const opening = {
    name: 'Early',
    currency: 'USD',
    time_zone: 'America/New_York',
    effective_at: '1900-01-01T00:00:00Z',
  }
  expect(inShort(await ask('open_customer', 'early', opening))).toBe('done')
  expect((await read('early')).figures).toMatchObject({ balance: '0.00' })
})

test("the operator's own stream takes no operation of customers, and no id like it is given", async () => {
  const before = await ledger.query('select count(*) as n from record where customer_id = $1', [operatorId])
  expect(inShort(await ask('book_charge', operatorId, { amount: '5.00', service: 'x' }))).toBe('customer_unknown')
  expect(inShort(await ask('add_note', operatorId, { text: 'x' }))).toBe('customer_unknown')
  expect(inShort(await ask('receive_payment', operatorId, { amount: '5.00' }))).toBe('customer_unknown')
  expect(inShort(await ask('open_customer', '~mine', { name: 'Mine', currency: 'USD' }))).toBe('customer_id_reserved')
  expect(await ledger.query('select count(*) as n from record where customer_id = $1', [operatorId])).toEqual(before)
  expect((await verify(ledger.store, { decide: true })).findings).toEqual([])
})
