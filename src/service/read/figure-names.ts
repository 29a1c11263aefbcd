import { eventNo } from '../../engine/bytes/numbers.ts'
import { type EffectRule, type EventType, events } from '../../engine/events/effects.ts'
import { type BaseFigureName, baseFigures, type Ref } from '../../engine/figures/base.ts'
import { isFigure } from '../../engine/figures/evaluate.ts'
import { formulas } from '../../engine/figures/formulas.ts'
import type { FigureName } from '../../engine/figures/names.ts'
import type { Session } from '../../store/store.ts'
import { misunderstood } from './fault.ts'
import { findOwn } from './named.ts'
import type { Named } from './view.ts'

const inner = new Set(['customer.today', 'customer.rules', 'allocation.amount'])

/** Every figure that a question may name. */
export const askedFigures: readonly string[] = [...Object.keys(baseFigures), ...Object.keys(formulas)].filter(
  (name) => !inner.has(name),
)

/** A figure by its name; unprefixed it is one of the kind of subject that is asked about. */
export function figureNamed(text: string, kind: Ref['kind']): FigureName {
  const name = text.includes('.') ? text : `${kind}.${text}`
  if (!askedFigures.includes(name) || !isFigure(name))
    throw misunderstood('figure', 'the name of a figure', askedFigures)
  return name
}

const subjectKinds = ['invoice', 'payment', 'credit'] as const

/** Reads "customer", "invoice:<number>", "payment:<id>" or "credit:<id>" into its two parts. */
export function subjectNamed(text: string): { readonly kind: Ref['kind']; readonly id: string } {
  if (text === '' || text === 'customer') return { kind: 'customer', id: '' }
  const colon = text.indexOf(':')
  const kind = subjectKinds.find((one) => one === text.slice(0, colon))
  if (kind === undefined || text.length === colon + 1)
    throw misunderstood('subject', 'a subject', ['customer', 'invoice:<number>', 'payment:<id>', 'credit:<id>'])
  return { kind, id: text.slice(colon + 1) }
}

/** The subject of a customer that a question names; undefined for himself. */
export async function findSubject(session: Session, customerId: string, text: string): Promise<Named | undefined> {
  const { kind, id } = subjectNamed(text)
  return kind === 'invoice' || kind === 'payment' || kind === 'credit'
    ? await findOwn(session, customerId, kind, id)
    : undefined
}

/** The event types that move a base figure. */
export function typesMoving(figure: BaseFigureName): EventType[] {
  const moves = (type: EventType): boolean => {
    const rules: readonly EffectRule[] = events[type].effects
    return rules.some((rule) => rule.figure === figure)
  }
  return (Object.keys(events) as EventType[]).filter(moves)
}

/** Their numbers. */
export const typeNumbers = (figures: readonly BaseFigureName[]): number[] => [
  ...new Set(figures.flatMap(typesMoving).map((type) => eventNo.of(type))),
]
