import type { Movement, Taken } from '../asked/movements.ts'
import { type Ref, refKey } from '../figures/base.ts'
import type { Micros } from '../money/amount.ts'
import type { Instant } from '../time.ts'

/**
 * What can be taken from a moment on: a dated operation sees all that is recorded, also what counts later than it. What
 * is left in the end stands in the maps of a plan; here is what moved after the date, so that the value at any moment
 * from the date on is known.
 */
export type Rooms = {
  /** of each figure and subject what moves it after the date, ascending */
  readonly moves: Map<string, readonly Move[]>
}

export type Move = {
  readonly at: Instant
  readonly by: Micros
  /** the record that moved it; null: a draft of this plan */
  readonly seq: number | null
}

/** Names a figure of a subject. */
export const keyOf = (figure: Taken, subject: Ref): string => `${figure} ${refKey(subject)}`

/** The later movements by figure and subject, in order of their moments. */
export function openRooms(later: readonly Movement[]): Rooms {
  const moves = new Map<string, Move[]>()
  for (const { figure, subject, at, seq, by } of later) {
    const key = keyOf(figure, subject)
    const move = { at, by, seq }
    const list = moves.get(key)
    if (list === undefined) moves.set(key, [move])
    else list.push(move)
  }
  for (const list of moves.values()) list.sort(byMoment)
  return { moves }
}

const byMoment = (a: Move, b: Move): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)

/** Notes what a draft moves after the date of its plan. */
export function noteMove({ moves }: Rooms, key: string, at: Instant, by: Micros): void {
  moves.set(key, [...(moves.get(key) ?? []), { at, by, seq: null }].sort(byMoment))
}

/** The least value from a moment on, of a figure that is `left` in the end. */
export function leastFrom({ moves }: Rooms, key: string, left: Micros, from: Instant): Micros {
  const list = moves.get(key) ?? []
  let value = left
  let least = left
  for (let at = list.length - 1; at >= 0; at -= 1) {
    const move = list[at]
    if (move === undefined || move.at <= from) break
    value -= move.by
    // what moves at one moment moves as one
    if (list[at - 1]?.at !== move.at && value < least) least = value
  }
  return least
}

/** A moment, and all later ones at which one of some figures moves, ascending. */
export function momentsFrom({ moves }: Rooms, start: Instant, keys: readonly string[]): Instant[] {
  const all = keys.flatMap((key) => (moves.get(key) ?? []).map((move) => move.at))
  if (all.length === 0) return [start]
  return [...new Set([start, ...all.filter((at) => at > start)])].sort((a, b) => (a < b ? -1 : 1))
}

/** The record by which one of some figures rose at a moment; else any that counts from it. */
export function riseAt({ moves }: Rooms, at: Instant, keys: ReadonlySet<string>): number | null {
  let found: number | null = null
  let other: number | null = null
  for (const [key, list] of moves) {
    for (const move of list) {
      if (move.at !== at || move.seq === null) continue
      if (keys.has(key) && move.by > 0n && move.seq > (found ?? 0)) found = move.seq
      if (move.seq > (other ?? 0)) other = move.seq
    }
  }
  return found ?? other
}
