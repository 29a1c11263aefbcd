import { expect, test } from 'vitest'
import type { NamedDraft } from '../../src/engine/asked/draft.ts'
import { book } from '../../src/engine/booking/book.ts'
import { isReached } from '../../src/engine/booking/collect.ts'
import type { LedgerRecord } from '../../src/engine/events/record.ts'
import { theCustomer } from '../../src/engine/figures/base.ts'
import { type Status, statuses } from '../../src/engine/figures/statuses.ts'
import { formatAmount } from '../../src/engine/money/amount.ts'
import type { MessageKind } from '../../src/engine/policy/policy.ts'
import { blankCustomer, type Customer } from '../../src/engine/state/customer.ts'
import { type Day, textFromDay } from '../../src/engine/time.ts'
import { startOfDay } from '../../src/service/asked/days.ts'
import {
  act,
  bookedBy,
  type Clerk,
  circumstancesOf,
  customerOf,
  day,
  issue,
  opened,
  pass,
  pay,
} from '../memory/clerk.ts'
import { installments } from '../memory/clerk-invoices.ts'
import { dispute, lift, underPolicy } from '../memory/clerk-policy.ts'
import { textOf } from '../memory/ledger.ts'

/**
 * What was booked by rules 2 is booked again by them for ever: there a day counts from the due date, and collection is
 * written by booking alone.
 */

const steps = {
  reminders_before: [10, 1],
  resend_after: [0, 7],
  grace_days: 1,
  late_fee: { amount: '5', percent: '0', on: 'next_invoice' as const },
  limitation_after: 10,
  suspension_after: 20,
  termination_after: 30,
  warning_before: 2,
}

/** Owes 100 from 1 September, due on the 15th, by rules 2 and under a policy with every step. */
function owing(made: (clerk: Clerk) => void = () => {}): Clerk {
  const clerk = opened('2026-08-01')
  clerk.ledger.mail = 'send'
  underPolicy(clerk, { collection: steps })
  pass(clerk, '2026-09-01')
  issue(clerk, 'I1', ['100'], { due: '2026-09-15' })
  made(clerk)
  bookedBy(clerk, 2)
  return clerk
}

/** Books the evaluation of a day, as its record says. */
function evaluate(clerk: Clerk, on: Day): readonly LedgerRecord[] {
  clerk.ledger.now = startOfDay(on, 'UTC')
  return bookOf(clerk, { type: 'day_evaluated', subject: theCustomer, facts: { day: on } })
}

/** Books an event now, as it is: decisions of today are by newer rules. */
function bookOf(clerk: Clerk, event: Pick<NamedDraft, 'type' | 'subject' | 'facts'>): readonly LedgerRecord[] {
  const draft: NamedDraft = { ...event, effectiveAt: clerk.ledger.now, parent: null, causes: [], isMain: true }
  const booking = book(customerOf(clerk), [draft], circumstancesOf(clerk))
  if (!booking.ok) throw new Error(booking.refusal.code)
  clerk.ledger.customers.set(clerk.id, booking.customer)
  return booking.records
}

/** "09-05 reminder queued 100.00 due 09-15", "09-17 late_fee_withheld in_dispute 0.00" for each day up to one. */
function collected(clerk: Clerk, to: string, from = '2026-09-02'): string[] {
  const days = Array.from({ length: day(to) - day(from) + 1 }, (_, at) => day(from) + at)
  return days.flatMap((on) => evaluate(clerk, on).flatMap(lineOf))
}

const short = (on: Day): string => textFromDay(on).slice(5)

function lineOf(record: LedgerRecord): string[] {
  if (record.kind !== 'message' && record.kind !== 'decision') return []
  const { template, day: on = 0, because, stated, statedSum, statedDueOn, statedOn, amount } = record.facts
  return [
    [
      short(on),
      record.kind === 'decision' ? record.type : `${template} ${record.type.replace('message_', '')}`,
      because,
      formatAmount(stated ?? statedSum ?? amount ?? 0n, 2),
      statedDueOn === undefined ? undefined : `due ${short(statedDueOn)}`,
      statedOn === undefined ? undefined : `on ${short(statedOn)}`,
    ]
      .filter((part) => part !== undefined)
      .join(' '),
  ]
}

test('every step is taken on its day: reminders and copies by the due date, warnings ahead of their stage', () => {
  expect(collected(owing(), '2026-10-20')).toEqual([
    '09-05 reminder queued 100.00 due 09-15',
    '09-14 reminder queued 100.00 due 09-15',
    '09-15 invoice_copy queued 100.00 due 09-15',
    '09-17 overdue_notice queued 100.00 due 09-15',
    '09-22 invoice_copy queued 100.00 due 09-15',
    '09-23 limitation_warning queued 100.00 on 09-25',
    '09-25 limitation_notice queued 100.00 on 09-25',
    '10-03 suspension_warning queued 100.00 on 10-05',
    '10-05 suspension_notice queued 100.00 on 10-05',
    '10-13 termination_warning queued 100.00 on 10-15',
  ])
})

