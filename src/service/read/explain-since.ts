import { subjectOf } from '../../engine/customer/state.ts'
import type { Ref } from '../../engine/figures/base.ts'
import { refKey } from '../../engine/figures/base.ts'
import type { FigureName } from '../../engine/figures/names.ts'
import type { EventRecord } from '../../engine/record.ts'
import type { Instant } from '../../engine/time.ts'
import type { Session } from '../../store/store.ts'
import { walk } from './audit/walk.ts'
import type { Read } from './shelf.ts'
import type { View } from './view.ts'

/** The newest events behind a status that are looked at first: most often it turned not long ago. */
const NEWEST = 50

/**
 * Since when a status holds, within the dials and in order of effect: the moment of the last event behind it that turned
 * it, or the beginning of its subject. Null where that cannot be said: a day turned it that nobody has evaluated yet, or it
 * turned longer ago than the events reach. `isWhole`: there are no earlier ones.
 */
export async function sinceWhen(
  session: Session,
  view: View,
  { figure, ref, value }: { readonly figure: FigureName; readonly ref: Ref; readonly value: bigint | null },
  { reads, isWhole }: { readonly reads: readonly Read[]; readonly isWhole: boolean },
): Promise<Instant | null> {
  const events = reads.map((read) => read.record).filter((record) => record.kind === 'event')
  const newest = events.slice(-NEWEST)
  const found = await turnIn(session, view, figure, ref, newest)
  const all = found.turn === undefined && newest.length < events.length
  const { turn, before = value } = all ? await turnIn(session, view, figure, ref, events) : found
  if (turn !== undefined) return turn.after === value ? turn.at : null
  return isWhole && before === value ? beganAt(view, ref) : null
}

/** What no event turned holds since it is there. */
const beganAt = ({ customer }: View, ref: Ref): Instant | null =>
  ref.kind === 'customer' ? customer.openedAt : (subjectOf(customer, ref)?.bornAt ?? null)

type Turn = { readonly at: Instant; readonly after: bigint | null }

async function turnIn(
  session: Session,
  { customer, dials }: View,
  figure: FigureName,
  ref: Ref,
  events: readonly EventRecord[],
): Promise<{ readonly turn?: Turn | undefined; readonly before?: bigint | null | undefined }> {
  const of = {
    head: customer,
    clock: 'effective',
    figures: [figure],
    only: new Set([refKey(ref)]),
    reach: dials,
  } as const
  const moves = await walk(session, of, events)
  const bySeq = new Map(events.map((event) => [event.seq, event.effectiveAt]))
  const turns = [...moves].flatMap(([seq, own]) =>
    own.filter((move) => move.before !== move.after).map(({ after }) => ({ at: bySeq.get(seq) ?? 0n, after })),
  )
  return { turn: turns.at(-1), before: [...moves.values()].flat()[0]?.before }
}
