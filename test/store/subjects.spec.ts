import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { refKey } from '../../src/engine/figures/base.ts'
import { defaultPolicy, policyFrom, policyToText } from '../../src/engine/policy/policy.ts'
import { blankCustomer, type Customer, type Subject } from '../../src/engine/state/customer.ts'
import { lockHeads, writeHeads } from '../../src/store/heads/heads.ts'
import { stateFromStore, stateToStore, subjectsToStore } from '../../src/store/heads/snapshot-state.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { allAllocations } from '../../src/store/subjects/allocations.ts'
import { allCredits } from '../../src/store/subjects/credits.ts'
import { allDisputes } from '../../src/store/subjects/disputes.ts'
import { allInvoices } from '../../src/store/subjects/invoices.ts'
import { allPayments } from '../../src/store/subjects/payments.ts'
import { type Cellar, type Ledger, openCellar } from '../service/ledger.ts'
import { allocation, BORN_AT, credit, dispute, invoice, made, number, payment, writeSubjects } from './made-subjects.ts'

/** What the store keeps of a customer and of his subjects comes back as it was. */

let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellar()
})
beforeEach(async () => {
  ledger = await cellar.ledger()
})
afterAll(() => cellar.close())

const description = { textId: '01a20366-3d7c-7259-a1ac-0a4df881e1ba', hash: Buffer.alloc(32, 7) }
const draft = made(
  'invoice',
  'I1',
  { 'invoice.status': number('draft') },
  {
    traits: {
      draft: {
        takes: 'named',
        charges: [
          [1, 3],
          [7, 7],
        ],
        lines: [{ amount: -12_345_678n, service: 'voice', description }],
        dueOn: 20_000,
        periodFrom: null,
        periodTo: null,
      },
      installments: [{ dueOn: 20_000, amount: 10n ** 18n }],
    },
  },
)
const issued = invoice('I2', 5n, {
  charges: [[4, 6]],
  noticed: { overdue_notice: { on: 20_001, queued: true }, reminder: { on: 19_990, queued: false } },
})
const pending = made(
  'payment',
  'P1',
  { 'payment.authorised': 50n, 'payment.expires_at': BORN_AT, 'payment.status': number('pending') },
  { held: true, traits: { wish: { rule: 'chosen', chosen: [{ invoice: issued.ref, amount: 40n }] } } },
)
const subjects: readonly Subject[] = [
  draft,
  issued,
  pending,
  credit('K1', 'I2'),
  allocation('A1', 'P1', 'I2', 0n, 9n),
  dispute('D1', 'I2'),
]

const write = (all: readonly Subject[]) =>
  inTransaction(ledger.store, (session) => Promise.resolve(writeSubjects(session, 'john', all)))
const read = async (): Promise<Subject[]> => {
  const { store } = ledger
  const kinds = [allInvoices, allPayments, allCredits, allAllocations, allDisputes]
  return (await Promise.all(kinds.map((all) => all(store, 'john')))).flat()
}

test('a subject comes back with all that it has beside its figures', async () => {
  await write(subjects)
  expect(await read()).toEqual(subjects)
})

test('a draft that is issued keeps its row and takes the number', async () => {
  await write([draft])
  const now = { ...draft, id: '2026-09-001', traits: { charges: [] } }
  await write([now])
  expect(await read()).toEqual([now])
})

test('open is what may change without being named', async () => {
  const given = { 'invoice.voided_on': 20_000n, 'invoice.status': number('void') }
  const ended = { 'payment.authorised': 50n, 'payment.status': number('expired') }
  await write([
    draft,
    issued,
    made('invoice', 'I3', given, { traits: draft.traits }),
    invoice('I4'),
    pending,
    made('payment', 'P2', ended),
    payment('P3'),
    made('payment', 'P4', { 'payment.amount': 1n, 'payment.status': number('unallocated') }),
    credit('K1'),
    made('credit', 'K2', { 'credit.amount': 1n, 'credit.status': number('open') }),
    dispute('D1', 'I2'),
    dispute('D2', 'I2', 20_000n),
  ])
  const rows = await ledger.query<{ id: string }>(
    `select invoice as id from invoice where open union all select payment_id from payment where open
     union all select credit_id from credit where open union all select dispute_id from dispute where open order by 1`,
  )
  expect(rows.map((one) => one.id)).toEqual(['D1', 'I1', 'I2', 'K2', 'P1', 'P4'])
})

const terms = policyToText(defaultPolicy)
const lateFee = { amount: '5', percent: '1.5', on: 'next_invoice' } as const
const collection = { ...terms.collection, grace_days: 3, late_fee: lateFee, threshold: '0.25' }
const strict = policyFrom({ ...terms, overpay: 'reject', collection }, 7)
const john: Customer = {
  ...blankCustomer('john'),
  currency: 'USD',
  seq: 12,
  maxEffectiveAt: BORN_AT,
  now: BORN_AT,
  policy: strict,
  scheduled: [{ id: 's1', op: 'void_payment', dueAt: BORN_AT + 1n, day: 20_500 }],
  noticed: { suspension_notice: { on: 20_000, queued: true } },
}
const headOf = (customer: Customer) => ({
  customer,
  hash: new Uint8Array(32),
  nextEvaluationOn: 20_001,
  snapshotSeq: 0,
})

test('a head comes back with terms, what waits, and what was said', async () => {
  const eve = { ...john, id: 'eve', policy: defaultPolicy, scheduled: [], noticed: {} }
  await inTransaction(ledger.store, (session) => writeHeads(session, [john, eve].map(headOf)))
  const heads = await inTransaction(ledger.store, (session) => lockHeads(session, ['john', 'eve']))
  expect(heads.map((head) => head.customer)).toEqual([eve, john])
  expect(await ledger.query('select policy_version, policy is null as plain from customer_head order by 1')).toEqual([
    { policy_version: 0, plain: true },
    { policy_version: 7, plain: false },
  ])
})

test('a whole state comes back from a snapshot', () => {
  const whole = { ...john, subjects: new Map(subjects.map((one) => [refKey(one.ref), one])) }
  const later = { ...whole, now: BORN_AT + 5n }
  const kept = JSON.parse(JSON.stringify([stateToStore(later), [...subjectsToStore(later)]]))
  expect(stateFromStore(kept[0], kept[1])).toEqual(whole)
})
