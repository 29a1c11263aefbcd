import type { AuditLine } from '../../../contract/answers.ts'
import { refKey, theCustomer } from '../../../engine/figures/base.ts'
import type { FigureName } from '../../../engine/figures/names.ts'
import type { EventRecord } from '../../../engine/record.ts'
import { readHeads } from '../../../store/heads.ts'
import type { Candidate } from '../../../store/read/candidates.ts'
import { readCustomersWithLate } from '../../../store/read/late.ts'
import type { Reach } from '../../../store/read/narrowing.ts'
import { readRecordsByKey } from '../../../store/read/records.ts'
import type { Session } from '../../../store/store.ts'
import { balanceMoved } from '../balance.ts'
import { fetchShelf, type Read, readOf, type Shelf } from '../shelf.ts'
import { amountText, digitsOf } from '../wire.ts'
import { wantsChanges, wantsEvents } from './derived.ts'
import type { Filters } from './filters.ts'
import type { Move } from './glass.ts'
import { derivedOf, figureLines, movedLines, type Told, toldInOrder, toldOf } from './lines.ts'
import type { Subjects } from './narrow.ts'
import { overtaken } from './overtaken.ts'
import { walk } from './walk.ts'
import { type Said, saysAll } from './words.ts'

/** What a page makes lines with. */
export type Teller = {
  readonly session: Session
  readonly filters: Filters
  readonly subjects: Subjects
  /** the records whose own text has a word of the search */
  readonly said: Said
  /** what the dials of the page let in; null: all */
  readonly reach: Reach | null
}

/** The lines of each of some candidates that pass the filters, in ascending order of their numbers. */
export async function tell(teller: Teller, candidates: readonly Candidate[]): Promise<AuditLine[][]> {
  const { session, filters, said } = teller
  const rows = await readRecordsByKey(session, candidates)
  const byKey = new Map(rows.map((row) => [`${row.seq} ${row.customerId}`, readOf(row)]))
  const reads = candidates.flatMap((one) => byKey.get(`${one.seq} ${one.customerId}`) ?? [])
  const [moves, inOrder] = await Promise.all([movesOf(teller, reads), overtaken(teller, reads)])
  const moved = [...moves].flatMap(([{ customerId }, own]) => own.map(({ ref }) => ({ customerId, ref })))
  const shelf = await fetchShelf(session, reads, moved)
  return reads.map((read) => {
    const moved = moves.get(read) ?? []
    const told =
      filters.figures.length > 0
        ? toldOfFigures(teller, read, shelf, moved)
        : [withBalance(toldOf(read, shelf), moved, shelf.currencyOf(read.customerId))]
    const order = told.length === 0 ? undefined : inOrder.get(read)
    const lines = order === undefined ? told : [toldInOrder(read, shelf, order)]
    return lines.map((one) => one.line).filter((line) => saysAll(line, filters.words, said))
  })
}

/**
 * The lines of a record where figures are asked for: their changes, unless only other kinds are; and the event that moved
 * one of them, as it stands, where events are.
 */
function toldOfFigures({ filters, subjects }: Teller, read: Read, shelf: Shelf, moved: readonly Move[]): Told[] {
  const { figures, kinds } = filters
  const { record } = read
  const isAsked = (one: Told): boolean => passes(one, read, filters, subjects)
  const changes = wantsChanges(kinds) ? figureLines(read, shelf, figures, moved).filter(isAsked) : []
  if (record.kind !== 'event' || !wantsEvents(kinds)) return changes
  return movedLines(read, record, shelf, figures, moved).some(isAsked) ? [toldOf(read, shelf), ...changes] : changes
}

/** What only a line of a figure can be filtered by: its own delta and subject, and its type or that of its record. */
function passes(
  { line, delta, ref }: Told,
  { record }: Read,
  filters: Filters,
  { subjects, himself }: Subjects,
): boolean {
  const { amounts, direction, types } = filters
  const size = delta === null ? null : delta < 0n ? -delta : delta
  const [least, most] = amounts ?? [null, null]
  if (amounts !== null && (size === null || (least !== null && size < least) || (most !== null && size > most)))
    return false
  if (direction !== null && (delta === null || delta > 0n !== (direction === 'increase') || delta === 0n)) return false
  if (types.length > 0 && !types.includes(line.type) && !types.includes(record.type)) return false
  if (subjects === null) return true
  return ref.kind === 'customer' ? himself : subjects.some((one) => one.kind === ref.kind && one.no === ref.no)
}

/** The moves of derived figures by event; and of the balance, where late records make its order differ from the records'. */
async function movesOf(teller: Teller, reads: readonly Read[]): Promise<Map<Read, readonly Move[]>> {
  const found = new Map<Read, readonly Move[]>()
  const events = reads.filter((read) => read.record.kind === 'event')
  const byCustomer = Map.groupBy(events, (read) => read.customerId)
  const { walked, figures } = await whatToWalk(teller, [...byCustomer.keys()])
  const heads = await readHeads(teller.session, walked)
  const known = heads.filter((head) => head.customer.currency !== null)
  await Promise.all(
    known.map(async ({ customer }) => {
      const own = byCustomer.get(customer.id) ?? []
      const moves = await walk(
        teller.session,
        { head: customer, figures, ...looking(teller, customer.id) },
        own.map(eventOf),
      )
      for (const read of own) found.set(read, moves.get(read.record.seq) ?? [])
    }),
  )
  if (figures.includes('customer.balance'))
    for (const read of events) if (!walked.includes(read.customerId)) found.set(read, [balanceMove(eventOf(read))])
  return found
}

const eventOf = ({ record }: Read): EventRecord => {
  if (record.kind !== 'event') throw new Error(`Bug: record ${record.seq} is no event`)
  return record
}

const BALANCE: readonly FigureName[] = ['customer.balance']

/** Which figures need the state around each event, and of whom: events carry the balance in the order of recording. */
async function whatToWalk({ session, filters }: Teller, customerIds: readonly string[]) {
  const figures = filters.figures.length === 0 ? BALANCE : derivedOf(filters.figures, filters.kinds)
  if (figures.length === 0) return { walked: [], figures }
  const isBalance = figures.length === 1 && figures[0] === 'customer.balance'
  return { walked: isBalance ? await withLate(session, filters, customerIds) : customerIds, figures }
}

const looking = ({ filters, subjects, reach }: Teller, customerId: string) => ({
  clock: filters.clock,
  reach,
  only: filters.figures.length === 0 ? null : onlyOf(subjects, customerId),
})

/** The move of the balance as the event itself has it. */
function balanceMove(event: EventRecord): Move {
  const after = event.balanceAfter
  const before = after === null ? null : after - balanceMoved(event)
  return { figure: 'customer.balance', ref: theCustomer, before, after, reason: null }
}

/** Customers for whom the balance after a record differs between the two clocks. */
const withLate = async (session: Session, { clock }: Filters, customerIds: readonly string[]): Promise<string[]> =>
  clock === 'recorded' ? [] : await readCustomersWithLate(session, customerIds)

function onlyOf({ subjects, himself }: Subjects, customerId: string): ReadonlySet<string> | null {
  if (subjects === null) return null
  const own = subjects.filter((one) => one.customerId === customerId).map((one) => refKey(one))
  return new Set(himself ? [...own, refKey(theCustomer)] : own)
}

/** The balance after an event, in order of effect. */
function withBalance(told: Told, moved: readonly Move[], currency: string | null): Told {
  const balance = moved.find((move) => move.figure === 'customer.balance')
  if (balance === undefined) return told
  return { ...told, line: { ...told.line, balance_after: amountText(balance.after, digitsOf({ currency })) } }
}
