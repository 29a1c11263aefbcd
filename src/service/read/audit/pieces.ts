import { slicesOf } from '../../../engine/replay/slices.ts'
import type { Read } from '../records/shelf.ts'
import type { Move } from './glass.ts'
import { lineNumber } from './lines.ts'
import { type Cursor, isBehind, placeIn } from './narrowing/cursor.ts'
import { wantsEvents } from './narrowing/derived.ts'
import type { Filters } from './narrowing/filters.ts'

/** A record with some of what it moved, in the order of the page; `withOwn`: and its own line, and those of its effects. */
export type Piece = { readonly read: Read; readonly moves: readonly Move[]; readonly withOwn: boolean }

/** Records and lines that are made at a stretch. */
const PART = 250

/** Records in parts of about as many lines; one that moved many subjects is told in several, from a place on. */
export function* partsOf(
  filters: Filters,
  reads: readonly Read[],
  moves: ReadonlyMap<Read, readonly Move[]>,
  behind: Cursor | null,
): Generator<Piece[]> {
  let [part, lines]: [Piece[], number] = [[], 0]
  for (const read of reads)
    for (const piece of piecesOf(filters, read, moves.get(read) ?? [], behind)) {
      part.push(piece)
      lines += 1 + piece.moves.length
      if (lines < PART) continue
      yield part
      part = []
      lines = 0
    }
  if (part.length > 0) yield part
}

/** An event that is asked for itself stays whole: one line that passes is enough for it. */
function piecesOf(filters: Filters, read: Read, moves: readonly Move[], behind: Cursor | null): Piece[] {
  if (moves.length <= PART || wantsEvents(filters.kinds)) return [{ read, moves, withOwn: true }]
  const { newestFirst, clock } = filters
  const isLeft = (line: number): boolean =>
    behind === null || isBehind(placeIn(read.customerId, read.record, line, clock), behind, newestFirst)
  const left = moves
    .map((move) => ({ move, line: lineNumber(move) }))
    .filter(({ move, line }) => move.before !== move.after && isLeft(line))
    .sort((a, b) => (newestFirst ? b.line - a.line : a.line - b.line))
  const pieces = [...slicesOf(left)].map((slice) => ({ read, moves: slice.map(({ move }) => move), withOwn: false }))
  const own = { read, moves: [], withOwn: true }
  return newestFirst ? [...pieces, own] : [own, ...pieces]
}
