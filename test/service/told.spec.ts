import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Caller } from '../../src/service/asked/request.ts'
import { perform } from '../../src/service/ledger/perform.ts'
import { addUser } from '../../src/service/people/people.ts'
import { removeUser } from '../../src/service/people/remove-user.ts'
import { signIn } from '../../src/service/people/sign-in.ts'
import { answerWhy, type WhyAsked } from '../../src/service/read/why/explain.ts'
import { openTold, type ToldChains } from '../../src/service/read/why/told-chains.ts'
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
/** What is told of the records; the moment that is looked at aside. */
const toldOf = async (chains: ToldChains, asked: WhyAsked) => ({ ...(await why(chains, asked)), as_of: null })
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

test('what is recorded is told beside what was told before', async () => {
  const chains = openTold()
  await why(chains)
  await done('receive_payment', { payment_id: 'P1', amount: '5.00', allocate: [{ invoice: 'I3', amount: '5.00' }] })
  await done('add_note', { text: 'He called' })
  // the names of records that are looked at, the two that are new, what they stand on and who made them
  expect(await rowsOf(chains)).toBeLessThan(2 * INVOICES)
  const asked = [outstanding, { figure: 'invoice.outstanding', subject: 'invoice:I3' }, { figure: 'customer.status' }]
  for (const one of asked) expect(await toldOf(chains, one)).toEqual(await toldOf(openTold(0), one))
  await done('void_payment', { payment_id: 'P1', reason: 'bounced' })
  for (const one of asked) expect(await toldOf(chains, one)).toEqual(await toldOf(openTold(0), one))
})

test('what is told otherwise since is not told from memory: a text that was erased, a draft that has a number', async () => {
  const chains = openTold()
  const reason = 'he said so on Friday'
  await done('adjust_invoice', { invoice: 'I4', amount: '-2.00', reason })
  await done('issue_invoice', { lines, draft: true })
  const asked = [outstanding, { figure: 'customer.unbilled' }, { figure: 'invoice.total', subject: 'invoice:I4' }]
  for (const one of asked) await why(chains, one)
  expect(JSON.stringify(await why(chains))).toContain(reason)
  const [text] = await ledger.query<{ text_id: string }>('select text_id from text where body = $1', [reason])
  await done('erase_text', { text_id: text?.text_id, reason: 'asked for' })
  expect(JSON.stringify(await why(chains))).not.toContain(reason)
  const [draft] = await ledger.query<{ invoice: string }>("select invoice from invoice where traits ? 'draft'")
  await done('issue_draft', { invoice: draft?.invoice })
  for (const one of asked) expect(await toldOf(chains, one)).toEqual(await toldOf(openTold(0), one))
})

test('no more is kept than there is room for: what was asked about longest ago goes first', async () => {
  const { chain } = await why(openTold(0))
  const only = new Map<string, number>()
  const count = { count: 30, at_least: false }
  const told = { items: chain.slice(0, 30), records: [], count, earlier: null, only }
  const then = { ends: { hash: new Uint8Array([1]), operatorHash: new Uint8Array([1]), seq: 1 }, told }
  const chains = openTold(70)
  chains.keep('one', 'customer.balance', then)
  chains.keep('two', 'customer.balance', then)
  expect(chains.find('one', 'customer.balance')).toBe(then)
  chains.keep('three', 'customer.balance', then)
  const kept = () => ['one', 'two', 'three'].map((id) => chains.find(id, 'customer.balance') !== undefined)
  expect([kept(), chains.size()]).toEqual([[true, false, true], 62])
  chains.keep('three', 'customer.balance', { ...then, told: { ...told, items: chain.slice(0, 20) } })
  expect([kept(), chains.size()]).toEqual([[true, false, true], 52])
  chains.keep('three', 'customer.balance', { ...then, told: { ...told, items: [...chain, ...chain] } })
  expect([kept(), chains.size()]).toEqual([[true, false, false], 31])
})
