import type { AuditLine } from '../../../contract/answers.ts'
import { isBaseFigure } from '../../../engine/figures/base.ts'
import type { Candidate } from '../../../store/read/audit/candidates.ts'
import { readRecordsByKey } from '../../../store/read/records/records.ts'
import { fetchShelf, type Read, readOf, type Shelf } from '../records/shelf.ts'
import { amountText, digitsOf } from '../records/wire.ts'
import type { Move } from './glass.ts'
import { figureLines, movedLines, type Told, toldInOrder, toldOf } from './lines.ts'
import { movesOf } from './moves.ts'
import { type Cursor, placeIn } from './narrowing/cursor.ts'
import { wantsChanges, wantsEvents } from './narrowing/derived.ts'
import type { Filters } from './narrowing/filters.ts'
import type { Subjects } from './narrowing/narrow.ts'
import { saidOf, saysAll } from './narrowing/words.ts'
import { overtaken } from './overtaken.ts'
import { type Piece, partsOf } from './pieces.ts'
import type { Teller } from './teller.ts'

/** A line, and where it stands in the order of a page. */
export type Placed = { readonly line: AuditLine; readonly place: Cursor }

/** Making a line is as much work as folding so many records. */
const TOLD = 3

/**
 * The lines of some candidates that pass the filters and come behind a place, in the order of the page. What they moved is
 * worked out for all; each line is made when it is asked for.
 */
export async function* tell(
  teller: Teller,
  candidates: readonly Candidate[],
  behind: Cursor | null,
): AsyncGenerator<Placed> {
  const reads = await readsOf(teller, candidates)
  const moves = await movesOf(teller, reads)
  const inOrder = await overtaken(teller, reads)
  for (const part of partsOf(teller.filters, reads, moves, behind)) {
    const moved = part.flatMap(({ read: { customerId }, moves }) => moves.map(({ ref }) => ({ customerId, ref })))
    const own = part.map(({ read }) => read)
    const shelf = await fetchShelf(teller.session, own, moved)
    const said = await saidOf(
      teller.session,
      teller.said,
      own.map(({ customerId, record }) => ({ customerId, seq: record.seq })),
    )
    for (const piece of part) {
      await teller.work.did(TOLD)
      for (const told of linesOf(teller, piece, shelf, inOrder.get(piece.read)))
        if (saysAll(told.line, teller.filters.words, said))
          yield { line: told.line, place: placeOf(piece.read, told, teller.filters.clock) }
    }
  }
}

const placeOf = ({ customerId, record }: Read, { line }: Told, clock: Filters['clock']): Cursor =>
  placeIn(customerId, record, line.line, clock)

async function readsOf({ session, work }: Teller, candidates: readonly Candidate[]): Promise<Read[]> {
  const rows = await readRecordsByKey(session, candidates)
  const byKey = new Map(rows.map((row) => [`${row.seq} ${row.customerId}`, row]))
  const reads: Read[] = []
  for (const one of candidates) {
    await work.did(1)
    const row = byKey.get(`${one.seq} ${one.customerId}`)
    if (row !== undefined) reads.push(readOf(row))
  }
  return reads
}

/** The lines of a piece that pass the filters but for their words, in the order of the page. */
function linesOf(teller: Teller, piece: Piece, shelf: Shelf, order: Move | null | undefined): Told[] {
  const { read, moves } = piece
  const { figures, newestFirst } = teller.filters
  const told =
    figures.length > 0
      ? toldOfFigures(teller, piece, shelf)
      : [withBalance(toldOf(read, shelf), moves, shelf.currencyOf(read.customerId))]
  const lines = told.length === 0 || order === undefined ? told : [toldInOrder(read, shelf, order)]
  return newestFirst ? lines.toReversed() : lines
}

/**
 * The lines of a record where figures are asked for: their changes, unless only other kinds are; and the event that moved
 * one of them, as it stands, where events are.
 */
function toldOfFigures({ filters, subjects }: Teller, { read, moves: moved, withOwn }: Piece, shelf: Shelf): Told[] {
  const { figures, kinds } = filters
  const { record } = read
  const isAsked = (one: Told): boolean => passes(one, read, filters, subjects)
  const asked = withOwn ? figures : figures.filter((figure) => !isBaseFigure(figure))
  const changes = wantsChanges(kinds) ? figureLines(read, shelf, asked, moved).filter(isAsked) : []
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

/** The balance after an event, in order of effect. */
function withBalance(told: Told, moved: readonly Move[], currency: string | null): Told {
  const balance = moved.find((move) => move.figure === 'customer.balance')
  if (balance === undefined) return told
  return { ...told, line: { ...told.line, balance_after: amountText(balance.after, digitsOf({ currency })) } }
}
