import { setTimeout as sleep } from 'node:timers/promises'
import { forgetPeak, memoryOf, peakOf } from '../product/memory.ts'
import { workOf } from '../product/work.ts'
import type { Fixture, Measure, Reading } from './measure.ts'
import type { Side } from './sides.ts'
import type { Size } from './sizes.ts'

const SIDE_RESTS_MS = 150

const made = new WeakMap<Side, Set<Fixture>>()

/** Makes what something needs, each thing once a side. */
export async function prepare(sides: readonly Side[], needs: readonly Fixture[], size: Size): Promise<void> {
  for (const side of sides) {
    const here = made.get(side) ?? new Set()
    made.set(side, here)
    for (const fixture of needs.filter((one) => !here.has(one))) {
      await fixture(side, size)
      here.add(fixture)
    }
  }
}

/** The readings of a side, and of the pair there, in the order of the rounds. */
export type Readings = { readonly own: readonly Reading[]; readonly pair: readonly Reading[] }

/**
 * Measures one thing round by round on each side, in turn: A B, B A, A B, so that neither always goes first and what else
 * the machine does falls on all alike. A pair is measured where there is one side alone. Readings in the order of the sides.
 */
export async function inRounds(
  sides: readonly Side[],
  { read, byCommand = false, pair, rounds = Number.POSITIVE_INFINITY }: Measure,
  size: Size,
): Promise<Readings[]> {
  const readings = sides.map((side) => ({ side, own: [] as Reading[], pair: [] as Reading[] }))
  for (let round = 0; round < Math.min(rounds, size.rounds); round += 1)
    for (const { side, ...of } of round % 2 === 0 ? readings : readings.toReversed()) {
      const reading = () => read(side, size, round)
      of.own.push(await (byCommand ? reading() : withWork(side, reading)))
      if (pair !== undefined && sides.length === 1) of.pair.push(await pair.read(side, size, round))
    }
  return readings
}

async function withWork(side: Side, read: () => Promise<Reading>): Promise<Reading> {
  const { pid } = side.product.process
  forgetPeak(pid)
  await longestTick(side)
  const before = workOf(side.product)
  const reading = await read()
  const tick = await longestTick(side)
  // what a side does after its answers, such as giving positions, is not done at the cost of the other
  await sleep(SIDE_RESTS_MS)
  const after = workOf(side.product)
  const work = { server: after.server - before.server, database: after.database - before.database }
  return { ...reading, work, memory: memoryOf(side.product), peak: peakOf(pid), ...(tick !== null && { tick }) }
}

/** The longest that the server answered nobody since this was asked last, ms; null: this checkout does not say so. */
export async function longestTick({ product }: Side): Promise<number | null> {
  const text = await (await fetch(`${product.url}/metrics`)).text()
  const [, seconds] = /^whence_longest_tick_seconds (\S+)$/m.exec(text) ?? []
  return seconds === undefined ? null : Number(seconds) * 1000
}
