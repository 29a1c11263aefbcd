import type { AuditLine } from '../../../contract/answers.ts'
import { readHeads } from '../../../store/heads/heads.ts'
import { readCandidates, type Scanned } from '../../../store/read/audit/candidates.ts'
import { countLater } from '../../../store/read/audit/later.ts'
import { judgedBy, type Reach } from '../../../store/read/audit/narrowing.ts'
import type { AuditPlace } from '../../../store/read/audit/scan.ts'
import { readLedTo } from '../../../store/read/records/led-to.ts'
import type { Session } from '../../../store/session/session.ts'
import { misunderstood, QuestionFault } from '../records/fault.ts'
import { type Pace, pace } from '../records/pace.ts'
import { timeText } from '../records/wire.ts'
import { headOf, reachOf } from '../view/view.ts'
import { derivedOf } from './lines.ts'
import { foldedFor } from './moves.ts'
import { ALL_LINES, type Cursor, cursorText, isBehind } from './narrowing/cursor.ts'
import { looksAround } from './narrowing/derived.ts'
import { type AuditAsked, type Filters, readFilters } from './narrowing/filters.ts'
import { type Bounds, narrow, type Subjects, subjectsOf } from './narrowing/narrow.ts'
import { type Whose, windowOf, windowText } from './narrowing/window.ts'
import { portionOf, workBefore } from './portion.ts'
import { type Placed, tell } from './tell.ts'
import type { Teller } from './teller.ts'

/**
 * Records that one page looks at most, by what is looked at of each: its columns, the operation that made it, all of its
 * bytes. What it then has goes out with `next`.
 */
const MOST_LOOKED = { columns: 10_000, operations: 4000, bytes: 4000 } as const
/** Records whose lines one page makes at most. */
const MOST_TOLD = 1000
/** The work after which a page ends, as `Pace` counts it; at least one portion of records is told. */
const MOST_WORK = 16_000
/** Of a customer with many subjects more records share the work that leads to the first of them. */
const MOST_FIRST = 1000
const WORK_SHARED = 20
const FIRST_BATCH = 100
const BATCH_GROWTH = 4

/**
 * A page of the audit log of one customer or of all: reads records in order, in growing batches, until it has enough
 * lines or has looked at as many records as it may; `next` goes on behind the last line, at any depth alike.
 */
export async function answerAudit(
  session: Session,
  asked: AuditAsked,
  whose: Whose,
  bounds: Bounds = {},
  work = pace(),
) {
  const { filters, window, narrowing, teller, reach } = await prepared(session, asked, whose, { bounds, work })
  const { clock, newestFirst } = filters
  const next: Next = (start, size, wanted) =>
    readCandidates(session, narrowing, { clock, newestFirst, start, size, wanted })
  const first = await firstSize(teller, narrowing.customerId)
  const { records, ...found } = await collect(teller, next, {
    first,
    mostLooked: MOST_LOOKED[judgedBy(narrowing)],
    ...bounds,
  })
  return {
    records: await withLedTo(session, records, reach),
    ...found,
    later: whose.customerId === null || reach === null ? null : await laterThan(session, whose.customerId, reach),
    trail_limit: narrowing.trailLimit,
    window: windowText(window, filters.clock),
  }
}

/** A question to the audit log as it was understood, with what it narrows its scan to. */
export async function prepared(
  session: Session,
  asked: AuditAsked,
  whose: Whose,
  { bounds, work }: { readonly bounds: Bounds; readonly work: Pace },
) {
  const filters = readFilters(asked)
  if (whose.customerId !== null) await checkKnown(session, whose.customerId)
  const [subjects, reach] = await Promise.all([
    subjectsOf(session, asked, whose.customerId),
    reachedBy(session, asked, whose),
  ])
  const window = await windowOf(session, asked, whose, { clock: filters.clock, reach })
  const within = { asked, filters, subjects, window, customerId: whose.customerId, reach, bounds }
  const narrowing = await narrow(session, within)
  checkLookingAround(filters, subjects)
  const teller: Teller = { session, work, filters, subjects, said: narrowing.said, reach }
  return { filters, window, narrowing, teller, reach }
}

/** Where the dials of a page end it; the customers of the log of all have no clock and no seqs in common. */
async function reachedBy(session: Session, asked: AuditAsked, { customerId }: Whose): Promise<Reach | null> {
  const { as_of: asOf, known_at: knownAt } = asked
  if (asOf === undefined && knownAt === undefined) return null
  if (customerId === null) throw misunderstood(asOf === undefined ? 'known_at' : 'as_of', 'left out of the log of all')
  return await reachOf(session, await headOf(session, customerId), { asOf, knownAt })
}

/** Records beyond the dials are counted up to here. */
const MOST_LATER = 10_000

