import { kindNo } from '../../../engine/bytes/numbers.ts'
import { countCandidates } from '../../../store/read/audit/candidates.ts'
import type { Session } from '../../../store/session/session.ts'
import { pace } from '../records/pace.ts'
import { type AuditAsked, readFilters } from './narrowing/filters.ts'
import type { Bounds } from './narrowing/narrow.ts'
import type { Whose } from './narrowing/window.ts'
import { answerAudit, prepared } from './page.ts'

/** Up to here a count is told exactly. */
const MOST = 10_000
/** Records that a count looks at most; where there are more it tells what it has found so far. */
const MOST_LOOKED = 100_000
/** The work after which no more lines are made to be counted: a figure or a word is seen on the line alone. */
const MOST_WORK = 30_000
const PAGE = 500

const kinds = ['event', 'change', 'decision', 'message'] as const
type Kind = (typeof kinds)[number]

/** How many; `at_least`: there may be more. */
type Count = { readonly count: number; readonly at_least: boolean }

/**
 * How many lines of each kind a question selects, whatever kind it asks for: what the log of that kind alone would have.
 * True up to 10,000; beyond, and where it would take too long to look, it is what there is at least.
 */
export async function answerAuditCounts(session: Session, asked: AuditAsked, whose: Whose, bounds: Bounds = {}) {
  readFilters(asked)
  const { kind, cursor, limit, order, ...selected } = asked
  const isOfLines = selected.figure !== undefined || selected.q !== undefined
  const count = isOfLines ? ofLines : ofRecords
  const counts = await count(session, selected, whose, bounds)
  return { counts }
}

async function ofRecords(
  session: Session,
  asked: AuditAsked,
  whose: Whose,
  bounds: Bounds,
): Promise<Record<Kind, Count>> {
  const { narrowing, filters } = await prepared(session, asked, whose, { bounds, work: pace() })
  const { counts, isCut } = await countCandidates(session, narrowing, filters.clock, MOST_LOOKED)
  return forEach((kind) => toldCount(counts.get(kindNo.of(kind)) ?? 0, isCut || narrowing.trailLimit !== null))
}

const toldCount = (count: number, isCut: boolean): Count => ({
  count: Math.min(count, MOST),
  at_least: isCut || count > MOST,
})

const forEach = (of: (kind: Kind) => Count): Record<Kind, Count> => ({
  event: of('event'),
  change: of('change'),
  decision: of('decision'),
  message: of('message'),
})

/** Goes through the pages. Of figures there are two kinds of lines, and who asks for one gets no other. */
async function ofLines(
  session: Session,
  asked: AuditAsked,
  whose: Whose,
  bounds: Bounds,
): Promise<Record<Kind, Count>> {
  const asks = asked.figure === undefined ? [undefined] : ['event', 'change']
  const work = pace()
  const { mostWork = MOST_WORK } = bounds
  const counts = new Map<string, number>()
  let isCut = false
  for (const kind of asks) {
    let cursor: string | undefined
    do {
      const page = await answerAudit(session, { ...asked, kind, limit: String(PAGE), cursor }, whose, bounds, work)
      for (const line of page.records) counts.set(line.kind, (counts.get(line.kind) ?? 0) + 1)
      cursor = page.next ?? undefined
      isCut ||= page.trail_limit !== null
    } while (cursor !== undefined && work.work() < mostWork && [...counts.values()].every((one) => one <= MOST))
    isCut ||= cursor !== undefined
  }
  return forEach((kind) => toldCount(counts.get(kind) ?? 0, isCut))
}