test('what speaks against a step is said of each: letters are withheld, fee and stages are not taken', () => {
  expect(
    collected(
      owing((clerk) => dispute(clerk, 'I1')),
      '2026-10-20',
    ),
  ).toEqual([
    '09-05 reminder withheld in_dispute 100.00 due 09-15',
    '09-14 reminder withheld in_dispute 100.00 due 09-15',
    '09-15 invoice_copy withheld in_dispute 100.00 due 09-15',
    '09-17 overdue_notice withheld in_dispute 100.00 due 09-15',
    '09-17 late_fee_withheld in_dispute 100.00',
    '09-22 invoice_copy withheld in_dispute 100.00 due 09-15',
    '09-23 limitation_warning withheld in_dispute 0.00 on 09-25',
    '09-25 limitation_withheld in_dispute 100.00',
    '10-03 suspension_warning withheld in_dispute 0.00 on 10-05',
    '10-05 suspension_withheld in_dispute 100.00',
    '10-13 termination_warning withheld in_dispute 0.00 on 10-15',
    '10-15 termination_withheld in_dispute 100.00',
  ])
})

test('what is paid in time has no steps after its due date', () => {
  expect(
    collected(
      owing((clerk) => pay(clerk, 'P1', '100')),
      '2026-10-20',
    ),
  ).toEqual([])
})

test('of installments the one that is not covered has steps, and those after it', () => {
  const clerk = owing((one) => {
    issue(one, 'I2', ['60'], { installments: installments({ '2026-09-12': '20', '2026-09-20': '40' }) })
    pay(one, 'P1', '20', { I2: '20' })
    pay(one, 'P2', '100', { I1: '100' })
  })
  expect(collected(clerk, '2026-09-22')).toEqual([
    '09-10 reminder queued 40.00 due 09-20',
    '09-19 reminder queued 40.00 due 09-20',
    '09-20 invoice_copy queued 40.00 due 09-20',
    '09-22 overdue_notice queued 40.00 due 09-20',
  ])
})

test('nothing is done on the day of issue, and the first day that is looked at is one as any', () => {
  const clerk = owing((one) => issue(one, 'I2', ['60'], { due: '2026-09-14', issued: '2026-09-04' }))
  expect(collected(clerk, '2026-09-04')).toEqual([])
  expect(collected(owing(), '2026-09-05', '2026-09-05')).toEqual(['09-05 reminder queued 100.00 due 09-15'])
})

test('who has come to a stage by one invoice is not warned of it for another', () => {
  const clerk = owing((one) => issue(one, 'I2', ['60'], { due: '2026-09-20' }))
  expect(collected(clerk, '2026-09-30').filter((line) => line.includes('limitation_'))).toEqual([
    '09-23 limitation_warning queued 160.00 on 09-25',
    '09-25 limitation_notice queued 160.00 on 09-25',
  ])
})

test('a notice that an operation of the day brought is not written again when the day is looked at', () => {
  const clerk = owing()
  collected(clerk, '2026-09-15')
  clerk.ledger.now = startOfDay(day('2026-09-17'), 'UTC')
  const raised = bookOf(clerk, {
    type: 'invoice_adjusted',
    subject: { kind: 'invoice', no: 1 },
    facts: { invoice: { kind: 'invoice', no: 1 }, amount: 1_000_000n, xdrId: 7n, reason: textOf(clerk.ledger, 'more') },
  })
  expect(raised.flatMap(lineOf)).toEqual(['09-17 overdue_notice queued 101.00 due 09-15'])
  expect(collected(clerk, '2026-09-18', '2026-09-17')).toEqual([])
})

test.each<[MessageKind, readonly boolean[]]>([
  ['limitation_warning', [false, true, true, true]],
  ['suspension_warning', [false, false, true, true]],
  ['termination_warning', [false, false, false, true]],
  ['reminder', [false, false, false, false]],
])('%s is out of date from its stage on', (template, reached) => {
  const customer = blankCustomer('C1')
  const inState = (status: Status): Customer => ({
    ...customer,
    cells: { 'customer.status': { value: BigInt(statuses[status]), seq: 1 } },
  })
  const states = ['active', 'service_limited', 'suspended', 'provisionally_terminated'] as const
  expect(states.map((status) => isReached(inState(status), template))).toEqual(reached)
  expect(isReached(customer, template)).toBe(false)
})

test('a day that comes twice has its steps once', () => {
  const clerk = owing()
  expect(collected(clerk, '2026-09-05')).toEqual(['09-05 reminder queued 100.00 due 09-15'])
  expect(collected(clerk, '2026-09-05', '2026-09-05')).toEqual([])
})

test('a lift keeps what falls due from being taken, and says until when', () => {
  const clerk = owing((one) => lift(one, day('2026-09-26')))
  const lines = collected(clerk, '2026-09-24')
  expect(lines).toContain('09-17 overdue_notice withheld lifted 100.00 due 09-15')
  const withheld = evaluate(clerk, day('2026-09-25')).find((record) => record.kind === 'decision')
  expect(withheld?.facts).toMatchObject({
    because: 'lifted',
    until: day('2026-09-26'),
    invoice: { kind: 'invoice', no: 1 },
    policyVersion: 1n,
  })
})

test.each<[string, (clerk: Clerk) => unknown, string]>([
  ['free money covers it', (clerk) => pay(clerk, 'P1', '100', 'hold'), 'covered_by_free_money'],
  [
    'collection was stopped by hand',
    (clerk) =>
      act(clerk, { op: 'set_collection', invoice: 'I1', collect: false, reason: textOf(clerk.ledger, 'he is ill') }),
    'stopped_by_hand',
  ],
  [
    'so little is left alone',
    (clerk) => underPolicy(clerk, { collect_minimum: '100.00', collection: steps }),
    'below_minimum',
  ],
])('nobody is reminded where %s', (_, made, because) => {
  const [first] = collected(
    owing((clerk) => {
      made(clerk)
    }),
    '2026-09-05',
  )
  expect(first).toBe(`09-05 reminder withheld ${because} 100.00 due 09-15`)
})