async function laterThan(session: Session, customerId: string, reach: Reach) {
  const count = await countLater(session, customerId, reach, MOST_LATER)
  return { count, at_least: count === MOST_LATER }
}

/** What looks around is computed over all invoices and money, for each event anew: for one invoice at a time. */
function checkLookingAround({ figures }: Filters, { subjects }: Subjects): void {
  const around = figures.find(looksAround)
  const invoices = subjects?.filter((one) => one.kind === 'invoice')
  if (around !== undefined && (invoices === undefined || invoices.length > 1))
    throw misunderstood('subject', `one invoice, as invoice:<number>, where figure has ${around}`)
}

/** What each line of a page led to, also where that is not on the page. */
async function withLedTo(session: Session, lines: readonly AuditLine[], reach: Reach | null): Promise<AuditLine[]> {
  const keys = lines.map((line) => ({ customerId: line.customer_id, seq: line.seq, rootSeq: line.root_seq }))
  const children = Map.groupBy(await readLedTo(session, keys), (one) => `${one.parentSeq} ${one.customerId}`)
  const of = (line: AuditLine): number[] =>
    (children.get(`${line.seq} ${line.customer_id}`) ?? [])
      .map((one) => one.seq)
      .filter((seq) => reach === null || seq <= reach.knownSeq)
  return lines.map((line) => ({ ...line, led_to: of(line) }))
}

async function checkKnown(session: Session, customerId: string): Promise<void> {
  const [head] = await readHeads(session, [customerId])
  if (head === undefined) throw new QuestionFault('customer_unknown', { customer_id: customerId })
}

type Next = (start: Cursor | null, size: number, wanted: number) => Promise<Scanned>
type Limits = Bounds & { readonly first: number; readonly mostLooked: number }

/** Beside the lines of a page the first record may be that of the cursor, and one more tells of a next page. */
const BESIDE = 2

/** How many records that pass the filters are told at most: for each line one, but of figures and words that is seen there. */
const wantedOf = ({ figures, words, limit }: Filters, kept: number, told: number): number =>
  figures.length + words.length > 0 ? MOST_TOLD - told : Math.min(MOST_TOLD - told, limit - kept + BESIDE)

/** How many records are looked at first: more where a long fold leads to the first of them. */
async function firstSize({ session, filters }: Teller, customerId: string | null): Promise<number> {
  if (filters.figures.length === 0) return filters.limit + BESIDE
  const least = Math.max(FIRST_BATCH, filters.limit + 1)
  if (customerId === null || derivedOf(filters.figures, filters.kinds).length === 0) return least
  const [head] = await readHeads(session, [customerId])
  const shared = head === undefined ? 0 : Math.floor(workBefore(head.customer) / WORK_SHARED)
  return Math.max(least, Math.min(MOST_FIRST, shared))
}

async function collect(teller: Teller, next: Next, { first, mostLooked, mostWork = MOST_WORK, mostBetween }: Limits) {
  const { work } = teller
  const { limit, newestFirst, cursor } = teller.filters
  const kept: Placed[] = []
  const began = work.work()
  let place = cursor
  let [looked, told, size] = [0, 0, first]
  for (;;) {
    const wanted = wantedOf(teller.filters, kept.length, told)
    const batch = await next(place, size, wanted)
    const most = batch.found.slice(0, wanted)
    const portion = await portionOf(teller.session, await foldedFor(teller, most), most, mostBetween)
    for await (const one of tell(teller, portion, place)) {
      if (place === null || isBehind(one.place, place, newestFirst)) kept.push(one)
      if (kept.length > limit) return pageOf(kept.slice(0, limit), null)
    }
    const isCut = portion.length < batch.found.length
    if (!isCut && batch.looked < size) return { records: kept.map((one) => one.line), next: null, scanned_to: null }
    looked += batch.looked
    told += portion.length
    const isEnough = looked >= mostLooked || told >= MOST_TOLD || work.work() - began >= mostWork
    const end = endOf(isCut ? portion.at(-1) : batch.end)
    if (isCut || isEnough) return pageOf(kept, end)
    place = end
    size = Math.min(size * BATCH_GROWTH, mostLooked - looked)
  }
}

/** The place behind all lines of the last record. */
const endOf = (last: AuditPlace | null | undefined): Cursor | null =>
  last == null ? null : { at: last.at, customerId: last.customerId, seq: last.seq, line: ALL_LINES }

function pageOf(kept: readonly Placed[], scannedTo: Cursor | null) {
  const end = scannedTo ?? kept.at(-1)?.place ?? null
  return {
    records: kept.map((one) => one.line),
    next: end === null ? null : cursorText(end),
    scanned_to: scannedTo === null ? null : timeText(scannedTo.at),
  }
}
