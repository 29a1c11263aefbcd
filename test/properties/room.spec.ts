import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EventRecord, LedgerRecord } from '../../src/engine/events/record.ts'
import type { FigureName } from '../../src/engine/figures/names.ts'
import { type Instant, later } from '../../src/engine/time.ts'
import { evaluate } from '../../src/engine/values/evaluate.ts'
import { times } from '../long.ts'
import { customerOf, opened, recordsOf } from '../memory/clerk.ts'
import { onTerms } from '../memory/clerk-payments.ts'
import { type Backdating, backdatings, playStep } from './back-dating.ts'
import { momentBefore, momentsOf, type Series, taken, tell, valueAt } from './naive-series.ts'

// A failing run prints its seed and the smallest history that fails; ROOM_RUNS=10000 takes a few minutes.
const seed = Number(process.env.PROPERTY_SEED ?? 20_261_128)
const runs = Number(process.env.ROOM_RUNS ?? times(300, 10_000))

const seen = new Map<string, number>()
const count = (name: string): void => void seen.set(name, (seen.get(name) ?? 0) + 1)

/** What is taken as a whole, so that it may have to wait for room. */
const wholes: ReadonlySet<string> = new Set([
  'payment_refunded',
  'credit_refunded',
  'payment_moved_out',
  'credit_moved_out',
  'invoice_written_off',
  'invoice_adjusted',
])

/** What is given and given back, in parts. */
const parts: ReadonlySet<string> = new Set([
  'payment_allocated',
  'credit_allocated',
  'payment_deallocated',
  'credit_deallocated',
  'write_off_undone',
])

const isEvent = (record: LedgerRecord): record is EventRecord => record.kind === 'event'

function play({ isApplied, steps }: Backdating): void {
  const clerk = opened('2026-09-01')
  if (!isApplied) onTerms(clerk, { auto_apply: false })
  const series: Series = new Map()
  let told = recordsOf(clerk).length
  for (const [no, numbers] of steps.entries()) {
    const outcome = playStep(clerk, numbers, no)
    const booked = clerk.ledger.operations.get(clerk.id)?.at(-1)
    count(outcome.ok ? 'accepted' : 'refused')
    const events = recordsOf(clerk).slice(told).filter(isEvent)
    told = recordsOf(clerk).length
    for (const event of events) tell(series, event)
    if (outcome.ok && booked !== undefined) assertNoLaterThanNeeded(series, events, booked.circumstances.effectiveAt)
  }
  assertSameToday(series, clerk)
}

/** What counts later than it is dated had to: at the moment before, one side had nothing left, or not all of it. */
function assertNoLaterThanNeeded(series: Series, events: readonly EventRecord[], date: Instant): void {
  const whole = events.filter((event) => wholes.has(event.type) && taken(event).length > 0)
  assertWhole(series, whole, date, later(date, ...whole.map((event) => event.effectiveAt)))
  // what follows from an operation follows from when it counts
  const from = later(date, ...events.filter((event) => !parts.has(event.type)).map((event) => event.effectiveAt))
  for (const event of events) {
    if (event.type !== 'payment_allocated' && event.type !== 'credit_allocated') continue
    const made = madeAt(series, event)
    if (event.effectiveAt < made)
      throw new Error(`record ${event.seq} (${event.type}) restores what was made at ${made}`)
    if (event.effectiveAt <= later(from, made)) continue
    count('allocated later')
    const lines = taken(event).map(({ line }) => line)
    const before = momentBefore(series, lines, event.effectiveAt, later(from, made))
    if (lines.every((line) => valueAt(series, line, before) > 0n))
      throw new Error(`record ${event.seq} (${event.type}) could have counted from ${before}`)
  }
}

/** The moment from which the allocation of an event counts first; what is restored counts from no earlier one. */
const madeAt = (series: Series, { facts: { allocation, rule } }: EventRecord): Instant =>
  rule === 'restored' ? (momentsOf(series, `allocation:${allocation?.no} holds`)[0] ?? 0n) : 0n

/** All of it counts from one moment, and says so where that is later than its date; the moment before had not all of it. */
function assertWhole(series: Series, events: readonly EventRecord[], date: Instant, from: Instant): void {
  expect(events.filter((event) => event.effectiveAt !== from)).toEqual([])
  const stated = events.filter((event) => event.facts.roomSeq !== undefined)
  expect(stated).toHaveLength(from > date ? events.length : 0)
  if (events.length === 0 || from === date) return
  count('taken as a whole later')
  const sums = new Map<string, bigint>()
  for (const { line, amount } of events.flatMap(taken)) sums.set(line, (sums.get(line) ?? 0n) + amount)
  const before = momentBefore(series, [...series.keys()], from, date)
  if ([...sums].every(([line, amount]) => valueAt(series, line, before) >= amount))
    throw new Error(`record ${events[0]?.seq} (${events[0]?.type}) could have counted from ${before}`)
}

/** In the end the naive sums are what the ledger says; else the auditor above has looked at something else. */
function assertSameToday(series: Series, clerk: ReturnType<typeof opened>): void {
  const customer = customerOf(clerk)
  for (const [key, { ref }] of customer.subjects) {
    const figure = figureOf[ref.kind]
    const value = figure === undefined ? 0n : (evaluate(customer, figure, ref, 0) ?? 0n)
    const said = valueAt(series, `${key} ${lineOf[ref.kind]}`, clerk.ledger.now)
    expect(`${key} ${said}`).toBe(`${key} ${value}`)
  }
}

const figureOf: Partial<Record<string, FigureName>> = {
  invoice: 'invoice.outstanding',
  payment: 'payment.unallocated',
  credit: 'credit.remaining',
  allocation: 'allocation.amount',
}
const lineOf: Partial<Record<string, string>> = { invoice: 'owes', payment: 'has', credit: 'has', allocation: 'holds' }

test(`in ${runs} histories of back-dated money nothing takes what is not there at some moment`, () => {
  const limits = { interruptAfterTimeLimit: 60_000 + 200 * runs, markInterruptAsFailure: true }
  fc.assert(fc.property(backdatings, play), { seed, numRuns: runs, ...limits })
  console.error(`seed ${seed}: ${JSON.stringify(Object.fromEntries(seen))}`)
  if (runs < 300) return
  for (const name of ['allocated later', 'taken as a whole later']) expect(seen.get(name) ?? 0).toBeGreaterThan(50)
})
