import { expect, test } from 'vitest'
import type { NamedDraft } from '../../src/engine/asked/draft.ts'
import { withoutNames } from '../../src/engine/asked/draft.ts'
import { book } from '../../src/engine/booking/book.ts'
import { assertBooks, identitiesOf } from '../../src/engine/booking/identities.ts'
import { recordName } from '../../src/engine/booking/page.ts'
import { decide } from '../../src/engine/commands/decide.ts'
import type { ChangeRecord, LedgerRecord } from '../../src/engine/events/record.ts'
import { theCustomer } from '../../src/engine/figures/base.ts'
import {
  adjust,
  bookedBy,
  type Clerk,
  charge,
  circumstancesOf,
  customerOf,
  issue,
  opened,
  pass,
  pay,
  recordsOf,
} from '../memory/clerk.ts'

/** An invoice of 100, of which 60 are paid. */
function billed(): Clerk {
  const clerk = opened('2026-09-01')
  issue(clerk, 'I1', ['100'], { due: '2026-09-15' })
  pay(clerk, 'P1', '60')
  return clerk
}

const changesOf = (records: readonly LedgerRecord[], figure: string): ChangeRecord[] =>
  records.filter((record): record is ChangeRecord => record.kind === 'change' && record.figure === figure)

test('an operation is one tree: its main event is the root, all are recorded at one time, later than before', () => {
  const clerk = billed()
  const first = recordsOf(clerk).length
  adjust(clerk, 'I1', '-70')
  const records = recordsOf(clerk).slice(first)
  const root = records.find((record) => record.type === 'invoice_adjusted')
  expect(records[0]?.type).toBe('payment_deallocated')
  expect(records[0]?.parentSeq).toBe(root?.seq)
  expect(records.map((record) => record.rootSeq)).toEqual(records.map(() => root?.seq))
  expect(records.map((record) => record.recordedAt)).toEqual(records.map(() => root?.recordedAt))
  expect((root?.recordedAt ?? 0n) > (recordsOf(clerk)[first - 1]?.recordedAt ?? 0n)).toBe(true)
  expect(records.map((record) => record.digest === null)).toEqual(records.map((_, at) => at > 0))
  expect(root?.parentSeq).toBe(null)
})

test('by older rules the first record is the root, also where it was booked for the sake of another', () => {
  const clerk = billed()
  bookedBy(clerk, 2)
  const first = customerOf(clerk).seq + 1
  const outcome = adjust(clerk, 'I1', '-70')
  const records = outcome.ok ? outcome.records : []
  expect(records[0]).toMatchObject({ type: 'payment_deallocated', seq: first, parentSeq: null })
  expect(records.find((record) => record.type === 'invoice_adjusted')?.parentSeq).toBe(first)
  expect(new Set(records.map((record) => record.rootSeq))).toEqual(new Set([first]))
})

test('records are named by the operation and their place in it', () => {
  const names = recordsOf(billed()).map((record) => record.eventId.slice(-12))
  expect(names.slice(0, 4)).toEqual(['000000010000', '000000010001', '000000020000', '000000020001'])
})

test('records of an operation are named in their order, however many they are', () => {
  const names = Array.from({ length: 200_000 }, (_, at) => recordName('01a22702-f6b6-73f8-8995-280fffff0000', at))
  expect(names.every((name, at) => at === 0 || (names[at - 1] ?? '') < name)).toBe(true)
  expect([names[65_535], names[65_536]]).toEqual([
    '01a22702-f6b6-73f8-8995-280fffffffff',
    '01a22702-f6b6-73f8-8995-281000000000',
  ])
  const last = recordName('01a22702-f6b6-73f8-8995-ffffffff0000', 65_536)
  expect(last).toBe('01a22702-f6b6-73f8-8995-000000000000')
})

test('two operations at one moment are recorded one microsecond apart', () => {
  const clerk = opened()
  charge(clerk, '1')
  charge(clerk, '1')
  const [first, second] = recordsOf(clerk).filter((record) => record.type === 'charge_booked')
  expect((second?.recordedAt ?? 0n) - (first?.recordedAt ?? 0n)).toBe(1n)
})

test('an amount that changed is led to by its event, and a sum by what moved it', () => {
  const clerk = billed()
  const received = recordsOf(clerk).find((record) => record.type === 'payment_allocated')
  const [outstanding] = changesOf(recordsOf(clerk), 'invoice.outstanding').slice(-1)
  const [total] = changesOf(recordsOf(clerk), 'customer.outstanding').slice(-1)
  expect(outstanding).toMatchObject({ before: 100_000_000n, after: 40_000_000n, parentSeq: received?.seq })
  expect(total).toMatchObject({
    before: 100_000_000n,
    after: 40_000_000n,
    parentSeq: outstanding?.seq,
    operands: [
      { figure: 'customer.outstanding', value: 100_000_000n },
      {
        figure: 'invoice.outstanding',
        subject: { kind: 'invoice', no: 1 },
        value: -60_000_000n,
        seq: outstanding?.seq,
      },
    ],
  })
})

