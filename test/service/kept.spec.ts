import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { blankCustomer, type Customer, type Subject } from '../../src/engine/state/customer.ts'
import { performMany } from '../../src/service/ledger/perform.ts'
import { keep, keepRead, keptAt } from '../../src/service/ledger/sheets/kept.ts'
import { readHeads } from '../../src/store/heads/heads.ts'
import { TooMuchAtOnce } from '../../src/store/session/at-once.ts'
import { openStore } from '../../src/store/session/store.ts'
import { deskOf, inShort, requestOf } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'
import { rowsReadBy } from './rows-read.ts'

/** What is open of a customer stays in memory: it is loaded again only where somebody else has booked something. */

let cellar: Cellar
let ledger: Ledger
const OWED = 40
const lines = [{ description: 'Calls', amount: '10.00' }]

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
  await done('open_customer', { name: 'John', currency: 'USD' })
  for (let n = 1; n <= OWED; n += 1) await done('issue_invoice', { invoice: `I${n}`, lines, due_on: '2999-01-01' })
})
afterAll(() => cellar.close())

async function done(op: Parameters<ReturnType<typeof deskOf>>[0], body: object): Promise<void> {
  expect([op, inShort(await deskOf(ledger.store)(op, 'kept', body))]).toEqual([op, 'done'])
}

async function headNow() {
  const [head] = await readHeads(ledger.store, ['kept'])
  if (head === undefined) throw new Error('there is a head')
  return head
}

const refsOf = (subjects: Iterable<Subject> | undefined): string[] =>
  [...(subjects ?? [])].map(({ ref }) => `${ref.kind} ${ref.no}`)

const nobody = (id: string): Customer => blankCustomer(id)

test('an operation on a customer who is known reads none of his open invoices', async () => {
  await done('book_charge', { amount: '1.00', service: 'voice' })
  for (const [op, body] of [
    ['book_charge', { amount: '1.00', service: 'voice' }],
    ['receive_payment', { amount: '1.00' }],
  ] as const)
    expect(await rowsReadBy(ledger.store, () => done(op, body))).toBeLessThan(OWED)
})

test('what is kept is what is open: an invoice that is paid goes, a payment with a rest comes', async () => {
  const open = Array.from({ length: OWED }, (_, at) => `invoice ${at + 1}`)
  expect(refsOf(keptAt({}, await headNow())?.open.values())).toEqual(open)
  await done('receive_payment', { amount: '10.00', allocate: [{ invoice: 'I7', amount: '10.00' }] })
  await done('receive_payment', { amount: '3.00', allocate: 'hold' })
  const after = refsOf(keptAt({}, await headNow())?.open.values())
  expect(after).toContain('payment 3')
  expect(after).not.toContain('invoice 7')
  expect(after).toHaveLength(OWED)
})

test('where somebody else has booked something since, all that is open is loaded again', async () => {
  const { customer } = await headNow()
  // as if this thread had seen him last when he owed nothing
  keep(customer, new Uint8Array(32))
  expect(keptAt({}, await headNow())).toBeUndefined()
  await done('receive_payment', { amount: '2.00', allocate: [{ invoice: 'I9', amount: '2.00' }] })
  // a question that began before that says nothing newer
  keepRead(customer, new Uint8Array(32))
  const nine = keptAt({}, await headNow())?.open.get('invoice:9')
  expect(nine?.cells['invoice.outstanding']?.value).toBe(8_000_000n)
})

test('who was asked about longest ago is forgotten first, and who has very much is not kept', async () => {
  const hash = new Uint8Array(32).fill(1)
  const invoices = (count: number): Customer['subjects'] => {
    const { open } = keptAt({}, { customer: nobody('one'), hash }) ?? { open: new Map<string, Subject>() }
    const [one] = open.values()
    if (one === undefined) throw new Error('there is an invoice')
    return new Map(Array.from({ length: count }, (_, at) => [`invoice:${at}`, one] as const))
  }
  const { open } = keptAt({}, await headNow()) ?? {}
  const eight = open?.get('invoice:8')
  if (eight === undefined) throw new Error('there is an invoice')
  keep({ ...nobody('one'), subjects: new Map([['invoice:8', eight]]) }, hash)
  keep({ ...nobody('large'), subjects: invoices(25_000) }, hash)
  expect(keptAt({}, { customer: nobody('large'), hash })).toBeUndefined()
  expect(keptAt({}, { customer: nobody('one'), hash })?.open.size).toBe(1)
  expect(keptAt({ atOnce: { subjects: 0, folded: 0, records: 0 } }, { customer: nobody('one'), hash })).toBeUndefined()
  const large = invoices(20_000)
  keep({ ...nobody('two'), subjects: invoices(3000) }, hash)
  keptAt({}, { customer: nobody('one'), hash })
  keep({ ...nobody('three'), subjects: invoices(3000) }, hash)
  expect(['one', 'two', 'three'].map((id) => keptAt({}, { customer: nobody(id), hash })?.open.size)).toEqual([
    1,
    undefined,
    3000,
  ])
  // who was worked on last may have more
  keep({ ...nobody('large'), subjects: large }, hash)
  expect(['one', 'three', 'large'].map((id) => keptAt({}, { customer: nobody(id), hash })?.open.size)).toEqual([
    undefined,
    undefined,
    20_000,
  ])
  keep(nobody('two'), hash)
  expect(keptAt({}, { customer: nobody('large'), hash })).toBeUndefined()
})

test('who alone is asked for, and is too large here, is looked at once', async () => {
  const small = await openStore(ledger.url, { atOnce: { subjects: 10, folded: 10, records: 1000 } })
  onTestFinished(() => small.close())
  const charges = (count: number): Promise<number> =>
    rowsReadBy(small, async () => {
      const requests = Array.from({ length: count }, (_, at) =>
        requestOf('book_charge', 'kept', { amount: '1.00', service: 'voice' }, `${count} of them, ${at}`),
      )
      const attempts = await performMany(small, requests)
      expect(attempts.map((one) => one.status === 'fault' && one.error instanceof TooMuchAtOnce)).toEqual(
        requests.map(() => true),
      )
    })
  const one = await charges(1)
  expect(await charges(5)).toBeLessThan(1.5 * one)
})
