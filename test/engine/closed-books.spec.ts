import { expect, test } from 'vitest'
import type { Circumstances } from '../../src/engine/asked/circumstances.ts'
import { decide } from '../../src/engine/commands/decide.ts'
import { startOfDay } from '../../src/service/asked/days.ts'
import { customerOf, day, opened } from '../memory/clerk.ts'

/** What is decided where the books are closed. */

const at = (on: string, closedUntil?: string): Circumstances => ({
  operationId: '018f0000-0000-7000-8000-000000000000',
  recordedAt: startOfDay(day('2026-10-01'), 'UTC'),
  effectiveAt: startOfDay(day(on), 'UTC'),
  effectiveOn: day(on),
  clock: { now: startOfDay(day('2026-10-01'), 'UTC'), today: day('2026-10-01'), mail: 'withhold' },
  ...(closedUntil === undefined ? {} : { closedUntil: day(closedUntil) }),
})

const charge = {
  op: 'book_charge',
  amount: 5n,
  service: 'fee',
  description: null,
  xdrId: null,
  currency: null,
} as const

test('on the last closed day nothing is booked, on the day after everything', () => {
  const customer = customerOf(opened('2026-09-01'))
  expect(decide(customer, charge, at('2026-09-20', '2026-09-20'))).toMatchObject({
    ok: false,
    refusal: { code: 'period_closed', facts: { effective_on: '2026-09-20', closed_until: '2026-09-20' } },
  })
  expect(decide(customer, charge, at('2026-09-21', '2026-09-20'))).toMatchObject({ ok: true })
  expect(decide(customer, charge, at('2026-09-20'))).toMatchObject({ ok: true })
})

test('days are evaluated where the books are closed', () => {
  const customer = customerOf(opened('2026-09-01'))
  const evaluated = decide(customer, { op: 'evaluate_day', day: day('2026-09-20') }, at('2026-09-20', '2026-09-30'))
  expect(evaluated).toMatchObject({ ok: true, drafts: [{ type: 'day_evaluated' }] })
})

test('what is booked for a closed day says so with its main event', () => {
  const customer = customerOf(opened('2026-09-01'))
  const decided = decide(customer, { ...charge, aboutOn: day('2026-09-15') }, at('2026-09-21', '2026-09-20'))
  expect(decided).toMatchObject({ ok: true, drafts: [{ facts: { aboutOn: day('2026-09-15') } }] })
})
