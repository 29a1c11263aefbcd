import { afterAll, beforeAll, expect, test } from 'vitest'
import { takenOf } from '../../src/engine/asked/taken.ts'
import { encode } from '../../src/engine/bytes/record-bytes.ts'
import type { EventType } from '../../src/engine/events/effects.ts'
import type { EventRecord } from '../../src/engine/events/record.ts'
import type { Facts } from '../../src/engine/events/slots.ts'
import { blankCustomer } from '../../src/engine/state/customer.ts'
import { writeHeads } from '../../src/store/heads/heads.ts'
import { insertRecords, recordRows } from '../../src/store/history/records.ts'
import type { Session } from '../../src/store/session/session.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { loadAllocations } from '../../src/store/subjects/allocations.ts'
import { insertInvoiceCharges, loadCharges, sumCharges } from '../../src/store/subjects/charges.ts'
import { loadCredits } from '../../src/store/subjects/credits.ts'
import { loadDisputes } from '../../src/store/subjects/disputes.ts'
import { loadInvoices } from '../../src/store/subjects/invoices.ts'
import { loadPayments } from '../../src/store/subjects/payments.ts'
import { type Wanted, wantsNothing } from '../../src/store/subjects/wanted.ts'
import { type Cellar, type Ledger, openCellar } from '../service/ledger.ts'
import { allocation, BORN_AT, credit, dispute, invoice, payment, writeSubjects } from './made-subjects.ts'

/** What is loaded for an operation: the open subjects, those that it names, and what may be moved with these. */

let cellar: Cellar
let ledger: Ledger

const HASH = new Uint8Array(32)

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
  await inTransaction(ledger.store, async (session) => {
    for (const customerId of ['john', 'eve']) await writeSubjects(session, customerId, subjects)
    await writeCharges(session)
    const customer = { ...blankCustomer('john'), unbilled: [[2, 3]] as const }
    await writeHeads(session, [{ customer, hash: HASH, nextEvaluationOn: null, snapshotSeq: 0 }])
  })
})
afterAll(() => cellar.close())

const subjects = [
  // I1 was paid by P1 and by K1; the credit note K2 on it went to I2
  ...[invoice('I1'), payment('P1'), credit('K1'), credit('K2', 'I1'), invoice('I2')],
  ...[allocation('A1', 'P1', 'I1'), allocation('A2', 'K1', 'I1'), allocation('A3', 'K2', 'I2')],
  // P2 was charged back, which took it from I3, and was taken from I2 by hand
  ...[payment('P2'), invoice('I3'), allocation('A4', 'P2', 'I3', 0n, 9n), allocation('A5', 'P2', 'I2', 0n)],
  // K3, made from I4, went to I5
  ...[invoice('I4'), credit('K3', 'I4'), invoice('I5'), allocation('A6', 'K3', 'I5')],
  // D1 about I1 is resolved, D2 about I3 is not; I6 is owed
  ...[dispute('D1', 'I1', 20_000n), dispute('D2', 'I3'), invoice('I6', 9n)],
]

const ALWAYS = ['D2', 'I6']

async function loaded(wanted: Partial<Wanted>): Promise<string[]> {
  const all = [{ ...wantsNothing('john'), ...wanted }]
  const kinds = [loadInvoices, loadPayments, loadCredits, loadAllocations, loadDisputes]
  const owned = await inTransaction(ledger.store, (session) => Promise.all(kinds.map((load) => load(session, all))))
  const found = owned.flat()
  expect(new Set(found.map((one) => one.customerId))).toEqual(new Set(['john']))
  const names = found.map(({ subject: { id, ref } }) => (ref.kind === 'allocation' ? `A${ref.no}` : id))
  return [...new Set(names)].filter((name) => !ALWAYS.includes(name)).sort()
}

const cases: readonly (readonly [string, Partial<Wanted>, readonly string[]])[] = [
  ['the open ones alone', {}, []],
  ['what is named', { invoices: ['I2'], payments: ['P1'], credits: ['K1'] }, ['I2', 'K1', 'P1']],
  ['invoices by number', { invoiceNos: [5] }, ['I5']],
  [
    'what stands on an invoice and what was made from it, with where that went, and its disputes',
    { releasing: ['I1'] },
    ['A1', 'A2', 'A3', 'D1', 'I1', 'I2', 'K1', 'K2', 'P1'],
  ],
  ['a payment with its invoices', { releasingPayments: ['P1'] }, ['A1', 'I1', 'P1']],
  ['what a chargeback took, but not what was taken by hand', { releasingPayments: ['P2'] }, ['A4', 'I3', 'P2']],
  [
    'a credit with its invoices and the one that it was made from',
    { releasingCredits: ['K3'] },
    ['A6', 'I4', 'I5', 'K3'],
  ],
  [
    'a dispute with its invoice, of which something may be taken off',
    { disputes: ['D1'] },
    ['A1', 'A2', 'A3', 'D1', 'I1', 'I2', 'K1', 'K2', 'P1'],
  ],
  ['an invoice whose charges are wanted', { chargesOf: ['I1'] }, ['I1']],
]

