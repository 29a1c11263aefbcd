import type { EffectRule, EventType } from '../events/effects.ts'
import type { Effect } from '../events/record.ts'
import type { Facts } from '../events/slots.ts'
import { baseFigures, type Ref, refKey, type SubjectKind, theCustomer } from '../figures/base.ts'
import type { FigureName } from '../figures/names.ts'
import { rulesOf } from '../rules/rules.ts'
import type { Rules } from '../rules/value.ts'
import { newborn } from './birth.ts'
import { type Cell, type Customer, isOverridden } from './customer.ts'
import { type AppliedEvent, type OwnCustomer, withOwn } from './own.ts'
import { standing } from './standing.ts'
import { cellsOf } from './subjects.ts'
import { changeTraits, withSubject } from './traits.ts'

/**
 * The effects of an event on the state before it, by the first table; a rule whose slot is absent does nothing, nor does
 * one that sets what was set for a later time already: the value stands in the event alone (2-domain 2.3, 4).
 */
export function effectsOf(customer: Customer, { type, facts, effectiveAt }: Omit<AppliedEvent, 'seq'>): Effect[] {
  const rules: readonly EffectRule[] = rulesOf(customer.rules).events[type].effects
  return rules.flatMap((rule) => {
    if (facts[rule.slot] === undefined) return []
    if (rule.ifNamed && facts[scopeOf(rule)] === undefined) return []
    const subject = effectSubject(rule, facts)
    const cell = cellsOf(customer, subject)[rule.figure]
    if (rule.how === '=' && isOverridden(cell, effectiveAt)) return []
    return [{ figure: rule.figure, subject, ...moved(rule, facts, cell), beforeSeq: cell?.seq ?? 0 }]
  })
}

/** A figure before and after what a rule does to it. */
function moved({ how, slot }: EffectRule, facts: Facts, cell: Cell | undefined): Pick<Effect, 'before' | 'after'> {
  const fact = facts[slot]
  const value = typeof fact === 'number' || typeof fact === 'bigint' ? BigInt(fact) : bug(`${slot} holds no number`)
  if (how === '=') return { before: cell?.value ?? null, after: value }
  const before = cell?.value ?? 0n
  return { before, after: how === '+' ? before + value : before - value }
}

/** Does an event of this type set a figure, whatever it adds to others? */
export const setsFigures = ({ events }: Rules, type: EventType): boolean =>
  events[type].effects.some((rule) => rule.how === '=')

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

/**
 * The state after an event whose effects are known; figures are set to what the effects say, by the event's seq. Maps and
 * ranges of the state handed in move on with it: `own` it first where it is still needed.
 */
export function applied(customer: OwnCustomer, event: AppliedEvent, effects: readonly Effect[]): OwnCustomer {
  const born = newborn(customer, event)
  const before = standing(customer, event)
  let stands = born === null ? changeTraits(before, event) : withSubject(before, born)
  const counts = { ...stands.counts }
  for (const ref of [born?.ref, event.facts.charge]) {
    if (ref !== undefined && ref.kind !== 'customer') counts[ref.kind] = Math.max(counts[ref.kind], ref.no)
  }
  let { cells } = stands
  for (const { figure, subject, after } of effects) {
    const at = baseFigures[figure].kind === 'set' ? { at: event.effectiveAt } : {}
    const cell = { value: after, seq: event.seq, ...at }
    if (subject.kind === 'customer') cells = { ...cells, [figure]: cell }
    else stands = withCellOf(stands, subject, figure, cell)
  }
  return { ...stands, cells, counts }
}

/** The customer with a figure of a subject set: in the map of subjects that he has, where the fold has made it. */
export function withCellOf<C extends OwnCustomer>(customer: C, ref: Ref, figure: FigureName, cell: Cell): C {
  const key = refKey(ref)
  const subject = customer.subjects.get(key) ?? bug(`${key} is not loaded`)
  return withOwn(customer, key, { ...subject, cells: { ...subject.cells, [figure]: cell } })
}
