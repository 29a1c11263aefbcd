import type { Day } from '../time.ts'
import type { Customer, Subject } from './customer.ts'
import { areSettled, originOf } from './own.ts'

type Done = { readonly day: Day; readonly value: unknown }

/** What was worked out for a state, by the work that did it. */
const known = new WeakMap<Customer, Map<unknown, Done>>()

/**
 * Work over all subjects of a customer that many figures ask for, done once for a state and a day. A state is never
 * changed after it was handed on: what an event moves is a new one.
 */
export function oncePerState<T>(work: (customer: Customer, today: Day) => T): (customer: Customer, today: Day) => T {
  return (customer, today) => {
    const ofState = known.get(customer) ?? new Map<unknown, Done>()
    const done = ofState.get(work)
    if (done?.day === today) return done.value as T
    const value = work(customer, today)
    ofState.set(work, { day: today, value })
    known.set(customer, ofState)
    return value
  }
}

type Looked = Done & { readonly beside: readonly unknown[] }

/** What was worked out for subjects that stay as they are, by the work that did it. */
const ofSubjects = new WeakMap<Customer['subjects'], Map<unknown, readonly Looked[]>>()

/** A subject before and after some events; undefined: it was not there, or is no more. */
export type Moved = { readonly was: Subject | undefined; readonly is: Subject | undefined }

/** Between which two states subjects moved, which differ in nothing else that the work looks at, and which of them. */
export type Moves = { readonly before: Customer; readonly after: Customer; readonly moved: readonly Moved[] }

/**
 * The same of work that looks at the subjects, the day and what is named of the customer beside, and at nothing else: it is
 * done again where one of these is another, so that an operation that moves no subject does none of it. `moveOn` makes the value of that of the
 * subjects before and of those that moved; where it cannot, it answers undefined, and all subjects are looked at.
 */
export function oncePerSubjects<T>(
  work: (customer: Customer, today: Day) => T,
  beside: (customer: Customer) => readonly unknown[],
  moveOn?: (value: T, moves: Moves, today: Day) => T | undefined,
): (customer: Customer, today: Day) => T {
  const worked = (after: Customer, today: Day): T => {
    const origin = moveOn === undefined ? undefined : originOf(after.subjects)
    if (moveOn === undefined || origin === undefined) return work(after, today)
    const before = { ...after, subjects: origin.from }
    const moved: Moved[] = []
    for (const key of origin.keys) {
      const [was, is] = [origin.from.get(key), after.subjects.get(key)]
      if (was !== is) moved.push({ was, is })
    }
    return moveOn(once(before, today), { before, after, moved }, today) ?? work(after, today)
  }
  const ofState = oncePerState(worked)
  const once = (customer: Customer, today: Day): T => {
    const { subjects } = customer
    if (!areSettled(subjects)) return ofState(customer, today)
    const known = ofSubjects.get(subjects) ?? new Map<unknown, readonly Looked[]>()
    const before = known.get(work) ?? []
    const now = beside(customer)
    const done = before.find(({ day, beside }) => day === today && now.every((one, at) => one === beside[at]))
    if (done !== undefined) return done.value as T
    const value = worked(customer, today)
    // today, and the day that is still to come
    known.set(work, [{ day: today, beside: now, value }, ...before.slice(0, 1)])
    ofSubjects.set(subjects, known)
    return value
  }
  return once
}

/**
 * Hands on what was worked out for a state to the next one, which differs from it in no figure of the customer or of a
 * subject: a record that only says something was added. Which messages there were is not to be worked out by it.
 */
export function withSameFigures<C extends Customer>(before: Customer, next: C): C {
  const ofState = known.get(before)
  if (ofState !== undefined) known.set(next, ofState)
  return next
}
