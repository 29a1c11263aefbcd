import { createHash } from 'node:crypto'
import type { BookingCircumstances } from '../../src/engine/asked/circumstances.ts'
import type { Command } from '../../src/engine/asked/command.ts'
import type { Draft, NamedDraft } from '../../src/engine/asked/draft.ts'
import { giveNames } from '../../src/engine/asked/draft.ts'
import { type Movement, movementsAfter } from '../../src/engine/asked/movements.ts'
import type { Refusal } from '../../src/engine/asked/refusals.ts'
import { book } from '../../src/engine/booking/book.ts'
import { encode, hashInput, noHash } from '../../src/engine/bytes/record-bytes.ts'
import { decide } from '../../src/engine/commands/decide.ts'
import { dayToEvaluate } from '../../src/engine/evaluation/evaluation.ts'
import type { LedgerRecord } from '../../src/engine/events/record.ts'
import type { TextRef } from '../../src/engine/events/slots.ts'
import { blankCustomer, type Customer } from '../../src/engine/state/customer.ts'
import type { Day, Instant } from '../../src/engine/time.ts'
import { dayAt, latestOn, startOfDay } from '../../src/service/asked/days.ts'

/** One operation of a history in memory, as it was booked: enough to book it again. */
export type Booked = {
  readonly command: Command
  readonly circumstances: BookingCircumstances
  readonly records: readonly LedgerRecord[]
}

/** A ledger in memory around the engine: what the service does, without a database. For tests only. */
export type MemoryLedger = {
  now: Instant
  /** when records are learned, where that differs from `now`: on a named clock; null where it does not. */
  wall: Instant | null
  mail: 'send' | 'withhold'
  /** the last day on which the books are closed; left out: they are open */
  closedUntil?: Day
  readonly zone: string
  readonly customers: Map<string, Customer>
  readonly records: Map<string, LedgerRecord[]>
  readonly hashes: Map<string, Uint8Array[]>
  readonly operations: Map<string, Booked[]>
  readonly texts: Map<string, string>
  xdr: bigint
  /** ids that were made */
  made: number
  count: number
}

export const openLedger = (now: Instant, zone = 'UTC'): MemoryLedger => ({
  now,
  wall: null,
  mail: 'withhold',
  zone,
  customers: new Map(),
  records: new Map(),
  hashes: new Map(),
  operations: new Map(),
  texts: new Map(),
  xdr: 1000n,
  made: 0,
  count: 0,
})

export type Outcome =
  | { readonly ok: true; readonly records: readonly LedgerRecord[] }
  | { readonly ok: false; readonly refusal: Refusal }

/** Performs a command: evaluates the days that are due on the clock first, then decides and books it. */
export function perform(
  ledger: MemoryLedger,
  customerId: string,
  command: Command,
  at: { effectiveAt?: Instant; recordedAt?: Instant } = {},
): Outcome {
  evaluateDue(ledger, customerId)
  return run(ledger, customerId, command, {
    effectiveAt: at.effectiveAt ?? ledger.now,
    recordedAt: at.recordedAt ?? ledger.wall ?? ledger.now,
  })
}

/** Evaluates every day on which a verdict can differ, up to today. */
export function evaluateDue(ledger: MemoryLedger, customerId: string): void {
  for (;;) {
    const customer = ledger.customers.get(customerId)
    const zone = customer?.timeZone ?? ledger.zone
    const today = dayAt(ledger.now, zone)
    const day = customer === undefined ? null : dayToEvaluate(customer, latestOn(customer), today)
    if (day === null || day > today) return
    const outcome = run(
      ledger,
      customerId,
      { op: 'evaluate_day', day },
      { effectiveAt: startOfDay(day, zone), recordedAt: ledger.wall ?? ledger.now },
    )
    if (!outcome.ok || outcome.records.length === 0) throw new Error(`the evaluation of ${day} did nothing`)
  }
}

function run(
  ledger: MemoryLedger,
  customerId: string,
  command: Command,
  times: { effectiveAt: Instant; recordedAt: Instant },
): Outcome {
  const customer = ledger.customers.get(customerId) ?? blankCustomer(customerId)
  const zone = customer.seq === 0 ? ledger.zone : customer.timeZone
  ledger.count += 1
  const circumstances: BookingCircumstances = {
    operationId: `00000000-0000-7000-8000-${ledger.count.toString(16).padStart(8, '0')}0000`,
    recordedAt: times.recordedAt,
    effectiveAt: times.effectiveAt,
    effectiveOn: dayAt(times.effectiveAt, zone),
    clock: { now: ledger.now, today: dayAt(ledger.now, zone), mail: ledger.mail },
    ...(ledger.closedUntil === undefined ? {} : { closedUntil: ledger.closedUntil }),
    later: laterThan(ledger, customer, times.effectiveAt),
    digest: sha256(new TextEncoder().encode(`${ledger.count}`)),
    latestOn: latestOn(customer),
  }
  const decision = decide(customer, command, circumstances)
  if (!decision.ok) return decision
  const booking = book(customer, named(ledger, decision.drafts), circumstances)
  if (!booking.ok) return booking
  if (booking.records.length === 0) return { ok: true, records: [] }
  ledger.customers.set(customerId, booking.customer)
  append(ledger.records, customerId, booking.records)
  append(ledger.operations, customerId, [{ command, circumstances, records: booking.records }])
  for (const record of booking.records) {
    const hashes = ledger.hashes.get(customerId) ?? []
    append(ledger.hashes, customerId, [sha256(hashInput(hashes.at(-1) ?? noHash, encode(record)))])
  }
  return { ok: true, records: booking.records }
}

/** The names that the service would give. */
const named = (ledger: MemoryLedger, drafts: readonly Draft[]): NamedDraft[] =>
  giveNames(drafts, {
    xdrId: () => nextXdr(ledger),
    id: (kind) => {
      ledger.made += 1
      return `${kind}-${ledger.made}`
    },
  })

/** What counts later than a moment, by the records so far; nothing where nothing does. */
export const laterThan = (ledger: MemoryLedger, customer: Customer, effectiveAt: Instant): Movement[] =>
  effectiveAt >= customer.maxEffectiveAt ? [] : movementsAfter(ledger.records.get(customer.id) ?? [], effectiveAt)

function append<T>(map: Map<string, T[]>, key: string, items: readonly T[]): void {
  const list = map.get(key) ?? []
  list.push(...items)
  map.set(key, list)
}

export const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest())

/** A text as the service hands it in: a name, and the hash of its salt and body (here without salt). */
export function textOf(ledger: MemoryLedger, body: string): TextRef {
  const textId = `10000000-0000-7000-8000-${(ledger.texts.size + 1).toString(16).padStart(12, '0')}`
  ledger.texts.set(textId, body)
  return { textId, hash: sha256(new TextEncoder().encode(body)) }
}

/** The next xDR id, as the counter would give it. */
export function nextXdr(ledger: MemoryLedger): bigint {
  ledger.xdr += 1n
  return ledger.xdr
}