test('a status is judged once, after the last event, so that nothing flickers', () => {
  const clerk = opened()
  pay(clerk, 'P1', '100', 'none')
  issue(clerk, 'I1', ['100'])
  expect(changesOf(recordsOf(clerk), 'invoice.status').length).toBe(1)
  expect(changesOf(recordsOf(clerk), 'invoice.outstanding').map((change) => change.after)).toEqual([100_000_000n, 0n])
})

test('the state handed in stays as it was', () => {
  const clerk = billed()
  const before = customerOf(clerk)
  const copy = structuredClone({ ...before, subjects: [...before.subjects], charges: [...before.charges] })
  const reason = { textId: '10000000-0000-7000-8000-000000000009', hash: new Uint8Array(32) }
  const command = {
    op: 'adjust_invoice',
    invoice: 'I1',
    amount: -70_000_000n,
    reason,
    xdrId: 9n,
    dispute: null,
    currency: null,
  } as const
  const decision = decide(before, command, circumstancesOf(clerk))
  if (!decision.ok) throw new Error(decision.refusal.code)
  const booking = book(before, withoutNames(decision.drafts), circumstancesOf(clerk))
  expect(booking.ok && booking.touched.map((subject) => subject.ref)).toEqual([
    { kind: 'invoice', no: 1 },
    { kind: 'payment', no: 1 },
    { kind: 'allocation', no: 1 },
  ])
  expect({ ...before, subjects: [...before.subjects], charges: [...before.charges] }).toEqual(copy)
})

test('what an operation leaves as it was is not among what it touched', () => {
  const clerk = billed()
  issue(clerk, 'I2', ['50'], { due: '2026-09-20' })
  const drafts: NamedDraft[] = [
    { ...base, type: 'invoice_adjusted', subject: invoice, facts: { invoice, amount: -1n }, isMain: true },
  ]
  const booking = book(customerOf(clerk), drafts, circumstancesOf(clerk))
  expect(booking.ok && booking.touched.map((subject) => subject.ref)).toEqual([invoice])
})

const invoice = { kind: 'invoice', no: 1 } as const
const base = { effectiveAt: 0n, parent: null, causes: [] } as const
const main: NamedDraft = { ...base, type: 'day_evaluated', subject: theCustomer, facts: { day: 1 }, isMain: true }

test.each<[string, NamedDraft]>([
  [
    'takes more off an invoice than it owes',
    { ...base, type: 'invoice_adjusted', subject: invoice, facts: { invoice, amount: -40_010_000n } },
  ],
  [
    'allocates more than a payment has',
    {
      ...base,
      type: 'payment_allocated',
      subject: { kind: 'payment', no: 1 },
      facts: {
        payment: { kind: 'payment', no: 1 },
        invoice,
        allocation: { kind: 'allocation', no: 2 },
        amount: 10_000n,
      },
    },
  ],
  [
    'names an invoice that is not there',
    {
      ...base,
      type: 'invoice_adjusted',
      subject: { kind: 'invoice', no: 2 },
      facts: { invoice: { kind: 'invoice', no: 2 }, amount: 1n },
    },
  ],
  [
    'names a draft that is not there as its parent',
    { ...base, type: 'note_added', subject: invoice, facts: {}, isMain: false, parent: 7 },
  ],
])('a decision that %s is a bug and stops the operation', (_, draft) => {
  const clerk = billed()
  expect(() => book(customerOf(clerk), [main, draft], circumstancesOf(clerk))).toThrow('Bug')
})

test('the balance is what the subjects say; a head that says otherwise stops the next operation', () => {
  const clerk = billed()
  const customer = customerOf(clerk)
  expect(identitiesOf(customer).map(({ left, right, holds }) => [left, right, holds])).toEqual([
    [40_000_000n, 40_000_000n, true],
    [60_000_000n, 60_000_000n, true],
    [0n, 0n, true],
    [40_000_000n, 40_000_000n, true],
    [0n, 0n, true],
  ])
  const cells = { ...customer.cells, 'customer.outstanding': { value: 40_000_001n, seq: 5 } }
  expect(() => assertBooks({ ...customer, cells }, [])).toThrow('balance')
  const paid = { ...customer.cells, 'customer.paid': { value: 1n, seq: 5 } }
  expect(identitiesOf({ ...customer, cells: paid })[0]?.holds).toBe(false)
})

test('an operation id must leave room for the numbers of its records', () => {
  const clerk = opened()
  const circumstances = { ...circumstancesOf(clerk), operationId: '00000000-0000-7000-8000-000000000001' }
  expect(() =>
    book(customerOf(clerk), [{ ...base, type: 'note_added', subject: invoice, facts: {} }], circumstances),
  ).toThrow('Bug: an operation id ends in 16 zero bits')
})

test('what becomes overdue is late when its day is evaluated late', () => {
  const clerk = billed()
  pass(clerk, '2026-10-01')
  const evaluated = recordsOf(clerk).find((record) => record.type === 'day_evaluated')
  expect(evaluated).toMatchObject({ late: false, effectiveAt: 1_789_516_800_000_000n })
  pass(clerk, '2026-10-02')
  charge(clerk, '1')
  charge(clerk, '1', { on: '2026-10-01' })
  expect(recordsOf(clerk).at(-1)).toMatchObject({ late: true })
})
