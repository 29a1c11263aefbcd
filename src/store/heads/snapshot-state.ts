import { refKey } from '../../engine/figures/base.ts'
import { type PolicyText, policyFrom, policyToText } from '../../engine/policy/policy.ts'
import type { Customer, Scheduled, Subject } from '../../engine/state/customer.ts'
import { cellsFrom, type StoredCells, storedCells } from './cells.ts'
import {
  type StoredTextRef,
  type StoredTraits,
  storedTextRef,
  storedTraits,
  textRefFrom,
  traitsFrom,
} from './traits.ts'

export type StoredSubject = Omit<Subject, 'cells' | 'bornAt' | 'traits'> & {
  readonly cells: StoredCells
  readonly bornAt: string
  readonly traits: StoredTraits
}

/** An operation that waits for its day as it is stored; `dueAt` in µs. */
export type StoredScheduled = Omit<Scheduled, 'dueAt'> & { readonly dueAt: string }
/** A zone that a customer had; `until` in µs. */
export type StoredZone = { readonly zone: string; readonly until: string }
type StoredPolicy = { readonly version: number; readonly terms: PolicyText }
export type StoredState = Omit<
  Customer,
  | 'name'
  | 'email'
  | 'openedAt'
  | 'recordedAt'
  | 'maxEffectiveAt'
  | 'now'
  | 'policy'
  | 'scheduled'
  | 'zonesBefore'
  | 'cells'
  | 'subjects'
  | 'charges'
> & {
  readonly name: StoredTextRef | null
  readonly email: StoredTextRef | null
  readonly openedAt: string
  readonly recordedAt: string
  readonly maxEffectiveAt: string
  readonly policy: StoredPolicy
  readonly scheduled: readonly StoredScheduled[]
  /** absent in what was stored before there were any */
  readonly zonesBefore?: readonly StoredZone[]
  readonly cells: StoredCells
}

/**
 * A customer as a snapshot holds him, apart from his subjects: JSON, times in µs. Charges are left out, and by when he is
 * judged: that is the latest effect of what is recorded.
 */
export function stateToStore(customer: Customer): StoredState {
  const { charges: _left, now: _latest, subjects: _apart, policy, ...kept } = customer
  return {
    ...kept,
    name: customer.name && storedTextRef(customer.name),
    email: customer.email && storedTextRef(customer.email),
    openedAt: String(customer.openedAt),
    recordedAt: String(customer.recordedAt),
    maxEffectiveAt: String(customer.maxEffectiveAt),
    policy: { version: policy.version, terms: policyToText(policy) },
    scheduled: storedScheduled(customer.scheduled),
    zonesBefore: storedZones(customer.zonesBefore),
    cells: storedCells(customer.cells),
  }
}

/** How many subjects a customer has had. */
export const subjectCount = ({ counts }: Pick<Customer, 'counts'>): number =>
  counts.invoice + counts.payment + counts.credit + counts.allocation + counts.dispute

/** The subjects of a customer as a snapshot holds them, by kind and number; each is made when it is asked for. */
export function subjectsToStore({ subjects }: Customer): IterableIterator<StoredSubject> {
  const inOrder = [...subjects.values()].sort((a, b) =>
    a.ref.kind < b.ref.kind ? -1 : a.ref.kind > b.ref.kind ? 1 : a.ref.no - b.ref.no,
  )
  return inOrder.values().map((one) => ({
    ...one,
    bornAt: String(one.bornAt),
    cells: storedCells(one.cells),
    traits: storedTraits(one.traits),
  }))
}

/** The customer of a snapshot, to fold later records on. */
export function stateFromStore(state: unknown, subjects: readonly unknown[]): Customer {
  const own = subjects.map(subjectFromStore).map((one): [string, Subject] => [refKey(one.ref), one])
  return { ...customerFromStore(state), subjects: new Map(own) }
}

/** A subject of a snapshot. */
export function subjectFromStore(subject: unknown): Subject {
  const one = subject as StoredSubject
  return { ...one, bornAt: BigInt(one.bornAt), cells: cellsFrom(one.cells), traits: traitsFrom(one.traits) }
}

/** The customer of a snapshot himself, without subjects. */
export function customerFromStore(state: unknown): Customer {
  const stored = state as StoredState
  return {
    ...stored,
    name: stored.name && textRefFrom(stored.name),
    email: stored.email && textRefFrom(stored.email),
    openedAt: BigInt(stored.openedAt),
    recordedAt: BigInt(stored.recordedAt),
    maxEffectiveAt: BigInt(stored.maxEffectiveAt),
    now: BigInt(stored.maxEffectiveAt),
    policy: policyFrom(stored.policy.terms, stored.policy.version),
    scheduled: scheduledFrom(stored.scheduled),
    zonesBefore: zonesFrom(stored.zonesBefore ?? []),
    cells: cellsFrom(stored.cells),
    subjects: new Map(),
    charges: new Map(),
  }
}

/** The zones that a customer had, as they are stored. */
export const storedZones = (zones: Customer['zonesBefore']): StoredZone[] =>
  zones.map(({ zone, until }) => ({ zone, until: String(until) }))

/** The zones that a customer had, from their stored form. */
export const zonesFrom = (stored: readonly StoredZone[]): Customer['zonesBefore'] =>
  stored.map(({ zone, until }) => ({ zone, until: BigInt(until) }))

/** What waits for its day, as it is stored. */
export const storedScheduled = (scheduled: readonly Scheduled[]): StoredScheduled[] =>
  scheduled.map((one) => ({ ...one, dueAt: String(one.dueAt) }))

/** What waits for its day, from its stored form. */
export const scheduledFrom = (stored: readonly StoredScheduled[]): Scheduled[] =>
  stored.map((one) => ({ ...one, dueAt: BigInt(one.dueAt) }))
