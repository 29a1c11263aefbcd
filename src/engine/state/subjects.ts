import { type Ref, refKey, type SubjectKind } from '../figures/base.ts'
import type { FigureName } from '../figures/names.ts'
import type { Cells, Customer, Subject } from './customer.ts'
import { oncePerSubjects } from './once-per-state.ts'

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
)

const isAscending = (all: readonly Subject[]): boolean =>
  all.every((one, at) => at === 0 || (all[at - 1]?.ref.no ?? 0) < one.ref.no)

export const findSubject = (customer: Customer, kind: SubjectKind, id: string): Subject | undefined =>
  subjectsOf(customer, kind).find((subject) => subject.id === id)
