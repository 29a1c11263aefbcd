import { type EffectRule, type EventType, events } from '../events/effects.ts'
import type { Facts } from '../events/slots.ts'
import { baseFigures, type Ref, refKey, type SubjectKind, theCustomer } from '../figures/base.ts'
import type { FigureName } from '../figures/names.ts'
import type { Effect } from '../record.ts'
import type { Instant } from '../time.ts'
import { newborn } from './birth.ts'
import { standing } from './standing.ts'
import { type Cell, type Charge, type Customer, cellsOf, type Subject } from './state.ts'
import { changeTraits } from './traits.ts'

/** An event as it changes state: decided (with its new seq) or recorded. */
export type AppliedEvent = {
  readonly type: EventType
  readonly facts: Facts
  readonly effectiveAt: Instant
  readonly seq: number
}

/** The effects of an event on the state before it, by the first table; a rule whose slot is absent does nothing. */
export function effectsOf(customer: Customer, type: EventType, facts: Facts): Effect[] {
  const rules: readonly EffectRule[] = events[type].effects
  return rules.flatMap((rule) => {
    const moved = facts[rule.slot]
    if (moved === undefined) return []
    if (rule.ifNamed && facts[scopeOf(rule)] === undefined) return []
    const subject = effectSubject(rule, facts)
    const cell = cellsOf(customer, subject)[rule.figure]
    const value =
      typeof moved === 'number' || typeof moved === 'bigint' ? BigInt(moved) : bug(`${rule.slot} holds no number`)
    const before = cell?.value ?? (rule.how === '=' ? null : 0n)
    const after = rule.how === '=' ? value : rule.how === '+' ? (before ?? 0n) + value : (before ?? 0n) - value
    return [{ figure: rule.figure, subject, before, after, beforeSeq: cell?.seq ?? 0 }]
  })
}

type Scope = Exclude<SubjectKind, 'customer'>
const scopeOf = (rule: EffectRule): Scope => baseFigures[rule.figure].scope as Scope

function effectSubject(rule: EffectRule, facts: Facts): Ref {
  const { scope } = baseFigures[rule.figure]
  if (scope === 'customer') return theCustomer
  return facts[scope] ?? bug(`no ${scope} for ${rule.figure}`)
}

function bug(what: string): never {
  throw new Error(`Bug: ${what}`)
}

/** A state whose maps belong to the one who folds it, so that an event costs the same however many subjects there are. */
export type OwnCustomer = Customer & { readonly subjects: Map<string, Subject>; readonly charges: Map<number, Charge> }

/** A state with maps of its own; the subjects in them are shared and never change. */
export const own = (customer: Customer): OwnCustomer => ({
  ...customer,
  subjects: new Map(customer.subjects),
  charges: new Map(customer.charges),
})

/**
 * The state after an event whose effects are known; figures are set to what the effects say, by the event's seq. The maps
 * of the state handed in move on with it: `own` it first where it is still needed.
 */
export function applied(customer: OwnCustomer, event: AppliedEvent, effects: readonly Effect[]): OwnCustomer {
  const stands = standing(customer, event)
  const born = newborn(customer, event)
  const { subjects } = stands
  const counts = { ...stands.counts }
  if (born !== null) subjects.set(refKey(born.ref), born)
  else changeTraits(subjects, event)
  for (const ref of [born?.ref, event.facts.charge]) {
    if (ref !== undefined && ref.kind !== 'customer') counts[ref.kind] = Math.max(counts[ref.kind], ref.no)
  }
  let { cells } = stands
  for (const { figure, subject, after } of effects) {
    const cell = { value: after, seq: event.seq }
    if (subject.kind === 'customer') cells = { ...cells, [figure]: cell }
    else setCellOf(subjects, subject, figure, cell)
  }
  return { ...stands, cells, counts }
}

/** Sets a figure of a subject in a map of subjects of one's own. */
export function setCellOf(subjects: Map<string, Subject>, ref: Ref, figure: FigureName, cell: Cell): void {
  const subject = subjects.get(refKey(ref)) ?? bug(`${refKey(ref)} is not loaded`)
  subjects.set(refKey(ref), { ...subject, cells: { ...subject.cells, [figure]: cell } })
}
