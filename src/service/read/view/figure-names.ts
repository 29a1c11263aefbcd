import { askedFigures } from '../../../contract/queries.ts'
import { eventNo } from '../../../engine/bytes/numbers.ts'
import { typesMoving } from '../../../engine/events/effects.ts'
import type { BaseFigureName, Ref } from '../../../engine/figures/base.ts'
import type { FigureName } from '../../../engine/figures/names.ts'
import { isFigure } from '../../../engine/values/evaluate.ts'
import { isDirectoryKind } from '../../../store/heads/directory.ts'
import type { Session } from '../../../store/session/session.ts'
import { misunderstood } from '../records/fault.ts'
import { findOwn } from './named.ts'
import type { Named } from './view.ts'

/** A figure by its name; unprefixed it is one of the kind of subject that is asked about. */
export function figureNamed(text: string, kind: Ref['kind']): FigureName {
  const name = text.includes('.') ? text : `${kind}.${text}`
  if (!askedFigures.includes(name) || !isFigure(name))
    throw misunderstood('figure', 'the name of a figure', askedFigures)
  return name
}

const subjectKinds = {
  invoice: 'invoice',
  payment: 'payment',
  credit: 'credit',
  credit_note: 'credit',
  dispute: 'dispute',
} as const

const subjectForms = [
  'customer',
  'invoice:<number>',
  'payment:<id>',
  'credit_note:<number>',
  'credit:<id>',
  'dispute:<id>',
] as const

/** Reads "customer", "invoice:<number>", "credit_note:<number>" and the like into their two parts. */
export function subjectNamed(text: string): { readonly kind: Ref['kind']; readonly id: string } {
  if (text === '' || text === 'customer') return { kind: 'customer', id: '' }
  const colon = text.indexOf(':')
  const called = text.slice(0, colon)
  if (!Object.hasOwn(subjectKinds, called) || text.length === colon + 1)
    throw misunderstood('subject', 'a subject', subjectForms)
  return { kind: subjectKinds[called as keyof typeof subjectKinds], id: text.slice(colon + 1) }
}

/** The subject of a customer that a question names; undefined for himself. */
export async function findSubject(session: Session, customerId: string, text: string): Promise<Named | undefined> {
  const { kind, id } = subjectNamed(text)
  return isDirectoryKind(kind) ? await findOwn(session, customerId, kind, id) : undefined
}

/** The numbers of the events that move some base figures. */
export const typeNumbers = (figures: readonly BaseFigureName[]): number[] => [
  ...new Set(figures.flatMap((figure) => typesMoving(figure)).map((type) => eventNo.of(type))),
]
