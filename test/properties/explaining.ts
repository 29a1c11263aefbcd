import type { EventRecord, LedgerRecord } from '../../src/engine/events/record.ts'
import { chargeGroups, groupOf, groupTerms, opensRecords } from '../../src/engine/explain/why/opened.ts'
import { type Base, isBehind, moveOf, sourcesOf, turnsBehind } from '../../src/engine/explain/why/sources.ts'
import type { Opening, WhyTerm } from '../../src/engine/explain/why/term.ts'
import { why, whyTerms } from '../../src/engine/explain/why/why.ts'
import { baseFigures, isBaseFigure, type Ref, theCustomer } from '../../src/engine/figures/base.ts'
import { formulas } from '../../src/engine/figures/formulas.ts'
import type { FigureName } from '../../src/engine/figures/names.ts'
import { type Dials, fold, isWithin } from '../../src/engine/replay/as-of.ts'
import { applied } from '../../src/engine/state/apply.ts'
import { blankCustomer, type Customer } from '../../src/engine/state/customer.ts'
import { own } from '../../src/engine/state/own.ts'
import { subjectOf } from '../../src/engine/state/subjects.ts'
import type { Day } from '../../src/engine/time.ts'
import { evaluate, isFigure } from '../../src/engine/values/evaluate.ts'
import { sumOf } from '../../src/engine/values/terms.ts'
import { must } from './books.ts'

/** A customer at a pair of dials, with the events within them in the order in which they count. */
export type Scene = {
  readonly state: Customer
  readonly events: readonly EventRecord[]
  readonly records: readonly LedgerRecord[]
  readonly today: Day
  readonly dials: Dials
}

const all = [...Object.keys(baseFigures), ...Object.keys(formulas)]
  .filter(isFigure)
  .filter((figure) => figure !== 'customer.today')

/** Every figure of every subject of a scene. */
export const asked = ({ state }: Scene): { readonly figure: FigureName; readonly ref: Ref }[] =>
  [theCustomer, ...[...state.subjects.values()].map((one) => one.ref)].flatMap((ref) =>
    all.filter((figure) => figure.startsWith(`${ref.kind}.`)).map((figure) => ({ figure, ref })),
  )

const nameOf = (figure: FigureName, ref: Ref): string => `${figure} of ${ref.kind} ${ref.no}`

/** Σ terms + residual = value, residual 0, and what each term opens into sums to it, all the way down. */
export function assertTerms(scene: Scene): void {
  for (const { figure, ref } of asked(scene)) {
    const one = why(scene.state, figure, ref, scene.today, 2)
    must(one.residual === 0n, () => `${nameOf(figure, ref)} has a residual of ${one.residual}`)
    if (one.unit === 'status' || one.value === null) continue
    must(sumOf(one.terms) === one.value, () => `${nameOf(figure, ref)}: terms of ${sumOf(one.terms)}, not ${one.value}`)
    for (const term of one.terms) assertOpens(scene, term, nameOf(figure, ref), new Set())
  }
}

function assertOpens(scene: Scene, term: WhyTerm, of: string, seen: Set<string>): void {
  if (term.terms !== undefined)
    must(sumOf(term.terms) === term.value, () => `${of}: ${term.label} is made of ${sumOf(term.terms ?? [])}`)
  if (term.opens === null) return
  const key = `${term.opens.figure} ${term.opens.subject.kind} ${term.opens.subject.no} ${term.opens.group} ${term.opens.from}`
  if (seen.has(key)) return
  seen.add(key)
  const list = listOf(scene, term.opens)
  must(sumOf(list) === term.value, () => `${of}: ${term.label} ${term.value} opens into ${sumOf(list)}`)
  for (const one of list) assertOpens(scene, one, of, seen)
}

