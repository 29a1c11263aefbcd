import { type Ref, refKey, type SubjectKind } from '../figures/base.ts'
import type { FigureName } from '../figures/names.ts'
import type { Cells, Customer, Subject } from './customer.ts'
import { type Moved, oncePerSubjects } from './once-per-state.ts'

export const subjectOf = (customer: Customer, ref: Ref): Subject | undefined => customer.subjects.get(refKey(ref))

/** The value of a figure of the customer or of a loaded subject; 0 when nothing has moved it. */
export const cellValue = (customer: Customer, ref: Ref, figure: FigureName): bigint =>
  cellsOf(customer, ref)[figure]?.value ?? 0n

export const cellsOf = (customer: Customer, ref: Ref): Cells =>
  ref.kind === 'customer' ? customer.cells : (subjectOf(customer, ref)?.cells ?? noCells)

const noCells: Cells = {}

/** The loaded subjects of a kind, in order of their numbers. */
export const subjectsOf = (customer: Customer, kind: SubjectKind): readonly Subject[] =>
  byKind(customer, 0).get(kind) ?? []

const nothing: readonly unknown[] = []

const byKind = oncePerSubjects(
  ({ subjects }): ReadonlyMap<SubjectKind, readonly Subject[]> => {
    const kinds = new Map<SubjectKind, Subject[]>()
    for (const subject of subjects.values()) {
      const known = kinds.get(subject.ref.kind)
      if (known === undefined) kinds.set(subject.ref.kind, [subject])
      else known.push(subject)
    }
    for (const all of kinds.values()) if (!isAscending(all)) all.sort((a, b) => a.ref.no - b.ref.no)
    return kinds
  },
  () => nothing,
  (kinds, { moved }) => {
    if (moved.length === 0) return kinds
    const next = new Map(kinds)
    for (const kind of new Set(moved.map(kindOf)))
      next.set(
        kind,
        listMoved(next.get(kind) ?? [], ofKind(moved, kind), ({ ref }) => ref, same),
      )
    return next
  },
)

const same = (subject: Subject): Subject => subject

const kindOf = ({ was, is }: Moved): SubjectKind => refOf(was ?? is).kind

/** Those that moved of a kind. */
export const ofKind = (moved: readonly Moved[], kind: SubjectKind): readonly Moved[] =>
  moved.filter((one) => kindOf(one) === kind)

/**
 * A list about subjects of one kind in order of their numbers, after some of them moved: what it says of these is made
 * anew, or left out where that is null; the rest stays.
 */
export function listMoved<T>(
  list: readonly T[],
  moved: readonly Moved[],
  refIn: (one: T) => Ref,
  make: (subject: Subject) => T | null,
): readonly T[] {
  if (moved.length === 0) return list
  const next = list.slice()
  for (const { was, is } of moved) {
    const { no } = refOf(was ?? is)
    const at = placeOf(next, no, refIn)
    const old = next[at]
    const made = is === undefined ? null : make(is)
    next.splice(at, old !== undefined && refIn(old).no === no ? 1 : 0, ...(made === null ? [] : [made]))
  }
  return next
}

/** Where a number stands in a list, or would stand. */
function placeOf<T>(list: readonly T[], no: number, refIn: (one: T) => Ref): number {
  let [from, to] = [0, list.length]
  while (from < to) {
    const middle = (from + to) >> 1
    const one = list[middle]
    if (one !== undefined && refIn(one).no < no) from = middle + 1
    else to = middle
  }
  return from
}

function refOf(subject: Subject | undefined): Ref {
  if (subject === undefined) throw new Error('Bug: nothing has moved')
  return subject.ref
}

const isAscending = (all: readonly Subject[]): boolean =>
  all.every((one, at) => at === 0 || (all[at - 1]?.ref.no ?? 0) < one.ref.no)

export const findSubject = (customer: Customer, kind: SubjectKind, id: string): Subject | undefined =>
  subjectsOf(customer, kind).find((subject) => subject.id === id)
