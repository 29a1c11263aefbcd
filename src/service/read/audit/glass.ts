import type { EventRecord } from '../../../engine/events/record.ts'
import { casesOf, reasonWords } from '../../../engine/explain/sentences/conditions.ts'
import { isBaseFigure, type Ref, refKey, theCustomer } from '../../../engine/figures/base.ts'
import type { FigureName } from '../../../engine/figures/names.ts'
import { statuses } from '../../../engine/figures/statuses.ts'
import { fold } from '../../../engine/replay/as-of.ts'
import { type Running, running } from '../../../engine/replay/running.ts'
import { slicesOf } from '../../../engine/replay/slices.ts'
import type { Customer } from '../../../engine/state/customer.ts'
import { dayMovedBy } from '../../../engine/state/days-seen.ts'
import type { OwnCustomer } from '../../../engine/state/own.ts'
import { type Day, later } from '../../../engine/time.ts'
import { unitOf } from '../../../engine/values/evaluate.ts'
import { dayAt } from '../../asked/days.ts'
import { existsIn } from '../records/birth.ts'
import type { Pace } from '../records/pace.ts'
import { isRef } from '../records/shelf.ts'
import { digitsOf } from '../records/wire.ts'
import { dependsOnDay, looksAround } from './narrowing/derived.ts'

/** What an event moved a figure from and to, in the order of a clock. */
export type Move = {
  readonly figure: FigureName
  readonly ref: Ref
  readonly before: bigint | null
  readonly after: bigint | null
  /** of a status: the conditions of its case with their facts */
  readonly reason: string | null
}

/** Which figures are looked at; of these subjects only, where some are named. */
export type Seen = { readonly figures: readonly FigureName[]; readonly only: ReadonlySet<string> | null }

/** What looks at a customer while he is folded. */
export type Glass = {
  /** the state after an event */
  readonly past: (state: OwnCustomer, event: EventRecord) => OwnCustomer
  /** Notes the figures before an event; what it answers notes them after, and says what moved. */
  readonly lookAt: (before: Customer, event: EventRecord) => Promise<(after: Customer) => Promise<Move[]>>
}

type Asked = { readonly figure: FigureName; readonly ref: Ref; readonly before: bigint | null }

/** Looks at figures of one customer, event by event, in order. */
export function glassOver(seen: Seen, work: Pace): Glass {
  const figures = running(seen.figures)
  // what was folded since the figures were looked at last; null: they never were
  let unseen: Ref[] | null = null
  const goOn = async (state: Customer, day: Day): Promise<void> => {
    await work.through(figures.goOn(state, unseen ?? [], day))
    unseen = []
  }
  return {
    past(state, event) {
      unseen?.push(...refsIn(event))
      return fold(state, event)
    },
    async lookAt(state, event) {
      const [was, is] = daysAround(state, event)
      const [then, now] = momentsAround(state, event)
      const before = { ...state, now: then }
      await goOn(before, was)
      const asked: Asked[] = []
      for (const slice of slicesOf(refsFor(before, event, seen))) {
        for (const one of slice) asked.push({ ...one, before: valueBefore(before, figures, one) })
        await work.did(slice.length)
      }
      return async (folded) => {
        const after = { ...folded, now }
        await goOn(after, is)
        const moves: Move[] = []
        for (const slice of slicesOf(asked)) {
          for (const one of slice) {
            const value = figures.value(one.figure, one.ref)
            const isWanted = value !== one.before || seen.only !== null || one.ref.kind === 'customer'
            if (isWanted) moves.push({ ...one, after: value, reason: reasonOf(after, figures, one, value) })
          }
          await work.did(slice.length)
        }
        return moves
      }
    },
  }
}

/** What is not there yet has no status; its amounts are 0. */
const valueBefore = (state: Customer, figures: Running, { figure, ref }: Pick<Asked, 'figure' | 'ref'>) =>
  unitOf(figure) === 'status' && !existsIn({ customer: state }, ref) ? null : figures.value(figure, ref)

function reasonOf(state: Customer, figures: Running, { figure, ref }: Asked, value: bigint | null): string | null {
  if (isBaseFigure(figure) || unitOf(figure) !== 'status') return null
  const one = casesOf(figure, state.rules).find((row) => BigInt(statuses[row.status]) === value)
  const factOf = (name: string): bigint => figures.value(name as FigureName, ref) ?? 0n
  const telling = { digits: digitsOf(state) }
  return one?.otherwise ?? one?.when.map((condition) => reasonWords(condition, factOf, telling)).join(', ') ?? null
}

/**
 * An evaluation moves the day, and so does a new zone; any other event looks at both sides with the later of its own day and
 * the last evaluated.
 */
function daysAround(before: Customer, event: EventRecord): [Day, Day] {
  const evaluated = before.cells['customer.today']?.value
  const day = dayMovedBy(event)
  if (day !== undefined) return [evaluated === undefined ? day - 1 : Number(evaluated), day]
  const zone = before.currency === null ? (event.facts.timeZone ?? before.timeZone) : before.timeZone
  const today = Math.max(dayAt(event.effectiveAt, zone), Number(evaluated ?? 0n))
  return [today, today]
}

/** By when authorisations are judged to have ended: the latest effect; what moves the day moves it as well. */
function momentsAround({ maxEffectiveAt }: Customer, event: EventRecord): [bigint, bigint] {
  const now = later(event.effectiveAt, maxEffectiveAt)
  return [dayMovedBy(event) === undefined ? now : maxEffectiveAt, now]
}

/** The subjects that an event names: those that it can have changed. */
const refsIn = ({ subject, facts, effects }: EventRecord): Ref[] => [
  subject,
  ...Object.values(facts).filter(isRef),
  ...effects.map((effect) => effect.subject),
]

type FigureOf = Pick<Asked, 'figure' | 'ref'>

/** The figures that an event can have moved, each of every subject of which it can. */
function* refsFor(state: Customer, event: EventRecord, { figures, only }: Seen): Generator<FigureOf> {
  for (const figure of figures)
    for (const ref of subjectsFor(state, event, figure, only))
      if (only === null || only.has(refKey(ref))) yield { figure, ref }
}

function* subjectsFor(state: Customer, event: EventRecord, figure: FigureName, only: Seen['only']): Generator<Ref> {
  const kind = figure.slice(0, figure.indexOf('.'))
  if (kind === 'customer') {
    yield theCustomer
    return
  }
  const own = event.effects.map(({ subject }) => subject).filter((ref) => ref.kind === kind)
  const touched = new Map(own.map((ref) => [refKey(ref), ref]))
  yield* touched.values()
  const reaches = looksAround(figure) || (dayMovedBy(event) !== undefined && dependsOnDay(figure))
  if (!reaches || kind !== 'invoice') return
  for (const ref of invoicesOf(state, only)) if (!touched.has(refKey(ref))) yield ref
}

function* invoicesOf(state: Customer, only: ReadonlySet<string> | null): Generator<Ref> {
  if (only === null) {
    for (const { ref } of state.subjects.values()) if (ref.kind === 'invoice') yield ref
    return
  }
  for (const key of only) {
    const subject = state.subjects.get(key)
    if (subject?.ref.kind === 'invoice') yield subject.ref
  }
}
