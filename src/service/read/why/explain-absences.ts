import { eventNo } from '../../../engine/bytes/numbers.ts'
import type { EventType } from '../../../engine/events/effects.ts'
import type { EventRecord } from '../../../engine/events/record.ts'
import { absences, aheadWords, lackOf } from '../../../engine/explain/absence/absence.ts'
import type { Lack } from '../../../engine/explain/absence/lack.ts'
import { MOST_SAID } from '../../../engine/explain/absence/money-said.ts'
import { type Applied, applying, coming, going, takingBack } from '../../../engine/explain/absence/purses.ts'
import { type Ref, refKey } from '../../../engine/figures/base.ts'
import type { FigureName } from '../../../engine/figures/names.ts'
import { addTo } from '../../../engine/many.ts'
import { subjectOf, subjectsOf } from '../../../engine/state/subjects.ts'
import { evaluate } from '../../../engine/values/evaluate.ts'
import { type Concerned, readAllConcerned, readConcerned, sumConcerned } from '../../../store/read/lists/explained.ts'
import type { RecordRow } from '../../../store/read/records/records.ts'
import type { Session } from '../../../store/session/session.ts'
import { dayAt, startOfDay } from '../../asked/days.ts'
import { fetchShelf, type Read, readOf } from '../records/shelf.ts'
import { namesOf } from '../view/allocated.ts'
import { nowOf } from '../view/dials.ts'
import type { View } from '../view/view.ts'
import { belowZeroSaid } from './explain-below.ts'
import { byEffect } from './explain-chain.ts'

/**
 * Payments of each sort that are looked at, enough for all that is said; and events that are read at once: of what is
 * looked at all are read, and what is applied to invoices is summed by the database.
 */
const LIMITS = { lookedAt: 20, atOnce: 2000 }
type Limits = typeof LIMITS

/**
 * What one would expect and did not happen, and what there is instead (1-product: expected absences): looked for among
 * the newest money that came while something was owed, is free or pending, or was taken back in that time. First what is
 * below 0 because something was dated back.
 */
export async function absencesOf(
  session: Session,
  view: View,
  figure: FigureName,
  ref: Ref,
  limits: Limits = LIMITS,
): Promise<string[]> {
  const { customer, today, digits, dials } = view
  const now = await nowOf(session, customer)
  const dayOf = (at: bigint): number => dayAt(at, customer.timeZone)
  const ahead = aheadWords(dials.effectiveAt, now, dayOf)
  const lack = lackOf(customer, figure, ref, { asOf: dials.effectiveAt, now, today })
  const below = await belowZeroSaid(session, view, figure, ref, limits.atOnce)
  const said = [...(ahead === null ? [] : [ahead]), ...below]
  if (lack === null) return said
  const { reads, applied, isCut } = await moneyIn(session, view, lack, limits)
  const shelf = await fetchShelf(session, reads)
  const names = await namesOf(session, customer.id, invoicesSaid(lack, applied))
  const events = reads.map((read) => read.record).filter((record): record is EventRecord => record.kind === 'event')
  const nameOf = (of: Ref): string => subjectOf(customer, of)?.id ?? names(of) ?? shelf.nameOf(customer.id, of)
  return [...said, ...absences(lack, events, { dayOf, digits, nameOf, isCut }, applied)]
}

/** The invoices that money may be said to be applied to: the first ones of each payment. */
function invoicesSaid({ issued, invoice }: Lack, applied: readonly Applied[]): Ref[] {
  const others = applied.filter((one) => one.amount > 0n && one.invoice !== invoice?.no)
  const first = [...Map.groupBy(others, (one) => refKey(one.ref)).values()].flatMap((own) => own.slice(0, MOST_SAID))
  return [issued, ...first.map((one): Ref => ({ kind: 'invoice', no: one.invoice }))]
}

type Money = { readonly reads: readonly Read[]; readonly applied: readonly Applied[]; readonly isCut: boolean }

/** The money that bears on a time in which something was owed, from the start of its first day: its events, and sums. */
async function moneyIn(session: Session, view: View, { since, until }: Lack, limits: Limits): Promise<Money> {
  const { customer } = view
  const from = startOfDay(dayAt(since, customer.timeZone), customer.timeZone)
  const dials = { ...view.dials, effectiveAt: until }
  const ofTypes = (types: readonly Parameters<typeof eventNo.of>[0][]) => [
    { subjects: null, types: types.map((type) => eventNo.of(type)) },
  ]
  const found = await Promise.all(
    [coming, going].map((types) =>
      readConcerned(session, customer.id, ofTypes(types), dials, { since: from, limit: limits.lookedAt + 1 }),
    ),
  )
  const moved = found.flatMap((rows) => rows.slice(0, limits.lookedAt)).map((row) => readOf(row).record)
  const open = { payment: openOf(view, 'payment'), credit: openOf(view, 'credit') }
  const nosOf = (kind: 'payment' | 'credit'): number[] => [
    ...new Set([...open[kind].slice(0, limits.lookedAt), ...moved.flatMap((record) => noOf(record, kind))]),
  ]
  const money = { payment: nosOf('payment'), credit: nosOf('credit') }
  const by = (types: readonly EventType[]): Concerned[] =>
    (['payment', 'credit'] as const).map((kind) => ({
      subjects: { kind, nos: money[kind] },
      types: types.map((type) => eventNo.of(type)),
    }))
  const adding = applying.map((type) => eventNo.of(type))
  const sums = await sumConcerned(session, customer.id, by([...applying, ...takingBack]), dials, adding)
  const reads: Read[] = []
  const page = { limit: limits.atOnce, placeOf: (row: RecordRow) => readOf(row).record }
  for await (const rows of readAllConcerned(session, customer.id, by([...coming, ...going]), dials, page))
    addTo(reads, rows.map(readOf))
  return {
    reads: reads.sort(byEffect),
    applied: sums.map(({ kind, no, invoice, amount }) => ({ ref: { kind, no }, invoice, amount })),
    isCut: [...found, ...Object.values(open)].some((all) => all.length > limits.lookedAt),
  }
}

/** Payments that are pending, then those that are free, each the newest first; credits that were moved in and are free. */
function openOf({ customer, today }: View, kind: 'payment' | 'credit'): number[] {
  const figures: readonly FigureName[] =
    kind === 'payment' ? ['payment.pending', 'payment.unallocated'] : ['credit.remaining']
  const all = subjectsOf(customer, kind).filter((one) => kind === 'payment' || one.traits.origin === 'moved')
  const nos = figures.flatMap((figure) =>
    all
      .filter((one) => (evaluate(customer, figure, one.ref, today) ?? 0n) > 0n)
      .map((one) => one.ref.no)
      .reverse(),
  )
  return [...new Set(nos)]
}

function noOf(record: Read['record'], kind: 'payment' | 'credit'): number[] {
  const ref = record.kind === 'event' ? record.facts[kind] : undefined
  return ref === undefined ? [] : [ref.no]
}
