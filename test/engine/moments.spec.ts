import { describe, expect, test } from 'vitest'
import type { Movement } from '../../src/engine/asked/movements.ts'
import {
  keyOf,
  leastFrom,
  momentsFrom,
  noteMove,
  openRooms,
  type Rooms,
  riseAt,
} from '../../src/engine/planning/room.ts'

/** What can be taken from a moment on, by what moves later: the arithmetic below `room.spec.ts`. */

const payment = { kind: 'payment', no: 1 } as const
const free = keyOf('payment.unallocated', payment)
const owed = keyOf('invoice.outstanding', { kind: 'invoice', no: 1 })

const freed = (at: bigint, by: bigint, seq: number): Movement => ({
  figure: 'payment.unallocated',
  subject: payment,
  at,
  by,
  seq,
})

/** Of 10 that are free in the end, 6 came at 30 and 3 at 50; at 40 went 2. Handed in out of order. */
const moving = (): Rooms => openRooms([freed(50n, 3n, 12), freed(30n, 6n, 10), freed(40n, -2n, 11)])

describe('the least that there will be from a moment on', () => {
  test.each([
    [20n, 3n],
    [29n, 3n],
    [30n, 7n],
    [39n, 7n],
    [40n, 7n],
    [50n, 10n],
    [60n, 10n],
  ])('from %s on it is %s', (from, least) => {
    expect(leastFrom(moving(), free, 10n, from)).toBe(least)
  })

  test('is what is left in the end where nothing moves later', () => {
    expect(leastFrom(moving(), owed, 10n, 20n)).toBe(10n)
    expect(leastFrom(openRooms([]), free, 10n, 20n)).toBe(10n)
  })

  test('knows nothing between two moves of one moment', () => {
    const rooms = openRooms([freed(30n, -4n, 10), freed(30n, 9n, 11)])
    expect(leastFrom(rooms, free, 10n, 20n)).toBe(5n)
    expect(leastFrom(rooms, free, 10n, 30n)).toBe(10n)
  })

  test('heeds what a draft moves, wherever its moment lies among the others', () => {
    const rooms = moving()
    noteMove(rooms, free, 35n, -3n)
    noteMove(rooms, owed, 45n, 8n)
    expect([20n, 30n, 40n, 50n].map((from) => leastFrom(rooms, free, 7n, from))).toEqual([3n, 4n, 4n, 7n])
    expect(leastFrom(rooms, owed, 8n, 40n)).toBe(0n)
    expect(rooms.moves.get(free)?.map((move) => move.at)).toEqual([30n, 35n, 40n, 50n])
    expect(rooms.moves.get(free)?.map((move) => move.seq)).toEqual([10, null, 11, 12])
  })
})

describe('the moments at which more can be taken', () => {
  test('are the first one and those at which something moves after it, each once, in order', () => {
    const rooms = moving()
    noteMove(rooms, owed, 60n, 1n)
    noteMove(rooms, owed, 40n, 1n)
    expect(momentsFrom(rooms, 30n, [owed, free])).toEqual([30n, 40n, 50n, 60n])
    expect(momentsFrom(rooms, 45n, [free])).toEqual([45n, 50n])
    expect(momentsFrom(rooms, 50n, [free])).toEqual([50n])
  })

  test('are the first one alone where nothing moves', () => {
    expect(momentsFrom(openRooms([]), 30n, [free])).toEqual([30n])
  })
})

describe('what made room at a moment', () => {
  test('is the last record by which one of the figures rose then', () => {
    const rooms = openRooms([
      freed(30n, 6n, 10),
      freed(30n, 2n, 14),
      freed(30n, 1n, 13),
      freed(30n, -3n, 15),
      freed(40n, 5n, 16),
    ])
    expect(riseAt(rooms, 30n, new Set([free]))).toBe(14)
    expect(riseAt(rooms, 40n, new Set([free]))).toBe(16)
  })

  test('is the last of any record of that moment where none of the figures rose, and none where nothing is recorded', () => {
    const rooms = openRooms([freed(30n, 6n, 10), freed(30n, 2n, 14), freed(30n, 1n, 13), freed(40n, -1n, 16)])
    noteMove(rooms, free, 30n, 9n)
    noteMove(rooms, owed, 50n, 9n)
    expect(riseAt(rooms, 30n, new Set([owed]))).toBe(14)
    expect(riseAt(rooms, 40n, new Set([free]))).toBe(16)
    expect(riseAt(rooms, 50n, new Set([owed]))).toBe(null)
  })
})
