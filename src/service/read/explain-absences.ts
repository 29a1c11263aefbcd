import { eventNo } from '../../engine/bytes/numbers.ts'
import { subjectOf, subjectsOf } from '../../engine/customer/state.ts'
import { absences, aheadWords, type Lack, lackOf } from '../../engine/explain/absence.ts'
import { coming, going, moneyTypes } from '../../engine/explain/purses.ts'
import type { Ref } from '../../engine/figures/base.ts'
import { evaluate } from '../../engine/figures/evaluate.ts'
import type { FigureName } from '../../engine/figures/names.ts'
import type { EventRecord } from '../../engine/record.ts'
import { readConcerned } from '../../store/read/explained.ts'
import type { Session } from '../../store/store.ts'
import { dayAt, startOfDay } from '../days.ts'
import { nowOf } from './dials.ts'
import { belowZeroSaid } from './explain-below.ts'
import { byEffect } from './explain-chain.ts'
import { fetchShelf, type Read, readOf } from './shelf.ts'
import type { View } from './view.ts'

/** Payments of each sort that are looked at: enough for all that is said, and to know that there is more. */
const LOOKED_AT = 20

/** Records of one such payment or of all of them that are read at most. */
const EVENTS = 2000

/**
 * What one would expect and did not happen, and what there is instead (1-product: expected absences): looked for among
 * the newest money that came while something was owed, is free or pending, or was taken back in that time. First what is
 * below 0 because something was dated back.
 */
export async function absencesOf(session: Session, view: View, figure: FigureName, ref: Ref): Promise<string[]> {
  const { customer, today, digits, dials } = view
  const now = await nowOf(session, customer)
  const dayOf = (at: bigint): number => dayAt(at, customer.timeZone)
  const ahead = aheadWords(dials.effectiveAt, now, dayOf)
  const lack = lackOf(customer, figure, ref, { asOf: dials.effectiveAt, now, today })
  const below = await belowZeroSaid(session, view, figure, ref)
  const said = [...(ahead === null ? [] : [ahead]), ...below]
  if (lack === null) return said
  const reads = await moneyIn(session, view, lack)
  const shelf = await fetchShelf(session, reads)
  const events = reads.map((read) => read.record).filter((record): record is EventRecord => record.kind === 'event')
  const nameOf = (of: Ref): string => subjectOf(customer, of)?.id ?? shelf.nameOf(customer.id, of)
  return [...said, ...absences(lack, events, { dayOf, digits, nameOf })]
}

/** All events of the money that bears on a time in which something was owed, from the start of its first day. */
async function moneyIn(session: Session, view: View, { since, until }: Lack): Promise<Read[]> {
  const { customer } = view
  const from = startOfDay(dayAt(since, customer.timeZone), customer.timeZone)
  const dials = { ...view.dials, effectiveAt: until }
  const ofTypes = (types: readonly Parameters<typeof eventNo.of>[0][]) => [
    { subjects: null, types: types.map((type) => eventNo.of(type)) },
  ]
  const [came, went] = await Promise.all(
    [coming, going].map((types) =>
      readConcerned(session, customer.id, ofTypes(types), dials, { since: from, limit: LOOKED_AT }),
    ),
  )
  const moved = [...(came ?? []), ...(went ?? [])].map((row) => readOf(row).record)
  const [payments, credits] = (['payment', 'credit'] as const).map((kind) => [
    ...new Set([...openOf(view, kind), ...moved.flatMap((record) => noOf(record, kind))]),
  ])
  const types = moneyTypes.map((type) => eventNo.of(type))
  const rows = await readConcerned(
    session,
    customer.id,
    [
      { subjects: { kind: 'payment', nos: payments ?? [] }, types },
      { subjects: { kind: 'credit', nos: credits ?? [] }, types },
    ],
    dials,
    { limit: EVENTS },
  )
  return rows.map(readOf).sort(byEffect)
}

/** The newest payments that are free or pending, credits that were moved in and are free. */
function openOf({ customer, today }: View, kind: 'payment' | 'credit'): number[] {
  const figures: readonly FigureName[] =
    kind === 'payment' ? ['payment.unallocated', 'payment.pending'] : ['credit.remaining']
  return subjectsOf(customer, kind)
    .filter((one) => kind === 'payment' || one.traits.origin === 'moved')
    .filter((one) => figures.some((figure) => (evaluate(customer, figure, one.ref, today) ?? 0n) > 0n))
    .map((one) => one.ref.no)
    .slice(-LOOKED_AT)
}

function noOf(record: Read['record'], kind: 'payment' | 'credit'): number[] {
  const ref = record.kind === 'event' ? record.facts[kind] : undefined
  return ref === undefined ? [] : [ref.no]
}