/** What an opening leads to, from all records at once. */
function listOf({ state, events, today }: Scene, { figure, subject, group, from }: Opening): WhyTerm[] {
  const plain = { sign: '+', label: '', figure: null, subject, seq: null, opens: null } as const
  if (figure === 'invoice.total' && isBaseFigure(figure)) {
    const charges = subjectOf(state, subject)?.traits.charges ?? []
    const own = events.filter(
      ({ type, facts: { charge } }) =>
        ['charge_booked', 'credit_booked', 'late_fee_charged'].includes(type) &&
        charges.some(([first, last]) => charge !== undefined && charge.no >= first && charge.no <= last),
    )
    if (group === null) return groupTerms(chargeGroups(own), subject)
    return own
      .filter((event) => groupOf(event) === group)
      .map((event) => ({ ...plain, value: (event.facts.amount ?? 0n) * (event.type === 'credit_booked' ? -1n : 1n) }))
  }
  if (!opensRecords({ figure, subject, group, from }) || !isBaseFigure(figure))
    return whyTerms(state, figure, subject, today).slice(from)
  return events.flatMap((event) => {
    const value = moveOf(event, { figure, subject })
    return value === undefined ? [] : [{ ...plain, value, seq: event.seq }]
  })
}

/** The chain holds every record the removal of whose effects from the fold changes the value. */
export function assertChains(scene: Scene): void {
  const { state, today } = scene
  const figures = asked(scene).map((one) => ({
    ...one,
    value: evaluate(state, one.figure, one.ref, today),
    sources: sourcesOf(state, one.figure, one.ref),
  }))
  for (const event of scene.events) {
    if (event.effects.length === 0 && !event.late) continue
    const without = foldWithout(scene, event)
    for (const { figure, ref, value, sources } of figures) {
      if (evaluate(without, figure, ref, today) === value) continue
      must(
        isBehind(event, sources),
        () => `${nameOf(figure, ref)} rests on record ${event.seq} (${event.type}) unnamed`,
      )
    }
  }
}

/** The state without what one event did to figures; what it brought into being stays. */
function foldWithout({ state, events, dials }: Scene, left: EventRecord): Customer {
  let at = { ...own(blankCustomer(state.id)), now: dials.effectiveAt }
  for (const event of events) at = event === left ? applied(at, event, []) : fold(at, event)
  return at
}

/** To the first cause: whoever gave what an invoice was paid, when; and every evaluated day that turned a status. */
export function assertFirstCauses(scene: Scene): void {
  const { state, events, records, dials } = scene
  for (const { figure, ref } of asked(scene)) {
    const sources = sourcesOf(state, figure, ref)
    const named = events.filter((event) => isBehind(event, sources))
    if (figure.startsWith('invoice.') || figure.startsWith('customer.'))
      assertReceipts(events, named, nameOf(figure, ref))
    const turns = turnsBehind(figure, ref, state.rules)
    if (isBaseFigure(figure) || !figure.endsWith('.status')) continue
    for (const record of records) {
      if (record.kind !== 'change' || record.figure !== figure || !isWithin(record, dials)) continue
      if (record.subject.kind !== ref.kind || record.subject.no !== ref.no) continue
      must(
        turns.some((one) => isOf(one, record.subject) && one.figure === figure),
        () => `${nameOf(figure, ref)}: no turns`,
      )
    }
  }
}

const isOf = ({ subject }: Pick<Base, 'subject'>, ref: Ref): boolean =>
  subject === null || (subject.kind === ref.kind && subject.no === ref.no)

const receipts = [
  'payment_received',
  'payment_settled',
  'payment_authorised',
  'credit_made',
  'credit_note_issued',
  'credit_moved_in',
]

/** Behind each allocation that is named stand all events by which its money came. */
function assertReceipts(events: readonly EventRecord[], named: readonly EventRecord[], of: string): void {
  const has = new Set(named)
  for (const { type, facts } of named) {
    if (type !== 'payment_allocated' && type !== 'credit_allocated') continue
    for (const event of events) {
      const isIts = facts.payment?.no === event.facts.payment?.no && facts.credit?.no === event.facts.credit?.no
      if (!isIts || !receipts.includes(event.type)) continue
      must(has.has(event), () => `${of} names an allocation, and not record ${event.seq} (${event.type}) behind it`)
    }
  }
}