test.each(cases)('loads %s', async (_what, wanted, names) => {
  expect(await loaded(wanted)).toEqual(names)
})

const chargeFacts: readonly (readonly [EventType, Facts])[] = [
  ['charge_booked', { service: 'voice', amount: 10n }],
  ['credit_booked', { service: 'credit', amount: 4n, creditKind: 'promotional' }],
  ['late_fee_charged', { service: 'late_fee', amount: 5n, invoice: { kind: 'invoice', no: 1 }, day: 20_000 }],
  ['charge_booked', { service: 'data', amount: 1n }],
]

/** Charges count from moments in another order than their numbers. */
const countsAt = (no: number) => BORN_AT + ([0n, 0n, 2n, -1n, 1n][no] ?? 0n)

function chargeRecord(type: EventType, facts: Facts, no: number): EventRecord {
  const charge = { kind: 'charge', no } as const
  const times = { effectiveAt: countsAt(no), recordedAt: BORN_AT, late: false }
  const place = { seq: no, rootSeq: no, parentSeq: null, causes: [], digest: HASH, balanceAfter: 0n }
  const eventId = `01a20366-3d7c-7259-a1ac-0a4df88100${String(no).padStart(2, '0')}`
  const own = { ...facts, charge, xdrId: BigInt(100 + no) }
  return { ...place, ...times, eventId, kind: 'event', type, subject: charge, facts: own, effects: [] }
}

async function writeCharges(session: Session): Promise<void> {
  const records = chargeFacts.map(([type, facts], at) => chargeRecord(type, facts, at + 1))
  const sealed = records.map((record) => ({ record, canonical: encode(record), hash: HASH }))
  await insertRecords(session, recordRows('john', sealed))
  await insertInvoiceCharges(session, [{ customerId: 'john', invoice: 1, from: 1, to: 1 }])
  await insertInvoiceCharges(session, [{ customerId: 'john', invoice: 1, from: 4, to: 4 }])
}

async function charges(wanted: Partial<Wanted>) {
  const all = [{ ...wantsNothing('john'), ...wanted }]
  const found = await inTransaction(ledger.store, (session) => loadCharges(session, all))
  return found.map(({ subject: { no, amount, service, creditKind } }) => [no, amount, service, creditKind])
}

test('a credit is a negative charge, a late fee one like others', async () => {
  expect(await charges({ charges: [102n, 103n] })).toEqual([
    [2, -4n, 'credit', 'promotional'],
    [3, 5n, 'late_fee', null],
  ])
})

test('charges are summed by their numbers, as the engine sums those at hand', async () => {
  const amounts = { 1: 10n, 2: -4n, 3: 5n, 4: 1n }
  const charges = ([1, 2, 3, 4] as const).map((no) => {
    return { no, seq: no, xdrId: 0n, amount: amounts[no], service: '', creditKind: null, effectiveAt: countsAt(no) }
  })
  const ranges = [
    [],
    [[1, 4]],
    [[2, 3]],
    [
      [1, 1],
      [3, 4],
    ],
    [
      [1, 1],
      [3, 3],
    ],
  ] as const
  const moments = [null, BORN_AT - 2n, BORN_AT - 1n, BORN_AT, BORN_AT + 1n, BORN_AT + 2n]
  for (const among of ranges)
    for (const until of moments)
      for (const begins of moments) {
        const taking = { among, until, begins }
        expect(await sumCharges(ledger.store, 'john', taking), String([among, until, begins])).toEqual(
          takenOf(charges, taking),
        )
      }
  await expect(sumCharges(ledger.store, 'john', { among: [[4, 5]], until: null, begins: null })).rejects.toThrow(
    'Of 2 charges of john 1 are there',
  )
})

test('of an invoice with more charges than can be booked again none is read', async () => {
  await inTransaction(ledger.store, (session) =>
    insertInvoiceCharges(session, [{ customerId: 'john', invoice: 2, from: 2, to: 20_002 }]),
  )
  expect(await charges({ chargesOf: ['I2'] })).toEqual([])
})

test('charges are found by xDR id, and by the invoice that they stand on', async () => {
  expect(await charges({ charges: [103n] })).toEqual([[3, 5n, 'late_fee', null]])
  expect(await charges({ chargesOf: ['I1'] })).toEqual([
    [1, 10n, 'voice', null],
    [4, 1n, 'data', null],
  ])
  expect(await charges({})).toEqual([])
})
