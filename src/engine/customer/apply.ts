import { type EffectRule, type EventType, events } from '../events/effects.ts'
import type { Facts } from '../events/slots.ts'
import { baseFigures, type Ref, refKey, theCustomer } from '../figures/base.ts'
import type { FigureName } from '../figures/names.ts'
import type { Effect } from '../record.ts'
import type { Instant } from '../time.ts'
import { append, without } from './ranges.ts'
import { type Cell, type Charge, type Customer, cellsOf, type Subject } from './state.ts'

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
    const subject = effectSubject(rule, facts)
    const cell = cellsOf(customer, subject)[rule.figure]
    const value =
      typeof moved === 'number' || typeof moved === 'bigint' ? BigInt(moved) : bug(`${rule.slot} holds no number`)
    const before = cell?.value ?? (rule.how === '=' ? null : 0n)
    const after = rule.how === '=' ? value : rule.how === '+' ? (before ?? 0n) + value : (before ?? 0n) - value
    return [{ figure: rule.figure, subject, before, after, beforeSeq: cell?.seq ?? 0 }]
  })
}

function effectSubject(rule: EffectRule, facts: Facts): Ref {
  const { scope } = baseFigures[rule.figure]
  if (scope === 'customer') return theCustomer
  return facts[scope] ?? bug(`no ${scope} for ${rule.figure}`)
}

function bug(what: string): never {
  throw new Error(`Bug: ${what}`)
}

/** The subject that an event brings into being; null when it brings none. */
function newborn(customer: Customer, event: AppliedEvent): Subject | null {
  const { facts, type, seq } = event
  const born = { bornSeq: seq, bornAt: event.effectiveAt, cells: {}, held: false, source: null, target: null }
  switch (type) {
    case 'invoice_issued':
      return { ...born, ref: facts.invoice ?? bug('no invoice'), id: facts.id ?? '' }
    case 'payment_received':
      return { ...born, ref: facts.payment ?? bug('no payment'), id: facts.id ?? '', held: facts.rule === 'hold' }
    case 'credit_made':
      return { ...born, ref: facts.credit ?? bug('no credit'), id: facts.id ?? '', source: facts.invoice ?? null }
    case 'payment_allocated':
    case 'credit_allocated': {
      const ref = facts.allocation ?? bug('no allocation')
      if (customer.subjects.has(refKey(ref))) return null
      return { ...born, ref, id: '', source: facts.payment ?? facts.credit ?? null, target: facts.invoice ?? null }
    }
    default:
      return null
  }
}

/** The part of a customer that an event sets beside figures: who he is, his counters, what is unbilled. */
function standing(customer: OwnCustomer, { type, facts, effectiveAt, seq }: AppliedEvent): OwnCustomer {
  switch (type) {
    case 'customer_opened':
      return {
        ...customer,
        currency: facts.currency ?? null,
        timeZone: facts.timeZone ?? 'UTC',
        billing: facts.billing === 'prepaid' ? 'prepaid' : 'postpaid',
        class: facts.class ?? 'default',
        clock: facts.clock ?? null,
        name: facts.name ?? null,
        email: facts.email ?? null,
        openedAt: effectiveAt,
        rules: Number(facts.rules ?? 1n),
      }
    case 'charge_booked': {
      const no = facts.charge?.no ?? bug('no charge')
      const charge = { no, seq, xdrId: facts.xdrId ?? 0n, amount: facts.amount ?? 0n, effectiveAt }
      customer.charges.set(no, charge)
      return { ...customer, unbilled: append(customer.unbilled, no) }
    }
    case 'invoice_issued':
      return { ...customer, unbilled: without(customer.unbilled, facts.charges ?? []) }
    case 'clock_joined':
      return { ...customer, clock: null }
    case 'rules_adopted':
      return { ...customer, rules: Number(facts.rules ?? 1n) }
    case 'text_erased':
      return {
        ...customer,
        name: customer.name?.textId === facts.textId ? null : customer.name,
        email: customer.email?.textId === facts.textId ? null : customer.email,
      }
    default:
      return customer
  }
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
