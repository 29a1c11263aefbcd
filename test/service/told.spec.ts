import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Caller } from '../../src/service/asked/request.ts'
import { perform } from '../../src/service/ledger/perform.ts'
import { addUser } from '../../src/service/people/people.ts'
import { removeUser } from '../../src/service/people/remove-user.ts'
import { signIn } from '../../src/service/people/sign-in.ts'
import { answerWhy, type WhyAsked } from '../../src/service/read/why/explain.ts'
import { openTold, type ToldChains } from '../../src/service/read/why/explain-told.ts'
import type { Session } from '../../src/store/session/session.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { ada, inShort, requestOf } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'
import { rowsReadBy } from './rows-read.ts'

/** The chain of an explanation is told once, until something is recorded of the customer or of the operator. */

let cellar: Cellar
let ledger: Ledger
let grace: Caller
const INVOICES = 40
const lines = [{ description: 'Calls', amount: '10.00' }]

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
  const { store } = ledger
  await addUser(store, { email: 'grace@example.org', name: 'Grace Hopper', password: 'first compiler' }, ada)
  const user = (await signIn(store, 'grace@example.org', 'first compiler'))?.user
  if (user?.nameText == null) throw new Error('she has a name')
  grace = { ...ada, id: `user:${user.userId}`, actor: user.name, name: user.nameText, channel: 'web' }
  await done('open_customer', { name: 'John', currency: 'USD' })
  for (let n = 1; n <= INVOICES; n += 1) await done('issue_invoice', { invoice: `I${n}`, lines, due_on: '2999-01-01' })
})
afterAll(() => cellar.close())

async function done(op: Parameters<typeof requestOf>[0], body: object): Promise<void> {
  const outcome = await perform(ledger.store, { ...requestOf(op, 'john', body), caller: grace })
  expect([op, inShort(outcome)]).toEqual([op, 'done'])
}

const outstanding: WhyAsked = { figure: 'customer.outstanding' }
const inOne = <T>(work: (session: Session) => Promise<T>): Promise<T> =>
  inTransaction(ledger.store, work, 'repeatable read')
const why = (chains: ToldChains, asked: WhyAsked = outstanding) =>
  inOne((session) => answerWhy(session, 'john', asked, chains))
const rowsOf = (chains: ToldChains, asked?: WhyAsked): Promise<number> =>
  rowsReadBy(ledger.store, () => why(chains, asked))

test('an explanation that is asked for again reads nothing of its chain', async () => {
  const chains = openTold()
  expect(await rowsOf(chains)).toBeGreaterThan(2 * INVOICES)
  expect(await rowsOf(chains)).toBeLessThan(INVOICES)
  expect(await rowsOf(chains, { figure: 'customer.status' })).toBeGreaterThan(INVOICES)
  // the two do not drive each other out, and what is asked with dials is asked anew
  expect(await rowsOf(chains)).toBeLessThan(INVOICES)
  expect(await rowsOf(chains, { ...outstanding, knownAt: 'seq:20' })).toBeGreaterThan(20)
  expect((await why(chains, { ...outstanding, knownAt: 'seq:20' })).chain.length).toBeLessThan(INVOICES)
})

test('after each record of the customer his chain is told anew', async () => {
  const chains = openTold()
  await why(chains)
  await done('adjust_invoice', { invoice: 'I1', amount: '-1.00', reason: 'as agreed' })
  const { chain, value } = await why(chains)
  expect([value, chain.length]).toEqual(['399.00', INVOICES + 1])
  expect(chain).toEqual((await why(openTold(0))).chain)
})

test('a name that was erased is not told from memory', async () => {
  const chains = openTold()
  const actors = async (): Promise<ReadonlySet<string>> =>
    new Set((await why(chains)).chain.map((one) => one.operation.actor))
  expect(await actors()).toEqual(new Set(['Grace Hopper']))
  await removeUser(ledger.store, { email: 'grace@example.org', reason: 'left' }, ada)
  expect([...(await actors())].join()).not.toContain('Grace')
})

test('no more is kept than there is room for: who was asked about longest ago goes first', async () => {
  const { chain } = await why(openTold(0))
  const told = { items: chain.slice(0, 30), count: { count: 30, at_least: false }, earlier: null, only: new Map() }
  const ends = (end: number) => ({ hash: new Uint8Array([end]), operatorHash: new Uint8Array([1]) })
  const chains = openTold(70)
  chains.keep('one', ends(1), 'customer.balance', told)
  chains.keep('two', ends(1), 'customer.balance', told)
  expect(chains.find('one', ends(2), 'customer.balance')).toBeUndefined()
  expect(chains.find('one', { ...ends(1), operatorHash: new Uint8Array([2]) }, 'customer.balance')).toBeUndefined()
  expect(chains.find('one', ends(1), 'customer.balance')).toBe(told)
  chains.keep('three', ends(1), 'customer.balance', told)
  const kept = () => ['one', 'two', 'three'].map((id) => chains.find(id, ends(1), 'customer.balance') !== undefined)
  expect([kept(), chains.size()]).toEqual([[true, false, true], 62])
  // what has ended otherwise since takes the place of what was kept of him
  chains.keep('three', ends(2), 'customer.status', told)
  expect([kept(), chains.size()]).toEqual([[true, false, false], 62])
  chains.keep('three', ends(2), 'customer.balance', { ...told, items: [...chain, ...chain] })
  expect([kept(), chains.size()]).toEqual([[true, false, false], 62])
})
