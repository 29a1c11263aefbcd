import { refKey } from '../../../engine/figures/base.ts'
import type { Customer, Subject } from '../../../engine/state/customer.ts'
import { isOpen } from '../../../engine/state/open.ts'
import { originOf, otherSubjects } from '../../../engine/state/own.ts'
import type { Head } from '../../../store/heads/heads.ts'
import type { Session } from '../../../store/session/session.ts'

/** Subjects of a customer by `refKey`, in order of their numbers. */
export type Subjects = ReadonlyMap<string, Subject>

/** What is open of a customer, as it stands at the end of a hash chain. */
export type Kept = Pick<Customer, 'policy' | 'seq'> & { readonly hash: Uint8Array; readonly open: Subjects }

/** Most subjects that a thread keeps over all customers, each customer counting as one more. */
const MOST = 5_000
/** So many it keeps of the customer whom it was asked about last: of more it would hold too much at rest. */
const MOST_OF_ONE = 25_000

/** By customer, who was asked about last at the end. */
const kept = new Map<string, Kept>()
let size = 0

const sizeOf = ({ open }: Kept): number => open.size + 1

/**
 * Has this thread kept what is open of a customer? It holds as long as the hash of his head is the same, for that says
 * all that was recorded of him: by whichever thread or server, in whichever database.
 */
export const isKept = (customerId: string): boolean => kept.has(customerId)

/**
 * What is open of a customer, and his terms, where what was kept of him stands where his head does; else undefined, as
 * where it is more than is taken on at once.
 */
export function keptAt(
  { atOnce }: Pick<Session, 'atOnce'>,
  { customer: { id }, hash }: Pick<Head, 'customer' | 'hash'>,
): Kept | undefined {
  const one = kept.get(id)
  if (one === undefined || Buffer.compare(one.hash, hash) !== 0) return undefined
  if (atOnce !== undefined && one.open.size > atOnce.subjects) return undefined
  kept.delete(id)
  kept.set(id, one)
  return one
}

/** The subjects that work on a customer began with, and the keys of all that are others since. */
export type Since = { readonly began: Subjects; readonly touched: ReadonlySet<string> }

/**
 * Keeps what is open of a customer whose records end with a hash, and are committed. Where the work began with what was
 * kept, only what it touched is looked at.
 */
export function keep(
  customer: Pick<Customer, 'id' | 'policy' | 'seq' | 'subjects'>,
  hash: Uint8Array,
  since?: Since,
): void {
  const before = kept.get(customer.id)
  const { policy, seq } = customer
  const one = { hash, policy, seq, open: openOf(customer, before?.open, since) }
  if (before !== undefined) size -= sizeOf(before)
  kept.delete(customer.id)
  if (sizeOf(one) > MOST_OF_ONE) return
  kept.set(customer.id, one)
  size += sizeOf(one)
  for (const [id, oldest] of kept) {
    if (size <= MOST || id === customer.id) return
    kept.delete(id)
    size -= sizeOf(oldest)
  }
}

/** The same of a state that was read for a question, unless something newer is kept: it may be past by now. */
export function keepRead(customer: Parameters<typeof keep>[0], hash: Uint8Array): void {
  if ((kept.get(customer.id)?.seq ?? 0) <= customer.seq) keep(customer, hash)
}

/** The open ones; those that stand as they were kept were open. */
function openOf({ subjects }: Pick<Customer, 'subjects'>, before: Subjects | undefined, since?: Since): Subjects {
  if (subjects === before) return before
  const others = before && since && othersSince(before, since)
  if (others !== undefined)
    return otherSubjects(subjects, { less: [...others].filter((key) => !isOpenIn(subjects, key)) })
  const open = new Map<string, Subject>()
  for (const [key, subject] of subjects) if (before?.get(key) === subject || isOpen(subject)) open.set(key, subject)
  return open
}

/** The keys of what may stand otherwise than it was kept; undefined where the work began with something else. */
function othersSince(before: Subjects, { began, touched }: Since): ReadonlySet<string> | undefined {
  if (began === before) return touched
  const origin = originOf(began)
  return origin?.from === before ? origin.keys.union(touched) : undefined
}

const isOpenIn = (subjects: Subjects, key: string): boolean => {
  const subject = subjects.get(key)
  return subject === undefined || isOpen(subject)
}

/** Subjects in order of their numbers. */
export const inOrder = (subjects: Iterable<Subject>): Subjects =>
  new Map([...subjects].sort((a, b) => a.ref.no - b.ref.no).map((one) => [refKey(one.ref), one]))
