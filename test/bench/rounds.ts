import type { Fixture, Measure, Reading } from './measure.ts'
import type { Side } from './sides.ts'
import type { Size } from './sizes.ts'

const SIDE_RESTS_MS = 150

/** Makes what the measures need, each thing once a side. */
export async function prepare(sides: readonly Side[], measures: readonly Measure[], size: Size): Promise<void> {
  const fixtures = new Set<Fixture>(measures.flatMap(({ needs }) => needs))
  for (const fixture of fixtures) for (const side of sides) await fixture(side, size)
}

/** The readings of a side, and of the pair there, in the order of the rounds. */
export type Readings = { readonly own: readonly Reading[]; readonly pair: readonly Reading[] }

/**
 * Measures one thing round by round on each side, in turn: A B, B A, A B, so that neither always goes first and what else
 * the machine does falls on all alike. A pair is measured where there is one side alone. Readings in the order of the sides.
 */
export async function inRounds(sides: readonly Side[], { read, pair }: Measure, size: Size): Promise<Readings[]> {
  const readings = sides.map((side) => ({ side, own: [] as Reading[], pair: [] as Reading[] }))
  for (let round = 0; round < size.rounds; round += 1)
    for (const { side, ...of } of round % 2 === 0 ? readings : readings.toReversed()) {
      of.own.push(await read(side, size, round))
      if (pair !== undefined && sides.length === 1) of.pair.push(await pair.read(side, size, round))
      // what a side does after its answers, such as giving positions, is not done at the cost of the other
      await new Promise((resolve) => setTimeout(resolve, SIDE_RESTS_MS))
    }
  return readings
}
