import { figureNo } from '../../../engine/bytes/numbers.ts'
import type { EventRecord } from '../../../engine/events/record.ts'
import type { Ref } from '../../../engine/figures/base.ts'
import { refKey } from '../../../engine/figures/base.ts'
import { formulas, isFormula } from '../../../engine/figures/formulas.ts'
import type { FigureName } from '../../../engine/figures/names.ts'
import { subjectOf } from '../../../engine/state/subjects.ts'
import type { Instant } from '../../../engine/time.ts'
import { isDirectoryKind } from '../../../store/heads/directory.ts'
import { subjectCount } from '../../../store/heads/snapshot-state.ts'
import { readLastSet } from '../../../store/read/records/set.ts'
import type { Session } from '../../../store/session/session.ts'
import { walk } from '../audit/walk.ts'
import type { View } from '../view/view.ts'
import type { ChainPage } from './explain-chain.ts'

/** The newest events behind a status that are looked at first: most often it turned not long ago. */
const NEWEST = 50

/** Of a customer of so many subjects all events are looked at in one go: folding him twice costs more than looking. */
const MANY = 500

/**
 * Of so many subjects, open and done with, all would have to be folded: since when a status holds that is worked out when
 * it is asked for is not said then.
 */
const TOO_MANY = 10_000

/**
 * Since when a status holds, within the dials and in order of effect: the moment of the last operation that turned it, or
 * the beginning of its subject. Where nothing came late, that is the record that set it; else the events behind it say.
 * Null where that cannot be said: a day turned it that nobody has evaluated yet, it turned longer ago than the events
 * reach, or he has too many subjects. `chain`: the newest events behind it, read where they are looked at.
 */
export async function sinceWhen(
  session: Session,
  view: View,
  { figure, ref, value }: { readonly figure: FigureName; readonly ref: Ref; readonly value: bigint | null },
  chain: () => Promise<ChainPage>,
): Promise<Instant | null> {
  const { customer, dials } = view
  if (isStored(figure)) {
    const subject = isDirectoryKind(ref.kind) ? { kind: ref.kind, no: ref.no } : null
    const set = await readLastSet(session, customer.id, { figure: figureNo.of(figure), subject }, dials)
    if (set !== undefined && set.value === value) return set.at
  } else if (subjectCount(customer) > TOO_MANY) return null
  const { reads, earlier } = await chain()
  const events = reads.map((read) => read.record).filter((record) => record.kind === 'event')
  const newest = customer.subjects.size > MANY ? events : events.slice(-NEWEST)
  const found = await turnIn(session, view, figure, ref, newest)
  const all = found.turn === undefined && newest.length < events.length
  const { turn, before = value } = all ? await turnIn(session, view, figure, ref, events) : found
  if (turn !== undefined) return turn.after === value ? turn.at : null
  return earlier === null && before === value ? beganAt(view, ref) : null
}

/** What no event turned holds since it is there. */
const beganAt = ({ customer }: View, ref: Ref): Instant | null =>
  ref.kind === 'customer' ? customer.openedAt : (subjectOf(customer, ref)?.bornAt ?? null)

/** Are its changes records of their own? */
const isStored = (figure: FigureName): boolean => isFormula(figure) && 'stored' in formulas[figure]

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
