import type { AuditLine } from '../../../contract/answers.ts'
import { readHeads } from '../../../store/heads.ts'
import { type Candidate, readCandidates } from '../../../store/read/candidates.ts'
import { countLater } from '../../../store/read/later.ts'
import { readLedTo } from '../../../store/read/led-to.ts'
import type { Reach } from '../../../store/read/narrowing.ts'
import type { Session } from '../../../store/store.ts'
import { misunderstood, QuestionFault } from '../fault.ts'
import { headOf, reachOf } from '../view.ts'
import { timeText } from '../wire.ts'
import { ALL_LINES, type Cursor, cursorText, isBehind } from './cursor.ts'
import { looksAround } from './derived.ts'
import { type AuditAsked, type Filters, readFilters } from './filters.ts'
import { narrow, type Subjects, subjectsOf } from './narrow.ts'
import { type Teller, tell } from './tell.ts'
import { type Whose, windowOf, windowText } from './window.ts'

/** Records that one page looks at most; what it then has goes out with `next`. */
const MOST_CANDIDATES = 20_000
/** Records whose lines one page makes at most; fewer where each asks about all invoices and money of the customer. */
const MOST_TOLD = 4000
const MOST_TOLD_AROUND = 500
const FIRST_BATCH = 100
const BATCH_GROWTH = 4

/**
 * A page of the audit log of one customer or of all: reads records in order, in growing batches, until it has enough
 * lines or has looked at as many records as it may; `next` goes on behind the last line, at any depth alike.
 */
export async function answerAudit(session: Session, asked: AuditAsked, whose: Whose, mostUpstream?: number) {
  const { filters, window, narrowing, teller, reach } = await prepared(session, asked, whose, mostUpstream)
  const { records, ...found } = await collect(filters, teller, (start, size) =>
    readCandidates(session, narrowing, { clock: filters.clock, newestFirst: filters.newestFirst, start, size }),
  )
  return {
    records: await withLedTo(session, records, reach),
    ...found,
    later: whose.customerId === null || reach === null ? null : await laterThan(session, whose.customerId, reach),
    trail_limit: narrowing.trailLimit,
    window: windowText(window, filters.clock),
  }
}

/** A question to the audit log as it was understood, with what it narrows its scan to. */
export async function prepared(session: Session, asked: AuditAsked, whose: Whose, mostUpstream?: number) {
  const filters = readFilters(asked)
  if (whose.customerId !== null) await checkKnown(session, whose.customerId)
  const [subjects, reach] = await Promise.all([
    subjectsOf(session, asked, whose.customerId),
    reachedBy(session, asked, whose),
  ])
  const window = await windowOf(session, asked, whose, { clock: filters.clock, reach })
  const within = { asked, filters, subjects, window, customerId: whose.customerId, reach, mostUpstream }
  const narrowing = await narrow(session, within)
  checkLookingAround(filters, subjects)
  const teller: Teller = { session, filters, subjects, said: narrowing.said, reach }
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

type Next = (start: Cursor | null, size: number) => Promise<Candidate[]>
type Placed = { readonly line: AuditLine; readonly place: Cursor }

async function collect({ limit, newestFirst, cursor, figures }: Filters, teller: Teller, next: Next) {
  const kept: Placed[] = []
  const mostTold = figures.some(looksAround) ? MOST_TOLD_AROUND : MOST_TOLD
  let place = cursor
  let [looked, told, size] = [0, 0, Math.max(FIRST_BATCH, limit + 1)]
  for (;;) {
    const batch = await next(place, size)
    const wanted = batch.filter((one) => one.matches).slice(0, mostTold - told)
    const lines = await placed(teller, wanted)
    kept.push(...lines.filter((one) => place === null || isBehind(one.place, place, newestFirst)))
    const cut = batch.filter((one) => one.matches).length > wanted.length
    const end = endOf(cut ? wanted : batch)
    if (kept.length > limit) return pageOf(kept.slice(0, limit), null)
    if (!cut && batch.length < size) return { records: kept.map((one) => one.line), next: null, scanned_to: null }
    looked += batch.length
    told += wanted.length
    if (cut || looked >= MOST_CANDIDATES || told >= mostTold) return pageOf(kept, end)
    place = end
    size = Math.min(size * BATCH_GROWTH, MOST_CANDIDATES - looked)
  }
}

/** The place behind all lines of the last record. */
function endOf(batch: readonly Candidate[]): Cursor | null {
  const last = batch.at(-1)
  return last === undefined ? null : { at: last.at, customerId: last.customerId, seq: last.seq, line: ALL_LINES }
}

function pageOf(kept: readonly Placed[], scannedTo: Cursor | null) {
  const end = scannedTo ?? kept.at(-1)?.place ?? null
  return {
    records: kept.map((one) => one.line),
    next: end === null ? null : cursorText(end),
    scanned_to: scannedTo === null ? null : timeText(scannedTo.at),
  }
}

/** The lines of some candidates in the order of the page, each with its place. */
async function placed(teller: Teller, candidates: readonly Candidate[]): Promise<Placed[]> {
  const lines = await tell(teller, candidates)
  return candidates.flatMap((candidate, at) => {
    const own = lines[at] ?? []
    const ordered = teller.filters.newestFirst ? [...own].reverse() : own
    return ordered.map((line) => ({
      line,
      place: { at: candidate.at, customerId: candidate.customerId, seq: candidate.seq, line: line.line },
    }))
  })
}
