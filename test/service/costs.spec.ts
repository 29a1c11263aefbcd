import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CommandName } from '../../src/contract/operations.ts'
import { perform, performMany } from '../../src/service/ledger/perform.ts'
import { answerBooked } from '../../src/service/read/answers/booked.ts'
import { answerOperation } from '../../src/service/read/answers/operation.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { deskOf, inShort, requestOf } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'
import { parcelsOf, piecesOf, statementsOf } from './rows-read.ts'

/** What an operation costs the database, counted and not timed: statements that are sent for it, whatever else is owed. */

let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
  for (const [customerId, open] of [
    ['few', 3],
    ['many', 60],
  ] as const) {
    await done('open_customer', customerId, { name: 'John', currency: 'USD' })
    for (let n = 1; n <= open; n += 1) await done('issue_invoice', customerId, invoice(`${customerId}-${n}`))
  }
  // statements are prepared and lanes are open
  for (const [op, body] of DEEDS) await done(op, 'few', body('few', 'first'))
})
afterAll(() => cellar.close())

const lines = [{ description: 'Calls', amount: '10.00' }]
const invoice = (id: string) => ({ invoice: id, lines, due_on: '2999-01-01' })

type Deed = readonly [op: CommandName, body: (customer: string, of: string) => object, most: number]
const DEEDS: readonly Deed[] = [
  ['book_charge', () => ({ amount: '1.00', service: 'voice' }), 14],
  ['issue_invoice', (customer, of) => invoice(`${customer}-${of}`), 20],
  ['adjust_invoice', (customer) => ({ invoice: `${customer}-1`, amount: '-0.10', reason: 'as agreed' }), 22],
  ['receive_payment', () => ({ amount: '1.00' }), 19],
  ['add_note', () => ({ text: 'will pay' }), 16],
]

async function done(op: CommandName, customerId: string, body: object): Promise<void> {
  expect([op, inShort(await deskOf(ledger.store)(op, customerId, body))]).toEqual([op, 'done'])
}

test.each(DEEDS)('%s takes as many statements as it did, whatever else is owed', async (op, body, most) => {
  const taken: number[] = []
  for (const customer of ['few', 'many'])
    taken.push(await statementsOf(ledger.store, () => done(op, customer, body(customer, 'next'))))
  expect(taken).toEqual([most, most])
})

test.each(DEEDS)(
  '%s goes to the database twice: what it reads, and what it writes with the commit',
  async (op, body) => {
    expect(await parcelsOf(ledger.store, () => done(op, 'many', body('many', 'sent')))).toBe(2)
    expect(await piecesOf(ledger.store, () => done(op, 'many', body('many', 'in pieces')))).toBe(2)
  },
)

test('operations that share a transaction share its statements', async () => {
  const charges = (count: number) =>
    Array.from({ length: count }, () => requestOf('book_charge', 'few', { amount: '1.00', service: 'voice' }))
  const one = await statementsOf(ledger.store, () => performMany(ledger.store, charges(1)))
  const fifty = await statementsOf(ledger.store, () => performMany(ledger.store, charges(50)))
  expect(fifty).toBeLessThanOrEqual(2 * one)
})

test.each(DEEDS)(
  '%s is answered from what was booked: nothing is read, and the log says the same',
  async (op, body) => {
    const outcome = await perform(ledger.store, requestOf(op, 'many', body('many', 'answered')))
    if (outcome.status !== 'done') throw new Error(`${op} is refused`)
    let answer: unknown
    const taken = await statementsOf(ledger.store, async () => {
      answer = await answerBooked(ledger.store, outcome)
    })
    expect(taken).toBe(0)
    expect(answer).toEqual(
      await inTransaction(ledger.store, (session) => answerOperation(session, outcome), 'repeatable read'),
    )
  },
)
