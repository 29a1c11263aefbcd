import { eventNo, kindNo } from '../../../engine/bytes/numbers.ts'
import type { FigureName } from '../../../engine/figures/names.ts'
import { isOverCollection } from '../../../engine/replay/running-values.ts'
import type { Customer } from '../../../engine/state/customer.ts'
import { movingDays } from '../../../engine/state/days-seen.ts'
import { readHeads } from '../../../store/heads/heads.ts'
import type { Candidate } from '../../../store/read/audit/candidates.ts'
import { countEventsIn, type Stretched } from '../../../store/read/records/history.ts'
import type { Session } from '../../../store/session/session.ts'
import { betweenSnapshots } from '../../sheet/kept-states.ts'
import { dependsOnDay } from './narrowing/derived.ts'

/** What is folded for a portion of candidates, and which figures are looked at of whom. */
export type Folded = {
  readonly clock: 'effective' | 'recorded'
  readonly walked: readonly string[]
  readonly figures: readonly FigureName[]
  /** the figures are those of subjects that are named */
  readonly ofNamed: boolean
}

/** Work that leads to the first events of several customers: what is folded from snapshots on. */
const MOST_BEFORE = 40_000
/** Work from the first event of each to the last. */
const MOST_BETWEEN = 10_000

/**
 * The first of some candidates: as many as can be told by a bounded amount of folding, and one at least. Counted are
 * events between the first and the last of each customer, subjects that each is looked at of, and what leads to the
 * first of several customers; of one alone that is bounded by his subjects.
 */
export async function portionOf(
  session: Session,
  of: Folded,
  candidates: readonly Candidate[],
  mostBetween = MOST_BETWEEN,
): Promise<readonly Candidate[]> {
  if (of.walked.length === 0) return candidates
  const heads = new Map((await readHeads(session, of.walked)).map(({ customer }) => [customer.id, customer]))
  let portion = withinLooks(of, heads, candidates, mostBetween)
  while (portion.length > 1) {
    const stretches = stretchesOf(portion, heads)
    if ((await countEventsIn(session, of.clock, stretches, mostBetween)) < mostBetween) break
    portion = portion.slice(0, portion.length >> 1)
  }
  return portion
}

type Heads = ReadonlyMap<string, Customer>

/** What leads to the first event of a customer, at most: his subjects, and records since a snapshot of them. */
export const workBefore = ({ counts, seq }: Customer): number => {
  const subjects = counts.invoice + counts.payment + counts.credit + counts.allocation + counts.dispute
  return subjects + Math.min(seq, betweenSnapshots(subjects))
}

function withinLooks(of: Folded, heads: Heads, candidates: readonly Candidate[], most: number): readonly Candidate[] {
  const begun = new Set<string>()
  let [before, looks] = [0, 0]
  const cut = candidates.findIndex((one) => {
    const head = heads.get(one.customerId)
    if (head === undefined) return false
    if (!begun.has(head.id)) before += workBefore(head)
    begun.add(head.id)
    looks += looksAt(of, head, one)
    return (begun.size > 1 && before > MOST_BEFORE) || looks > most
  })
  return cut === -1 ? candidates : candidates.slice(0, Math.max(1, cut))
}

const EVENT = kindNo.of('event')
const turning = new Set(movingDays.map((type) => eventNo.of(type)))
/** Looking at what is covered and collected, before and after. */
const OF_COLLECTION = 20

/** A day can move the figures of every invoice. */
function looksAt({ figures, ofNamed }: Folded, { counts }: Customer, { kind, type }: Candidate): number {
  if (kind !== EVENT) return 1
  const isOfAll = !ofNamed && turning.has(type)
  const turned = isOfAll ? figures.filter((one) => one.startsWith('invoice.') && dependsOnDay(one)).length : 0
  return 1 + (figures.some(isOverCollection) ? OF_COLLECTION : 0) + 2 * turned * counts.invoice
}

/** From the first to the last candidate of each customer who is folded. */
function stretchesOf(portion: readonly Candidate[], heads: Heads): Stretched[] {
  const own = Map.groupBy(portion, (one) => one.customerId)
  return [...own].flatMap(([customerId, candidates]) => {
    const [a, b] = [candidates[0], candidates.at(-1)]
    if (a === undefined || b === undefined || !heads.has(customerId)) return []
    const isRising = a.at < b.at || (a.at === b.at && a.seq < b.seq)
    return [{ customerId, from: isRising ? a : b, to: isRising ? b : a }]
  })
}
