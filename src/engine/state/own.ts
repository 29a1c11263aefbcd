import type { EventType } from '../events/effects.ts'
import type { Facts } from '../events/slots.ts'
import { copyOf, type Settable, wholeOf } from '../layered.ts'
import type { Instant } from '../time.ts'
import type { Charge, Customer, Subject } from './customer.ts'
import type { OwnRanges } from './ranges.ts'

/** An event as it changes state: decided (with its new seq) or recorded. */
export type AppliedEvent = {
  readonly type: EventType
  readonly facts: Facts
  readonly effectiveAt: Instant
  readonly seq: number
}

/**
 * A state whose maps and ranges belong to the one who folds it, so that an event costs the same however many there are. Its
 * subjects are copied when one of them is changed first (`withOwn`): most operations of a customer change few, or none.
 */
export type OwnCustomer = Customer & {
  readonly charges: Map<number, Charge>
  readonly unbilled: OwnRanges
}

/** The maps of subjects that folds have made for themselves and still change. */
const changing = new WeakSet<Subjects>()
type Subjects = Customer['subjects']

/** A state to be folded on; what is in its maps is shared and never changes, and the state handed in stays as it was. */
export const own = (customer: Customer): OwnCustomer => ({
  ...settled(customer),
  charges: new Map(customer.charges),
  unbilled: [...customer.unbilled],
})

/** A state with a subject set under its key: in the map that it has where the fold has made it, else in a copy. */
export function withOwn<C extends OwnCustomer>(customer: C, key: string, subject: Subject): C {
  const next = ownSubjects(customer)
  next.subjects.set(key, subject)
  note(next.subjects, key)
  return next
}

function ownSubjects<C extends OwnCustomer>(customer: C): C & { readonly subjects: Settable<string, Subject> } {
  const { subjects } = customer
  // what is among them was made below
  if (changing.has(subjects)) return customer as C & { readonly subjects: Settable<string, Subject> }
  const copy = copyOf(subjects)
  changing.add(copy)
  comesFrom(copy, subjects, [])
  return { ...customer, subjects: copy }
}

/** What a map of subjects was copied from, with the keys under which it may hold another subject since, or none. */
export type Origin = { readonly from: Subjects; readonly keys: ReadonlySet<string> }

const origins = new WeakMap<Subjects, Origin & { readonly keys: Set<string> }>()

/** So many maps back it is known where one came from: no chain of past states stays in memory. */
const BACK = 4

/** Of so few subjects all are looked at sooner than it is said which of them moved. */
const FEW = 8

/** Where most of a map is touched, what was worked out for the one before is of no use: this part of it, and some. */
const TOUCHED = { part: 1 / 8, some: 16 }

/** What a map of subjects was copied from; undefined where that is not known, or most of it is another. */
export const originOf = (subjects: Subjects): Origin | undefined => origins.get(subjects)

/** The same subjects with some more, by their keys, and without some of them. */
export function otherSubjects(
  subjects: Subjects,
  { more = new Map(), less = [] }: { readonly more?: Subjects; readonly less?: readonly string[] },
): Subjects {
  if (more.size === 0 && less.length === 0) return subjects
  if (less.length === 0) return withMore(copyOf(subjects), subjects, more, less)
  const copy = wholeOf(subjects)
  for (const key of less) copy.delete(key)
  return withMore(copy, subjects, more, less)
}

function withMore(
  copy: Settable<string, Subject>,
  subjects: Subjects,
  more: Subjects,
  less: readonly string[],
): Subjects {
  for (const [key, subject] of more) copy.set(key, subject)
  comesFrom(copy, subjects, [...more.keys(), ...less])
  return copy
}

function comesFrom(copy: Subjects, from: Subjects, keys: readonly string[]): void {
  if (from.size < FEW) return
  origins.set(copy, { from, keys: new Set(keys) })
  let at: Subjects | undefined = from
  for (let back = 1; at !== undefined && back < BACK; back += 1) at = origins.get(at)?.from
  if (at !== undefined) origins.delete(at)
}

function note(subjects: Subjects, key: string): void {
  const origin = origins.get(subjects)
  if (origin === undefined) return
  origin.keys.add(key)
  if (origin.keys.size > TOUCHED.some + origin.from.size * TOUCHED.part) origins.delete(subjects)
}

/** A state that is handed on: its subjects stay as they are, and whoever folds on copies them. */
export function settled<C extends Customer>(customer: C): C {
  changing.delete(customer.subjects)
  return customer
}

/** Do the subjects of a map stay as they are? */
export const areSettled = (subjects: Subjects): boolean => !changing.has(subjects)
