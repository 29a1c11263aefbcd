import { expect, test } from 'vitest'
import type { Command, CommandOf } from '../../src/engine/asked/command.ts'
import type { Taken } from '../../src/engine/asked/taken.ts'
import { decide } from '../../src/engine/commands/decide.ts'
import { MOST_BOOKED_AGAIN, MOST_RANGES } from '../../src/engine/planning/issuing/charges-taken.ts'
import type { Customer, Ranges } from '../../src/engine/state/customer.ts'
import { charge, circumstancesOf, customerOf, day, issue, micros, opened } from '../memory/clerk.ts'
import { draftOf } from '../memory/clerk-invoices.ts'

/** An invoice over more charges than anybody reads: what they come to is said, and it is decided from that alone. */

const clerk = opened('2026-09-01')
const now = circumstancesOf(clerk).effectiveAt
const MILLION = 1_000_000

/** The customer with so many unbilled charges, of which none is at hand. */
const withUnbilled = (unbilled: Ranges, customer: Customer = customerOf(clerk)): Customer => ({
  ...customer,
  unbilled,
  counts: { ...customer.counts, charge: unbilled.at(-1)?.[1] ?? 0 },
})

const issuing: CommandOf<'issue_invoice'> = {
  op: 'issue_invoice',
  invoice: 'BIG',
  lines: [],
  charges: 'unbilled',
  period: null,
  issuedOn: day('2026-09-01'),
  dueOn: null,
  installments: [],
  currency: null,
}

function decided(customer: Customer, command: Command, others?: Taken) {
  const decision = decide(customer, command, { ...circumstancesOf(clerk), ...(others && { others }) })
  if (!decision.ok) return decision.refusal
  return decision.drafts.map(({ type, facts: { amount, charges, lateCharges: late } }) =>
    type === 'invoice_issued' ? { amount, charges, late } : type,
  )
}

const all: Ranges = [[1, MILLION]]
const others: Taken = { charges: all, sum: micros('5000.00'), latest: now, before: [] }

test('an invoice takes a million charges of which it is told their numbers and their sum', () => {
  expect(decided(withUnbilled(all), issuing, others)).toEqual([
    { amount: micros('5000.00'), charges: all, late: undefined },
  ])
})

test('those at hand come to the others; own lines and the rounding are booked behind them', () => {
  const john = opened('2026-09-01')
  charge(john, '1.005')
  const { charges, ...rest } = customerOf(john)
  const moved = new Map([...charges.values()].map((one) => [MILLION + 2, { ...one, no: MILLION + 2 }]))
  const customer = withUnbilled([...all, [MILLION + 2, MILLION + 2]], { ...rest, charges: moved })
  expect(decided(customer, issuing, { ...others, before: [[3, 9]] })).toEqual([
    'charge_booked',
    { amount: micros('5001.01'), charges: [...all, [MILLION + 2, MILLION + 3]], late: [[3, 9]] },
  ])
})

test('more of them may be at hand than a call has arguments', () => {
  const at = (no: number) => ({
    no,
    seq: no,
    xdrId: BigInt(no),
    amount: 10n,
    service: '',
    creditKind: null,
    effectiveAt: now,
  })
  const charges = new Map(Array.from({ length: 200_000 }, (_, before) => [before + 1, at(before + 1)]))
  const customer = withUnbilled([[1, 200_000]], { ...customerOf(clerk), charges })
  expect(decided(customer, issuing)).toEqual([{ amount: 2_000_000n, charges: [[1, 200_000]], late: undefined }])
})

test('a draft takes them as well', () => {
  const john = opened('2026-09-01')
  draftOf(john, 'D1', ['2'])
  const command = { op: 'issue_draft', draft: 'D1', invoice: 'D1', issuedOn: day('2026-09-01') } as const
  expect(decided(withUnbilled(all, customerOf(john)), command, others)).toEqual([
    'charge_booked',
    { amount: micros('5002.00'), charges: [[1, MILLION + 1]], late: undefined },
  ])
})

test('charges that stand in too many separate ranges are not put on one invoice', () => {
  const scattered = (count: number): Ranges => Array.from({ length: count }, (_, at) => [2 * at + 1, 2 * at + 1])
  const taken = (ranges: number) => decided(withUnbilled(all), issuing, { ...others, charges: scattered(ranges) })
  expect(taken(MOST_RANGES)).toHaveLength(1)
  expect(taken(MOST_RANGES + 1)).toEqual({ code: 'charges_too_scattered', facts: { at_most: MOST_RANGES } })
})

test('an invoice of too many charges is voided, but these are not booked again', () => {
  const john = opened('2026-09-01')
  issue(john, 'I1', ['5'])
  const over = (count: number): Customer => {
    const customer = customerOf(john)
    const subjects = [...customer.subjects].map(([key, one]) => {
      const traits = one.id === 'I1' ? { ...one.traits, charges: [[1, count]] as const } : one.traits
      return [key, { ...one, traits }] as const
    })
    return { ...customer, subjects: new Map(subjects) }
  }
  const voiding = (reissue: boolean) => ({ op: 'void_invoice', invoice: 'I1', reason: null, reissue }) as const
  const why = { textId: '01a20366-3d7c-7259-a1ac-0a4df8810001', hash: new Uint8Array(32) }
  const voided = (count: number, reissue: boolean) => decided(over(count), { ...voiding(reissue), reason: why })
  expect(voided(MILLION, false)).toEqual(['invoice_voided'])
  expect(voided(MOST_BOOKED_AGAIN, true)).toEqual(['invoice_voided', 'charge_booked'])
  expect(voided(MOST_BOOKED_AGAIN + 1, true)).toEqual({
    code: 'too_many_charges_to_book_again',
    facts: { invoice: 'I1', charges: MOST_BOOKED_AGAIN + 1, at_most: MOST_BOOKED_AGAIN },
  })
})
