import fc from 'fast-check'
import type { Command } from '../../src/engine/commands/command.ts'
import { stepOf } from '../../src/engine/money/amount.ts'
import { currencyDigits } from '../../src/engine/money/currencies.ts'
import type { Instant } from '../../src/engine/time.ts'
import { dayAt, startOfDay } from '../../src/service/days.ts'
import { type Booked, evaluateDue, type MemoryLedger, type Outcome, openLedger, perform } from '../memory/ledger.ts'
import type { Desk, Draw } from './desk.ts'
import { opening, operations } from './operations.ts'

/**
 * A random history: who is there, and up to 60 steps. A step is a handful of numbers that are drawn from, one after the
 * other, against the state that the steps before left: so most operations are ones that a person could ask for, and a
 * shorter or smaller history is still one.
 */
export type History = {
  readonly currencies: readonly string[]
  readonly zone: string
  readonly mail: 'send' | 'withhold'
  /** is the clock a named one, far behind the time of recording? */
  readonly isNamedClock: boolean
  readonly traits: number
  /** numbers from which the pairs of dials are drawn at the end. */
  readonly dials: readonly number[]
  readonly steps: readonly (readonly number[])[]
}

/** What happened in one step; `booked` are the operations that it left, evaluations of days before it among them. */
export type Happening = {
  readonly ledger: MemoryLedger
  readonly customerId: string
  readonly command: Command
  readonly effectiveAt: Instant
  readonly outcome: Outcome
  readonly booked: readonly Booked[]
}

export type Watch = {
  /** after the days that were due were evaluated, before the operation itself. */
  readonly onDay: (ledger: MemoryLedger, customerId: string, booked: readonly Booked[]) => void
  readonly onOperation: (happening: Happening) => void
}

const START: Instant = startOfDay(20_450, 'UTC') + 9n * 3_600_000_000n
const WALL: Instant = startOfDay(21_900, 'UTC')
const MINUTE = 60_000_000n
const DRAWS_A_STEP = 12

const currencies = fc.constantFrom('USD', 'JPY', 'KWD', 'CLF', 'EUR')

const stepsUpTo = (most: number): fc.Arbitrary<number[][]> =>
  fc.array(fc.array(fc.nat({ max: 9999 }), { minLength: DRAWS_A_STEP, maxLength: DRAWS_A_STEP, size: 'max' }), {
    maxLength: most,
    size: 'max',
  })

/** Most histories are short, and so many; one in four is of any length. */
export const histories = (mostSteps: number): fc.Arbitrary<History> =>
  fc.record({
    currencies: fc.oneof(
      { weight: 12, arbitrary: fc.tuple(currencies) },
      { weight: 1, arbitrary: fc.tuple(currencies, currencies) },
    ),
    zone: fc.constantFrom('UTC', 'America/New_York', 'Pacific/Auckland', 'Asia/Kathmandu'),
    mail: fc.constantFrom('send' as const, 'withhold' as const),
    isNamedClock: fc.boolean(),
    traits: fc.nat({ max: 9999 }),
    dials: fc.array(fc.nat({ max: 9999 }), { minLength: 24, maxLength: 24, size: 'max' }),
    steps: fc.oneof(
      { weight: 3, arbitrary: stepsUpTo(Math.ceil(mostSteps / 3)) },
      { weight: 1, arbitrary: stepsUpTo(mostSteps) },
    ),
  })

/** Plays a history through the engine in memory; answers the ledger that it leaves. */
export function play(history: History, watch: Watch): MemoryLedger {
  const ledger = openLedger(START, history.zone)
  ledger.mail = history.mail
  ledger.wall = history.isNamedClock ? WALL : null
  const ids = history.currencies.map((_, at) => `C${at + 1}`)
  for (const [at, id] of ids.entries()) {
    const command = opening(ledger, id, history.currencies[at] ?? 'USD', drawing([history.traits]))
    happen(ledger, id, command, ledger.now, watch)
  }
  for (const step of history.steps) {
    const draw = drawing(step)
    const id = ids[draw(ids.length)] ?? 'C1'
    const pass = operations[draw(operations.length)]
    passTime(ledger, draw)
    ledger.wall = ledger.wall === null ? null : ledger.wall + MINUTE * BigInt(draw(90))
    if (pass === undefined) continue
    evaluate(ledger, id, watch)
    const desk = deskOf(ledger, id, draw)
    happen(ledger, id, pass(desk), desk.effectiveAt, watch)
  }
  for (const id of ids) evaluate(ledger, id, watch)
  return ledger
}

/** Takes the numbers of a step one after the other, round and round. */
export function drawing(numbers: readonly number[]): Draw {
  let at = 0
  return (below) => {
    const number = (numbers[at % numbers.length] ?? 0) + Math.floor(at / numbers.length) * 7919
    at += 1
    return number % below
  }
}

/** Mostly no time or minutes pass between two operations; one in six times days do. */
function passTime(ledger: MemoryLedger, draw: Draw): void {
  const how = draw(12)
  if (how < 4) return
  if (how < 6) ledger.now += 1n
  else if (how < 10) ledger.now += MINUTE * BigInt(1 + draw(600))
  else ledger.now += 24n * 60n * MINUTE * BigInt(1 + draw(24))
}

function deskOf(ledger: MemoryLedger, customerId: string, draw: Draw): Desk {
  const customer = ledger.customers.get(customerId)
  if (customer === undefined) throw new Error('the customer is not open')
  const effectiveAt = momentOf(ledger, customerId, draw)
  return {
    ledger,
    customer,
    draw,
    effectiveAt,
    effectiveOn: dayAt(effectiveAt, ledger.zone),
    unit: stepOf(currencyDigits(customer.currency ?? '') ?? 2),
  }
}

/** When the operation counts: mostly now, one in three backdated, now and then at a time that is refused. */
function momentOf(ledger: MemoryLedger, customerId: string, draw: Draw): Instant {
  const { now } = ledger
  const openedAt = ledger.customers.get(customerId)?.openedAt ?? now
  const how = draw(100)
  if (how < 64) return now
  if (how < 82) return openedAt + ((now - openedAt) * BigInt(draw(1000))) / 1000n
  if (how < 92) {
    const records = ledger.records.get(customerId) ?? []
    const at = (records[draw(10_000) % records.length]?.effectiveAt ?? now) + BigInt(draw(3)) - 1n
    return at > now ? now : at < openedAt ? openedAt : at
  }
  if (how < 98) {
    const start = startOfDay(dayAt(now, ledger.zone) - draw(9), ledger.zone)
    return start < openedAt ? openedAt : start
  }
  return how === 98 ? openedAt - 1n : now + 1n
}

function evaluate(ledger: MemoryLedger, customerId: string, watch: Watch): void {
  const count = countOf(ledger, customerId)
  evaluateDue(ledger, customerId)
  watch.onDay(ledger, customerId, bookedSince(ledger, customerId, count))
}

function happen(ledger: MemoryLedger, customerId: string, command: Command, effectiveAt: Instant, watch: Watch): void {
  const count = countOf(ledger, customerId)
  const outcome = perform(ledger, customerId, command, { effectiveAt })
  const booked = bookedSince(ledger, customerId, count)
  watch.onOperation({ ledger, customerId, command, effectiveAt, outcome, booked })
}

const countOf = (ledger: MemoryLedger, customerId: string): number => ledger.operations.get(customerId)?.length ?? 0

const bookedSince = (ledger: MemoryLedger, customerId: string, count: number): readonly Booked[] =>
  (ledger.operations.get(customerId) ?? []).slice(count)
