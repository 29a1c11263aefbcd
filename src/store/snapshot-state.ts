import type { Customer, Subject } from '../engine/customer/state.ts'
import type { TextRef } from '../engine/events/slots.ts'
import { type Ref, refKey } from '../engine/figures/base.ts'
import { cellsFrom, type StoredCells, storedCells } from './cells.ts'

type StoredTextRef = { readonly textId: string; readonly hash: string }
type StoredSubject = Omit<Subject, 'cells' | 'bornAt'> & { readonly cells: StoredCells; readonly bornAt: string }
type StoredState = Omit<
  Customer,
  'name' | 'email' | 'openedAt' | 'recordedAt' | 'maxEffectiveAt' | 'cells' | 'subjects' | 'charges'
> & {
  readonly name: StoredTextRef | null
  readonly email: StoredTextRef | null
  readonly openedAt: string
  readonly recordedAt: string
  readonly maxEffectiveAt: string
  readonly cells: StoredCells
  readonly subjects: readonly StoredSubject[]
}

/** A customer with all his subjects as a snapshot holds him: JSON, times in µs. Charges are left out. */
export function stateToStore(customer: Customer): StoredState {
  const { charges: _left, ...kept } = customer
  return {
    ...kept,
    name: refToStore(customer.name),
    email: refToStore(customer.email),
    openedAt: String(customer.openedAt),
    recordedAt: String(customer.recordedAt),
    maxEffectiveAt: String(customer.maxEffectiveAt),
    cells: storedCells(customer.cells),
    subjects: [...customer.subjects.values()]
      .map((one) => ({ ...one, bornAt: String(one.bornAt), cells: storedCells(one.cells) }))
      .sort((a, b) => (a.ref.kind < b.ref.kind ? -1 : a.ref.kind > b.ref.kind ? 1 : a.ref.no - b.ref.no)),
  }
}

/** The customer of a snapshot, to fold later records on. */
export function stateFromStore(state: unknown): Customer {
  const stored = state as StoredState
  const subjects = stored.subjects.map((one): [string, Subject] => [
    refKey(one.ref as Ref),
    { ...one, bornAt: BigInt(one.bornAt), cells: cellsFrom(one.cells) },
  ])
  return {
    ...stored,
    name: refFromStore(stored.name),
    email: refFromStore(stored.email),
    openedAt: BigInt(stored.openedAt),
    recordedAt: BigInt(stored.recordedAt),
    maxEffectiveAt: BigInt(stored.maxEffectiveAt),
    cells: cellsFrom(stored.cells),
    subjects: new Map(subjects),
    charges: new Map(),
  }
}

const refToStore = (ref: TextRef | null): StoredTextRef | null =>
  ref === null ? null : { textId: ref.textId, hash: Buffer.from(ref.hash).toString('hex') }

const refFromStore = (ref: StoredTextRef | null): TextRef | null =>
  ref === null ? null : { textId: ref.textId, hash: Buffer.from(ref.hash, 'hex') }
