import fc from 'fast-check'
import type { Command, CommandOf } from '../../src/engine/asked/command.ts'
import { stepOf } from '../../src/engine/money/amount.ts'
import { currencyDigits } from '../../src/engine/money/currencies.ts'
import type { Instant } from '../../src/engine/time.ts'
import { dayAt, startOfDay } from '../../src/service/asked/days.ts'
import { type Booked, evaluateDue, type MemoryLedger, type Outcome, openLedger, perform } from '../memory/ledger.ts'
import type { Desk, Draw } from './desk.ts'
import { onlyNow, operations } from './operations.ts'
import { opening } from './operations-customers.ts'
import { firstTerms } from './operations-upkeep.ts'

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
  /** numbers from which the first terms of the customers are drawn. */
  readonly terms: readonly number[]
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

/** Half of the histories are short, the others of any length. */
export const histories = (mostSteps: number): fc.Arbitrary<History> =>
  fc.record({
    currencies: fc.oneof(
      { weight: 8, arbitrary: fc.tuple(currencies) },
      { weight: 3, arbitrary: currencies.map((one): [string, string] => [one, one]) },
      { weight: 1, arbitrary: fc.tuple(currencies, currencies) },
    ),
    zone: fc.constantFrom('UTC', 'America/New_York', 'Pacific/Auckland', 'Asia/Kathmandu'),
    mail: fc.constantFrom('send' as const, 'withhold' as const),
    isNamedClock: fc.boolean(),
    traits: fc.nat({ max: 9999 }),
    terms: fc.array(fc.nat({ max: 9999 }), { minLength: 24, maxLength: 24, size: 'max' }),
    dials: fc.array(fc.nat({ max: 9999 }), { minLength: 24, maxLength: 24, size: 'max' }),
    steps: fc.oneof(
      { weight: 1, arbitrary: stepsUpTo(Math.ceil(mostSteps / 3)) },
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
    const draw = drawing(history.terms)
    const terms = firstTerms(deskOf(ledger, id, draw), draw)
    if (terms !== null) happen(ledger, id, terms, ledger.now, watch)
  }
  for (const step of history.steps) take(ledger, ids, drawing(step), watch)
  for (const id of ids) evaluate(ledger, id, watch)
  return ledger
}

function take(ledger: MemoryLedger, ids: readonly string[], draw: Draw, watch: Watch): void {
  const id = ids[draw(ids.length)] ?? 'C1'
  const make = operations[draw(operations.length)]
  passTime(ledger, draw)
  ledger.wall = ledger.wall === null ? null : ledger.wall + MINUTE * BigInt(draw(90))
  evaluate(ledger, id, watch)
  endDue(ledger, id, watch)
  if (make === undefined) return
  const desk = deskOf(ledger, id, draw)
  const command = make(desk)
  const at = asIsDone(command.op, ledger, desk)
  const outcome = happen(ledger, id, command, at, watch)
  if (outcome.ok && command.op === 'move_out') bringIn(ledger, { id, command, at }, watch)
}

/** Some things are done now only; an opening is moved to before it is, but for one in ten. */
function asIsDone(op: Command['op'], { now }: MemoryLedger, { customer, draw, effectiveAt }: Desk): Instant {
  if (onlyNow.has(op)) return now
  if (op !== 'move_opening' || draw(10) === 0) return effectiveAt
  return customer.openedAt - MINUTE * BigInt(draw(3000)) - 1n
}

/** What waited is done on its day; what it was, does not matter here. */
function endDue(ledger: MemoryLedger, id: string, watch: Watch): void {
  for (const one of ledger.customers.get(id)?.scheduled ?? []) {
    if (one.dueAt > ledger.now) continue
    const command: Command = { op: 'end_scheduled', id: one.id, outcome: 'done', refusal: null, reason: null }
    happen(ledger, id, command, ledger.now, watch)
  }
}

type MovedOut = { readonly id: string; readonly command: CommandOf<'move_out'>; readonly at: Instant }

/** Money that was moved out of one customer comes in to the other at the same time, where he is of this ledger. */
function bringIn(ledger: MemoryLedger, { id, command, at }: MovedOut, watch: Watch): void {
  const to = ledger.customers.get(command.to)
  if (to === undefined) return
  evaluate(ledger, to.id, watch)
  const { amount, reason } = command
  const creditId = `M${to.counts.credit + 1}`
  const into: CommandOf<'move_in'> = {
    op: 'move_in',
    from: id,
    creditId,
    amount,
    reason,
    currency: to.currency ?? '',
  }
  const outcome = happen(ledger, to.id, into, at, watch)
  if (!outcome.ok) throw new Error(`${to.id} does not get what ${id} moved to him: ${outcome.refusal.code}`)
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

const deskOf = (ledger: MemoryLedger, customerId: string, draw: Draw): Desk =>
  deskAt(ledger, customerId, draw, momentOf(ledger, customerId, draw))

/** A desk at which what is done counts from now. */
export const deskNow = (ledger: MemoryLedger, customerId: string, draw: Draw): Desk =>
  deskAt(ledger, customerId, draw, ledger.now)

function deskAt(ledger: MemoryLedger, customerId: string, draw: Draw, effectiveAt: Instant): Desk {
  const customer = ledger.customers.get(customerId)
  if (customer === undefined) throw new Error('the customer is not open')
  return {
    ledger,
    customer,
    others: [...ledger.customers.values()].filter((one) => one.id !== customerId),
    draw,
    effectiveAt,
    effectiveOn: dayAt(effectiveAt, ledger.zone),
    today: dayAt(ledger.now, ledger.zone),
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

function happen(
  ledger: MemoryLedger,
  customerId: string,
  command: Command,
  effectiveAt: Instant,
  watch: Watch,
): Outcome {
  const count = countOf(ledger, customerId)
  const outcome = perform(ledger, customerId, command, { effectiveAt })
  const booked = bookedSince(ledger, customerId, count)
  watch.onOperation({ ledger, customerId, command, effectiveAt, outcome, booked })
  return outcome
}

const countOf = (ledger: MemoryLedger, customerId: string): number => ledger.operations.get(customerId)?.length ?? 0

const bookedSince = (ledger: MemoryLedger, customerId: string, count: number): readonly Booked[] =>
  (ledger.operations.get(customerId) ?? []).slice(count)
