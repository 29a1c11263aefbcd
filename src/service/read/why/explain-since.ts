import type { EventRecord } from '../../../engine/events/record.ts'
import type { Ref } from '../../../engine/figures/base.ts'
import { refKey } from '../../../engine/figures/base.ts'
import type { FigureName } from '../../../engine/figures/names.ts'
import { cellsOf, subjectOf } from '../../../engine/state/subjects.ts'
import type { Instant } from '../../../engine/time.ts'
import { readTimeOfUndisturbed } from '../../../store/read/records/records.ts'
import type { Session } from '../../../store/session/session.ts'
import { walk } from '../audit/walk.ts'
import type { Read } from '../records/shelf.ts'
import type { View } from '../view/view.ts'

/** The newest events behind a status that are looked at first: most often it turned not long ago. */
const NEWEST = 50

/** Of a customer of so many subjects all events are looked at in one go: folding him twice costs more than looking. */
const MANY = 500

/**
 * Since when a status holds, within the dials and in order of effect: the moment of the last operation that turned it, or
 * the beginning of its subject. Where nothing came late, that is the record that set it; else the events behind it say. Null where that cannot be said: a day turned it that nobody has evaluated yet, or it
 * turned longer ago than the events reach. `isWhole`: there are no earlier ones.
 */
export async function sinceWhen(
  session: Session,
  view: View,
  { figure, ref, value }: { readonly figure: FigureName; readonly ref: Ref; readonly value: bigint | null },
  { reads, isWhole }: { readonly reads: readonly Read[]; readonly isWhole: boolean },
): Promise<Instant | null> {
  const set = cellsOf(view.customer, ref)[figure]
  if (view.isHead && set !== undefined && set.value === value) {
    const at = await readTimeOfUndisturbed(session, view.customer.id, set.seq)
    if (at !== undefined) return at
  }
  const events = reads.map((read) => read.record).filter((record) => record.kind === 'event')
  const newest = view.customer.subjects.size > MANY ? events : events.slice(-NEWEST)
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
  const looked = events.flatMap((event) => (moves.get(event.seq) ?? []).map((move) => ({ event, ...move })))
  const turns = operationsOf(looked).flatMap((all): Turn[] => {
    const [first, last] = [all[0], all.at(-1)]
    return first === undefined || last === undefined || first.before === last.after
      ? []
      : [{ at: last.event.effectiveAt, after: last.after }]
  })
  return { turn: turns.at(-1), before: looked[0]?.before }
}

/** What is turned and turned back within one operation has not turned. */
function operationsOf<T extends { readonly event: EventRecord }>(all: readonly T[]): readonly (readonly T[])[] {
  const operations: T[][] = []
  for (const one of all) {
    const last = operations.at(-1)
    if (last?.at(-1)?.event.rootSeq === one.event.rootSeq) last?.push(one)
    else operations.push([one])
  }
  return operations
}
