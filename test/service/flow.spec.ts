import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openFlow } from '../../src/service/work/flow.ts'

/** Pieces that come are done some at a time, of each name in their order, and nobody waits for another one's. */

type Piece = readonly [name: string, no: number]

/** A flow whose work ends when the test says so. */
function flowOf({ pieces = 10, size = 100, atOnce = 2 } = {}) {
  const begun: { readonly pieces: readonly Piece[]; readonly end: () => void }[] = []
  const flow = openFlow<Piece, string>({
    nameOf: ([name]) => name,
    sizeOf: () => 10,
    most: { pieces, size },
    atOnce,
    carryOut: async (together) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      begun.push({ pieces: together, end: resolve })
      await promise
      return together.map(([name, no]) => `${name}${no}`)
    },
  })
  return { flow, begun, names: () => begun.map((one) => one.pieces.map(([name, no]) => `${name}${no}`).join(' ')) }
}

test('what comes in one moment goes together; of a name that is at work the rest waits, of others it goes', async () => {
  const { flow, begun, names } = flowOf()
  const answers = [flow.add(['a', 1]), flow.add(['a', 2]), flow.add(['b', 1])]
  await nextTurn()
  answers.push(flow.add(['a', 3]), flow.add(['c', 1]))
  await nextTurn()
  expect(names()).toEqual(['a1 a2 b1', 'c1'])
  begun[1]?.end()
  expect(await answers[4]).toBe('c1')
  begun[0]?.end()
  expect(await Promise.all(answers.slice(0, 3))).toEqual(['a1', 'a2', 'b1'])
  await nextTurn()
  expect(names()).toEqual(['a1 a2 b1', 'c1', 'a3'])
  begun[2]?.end()
  expect(await answers[3]).toBe('a3')
})

test('no more go together, and no more at once, than may', async () => {
  const { flow, begun, names } = flowOf({ pieces: 3, size: 20, atOnce: 2 })
  const answers = Array.from({ length: 6 }, (_, at) => flow.add([`n${at}`, 0]))
  await nextTurn()
  expect(names()).toEqual(['n00 n10', 'n20 n30'])
  begun[0]?.end()
  await answers[0]
  await nextTurn()
  expect(names()).toEqual(['n00 n10', 'n20 n30', 'n40 n50'])
  for (const one of begun) one.end()
  expect(await Promise.all(answers)).toEqual(['n00', 'n10', 'n20', 'n30', 'n40', 'n50'])
})

test('a fault is that of those who went together, and the next go on', async () => {
  let isBroken = true
  const flow = openFlow<Piece, number>({
    nameOf: ([name]) => name,
    sizeOf: () => 1,
    most: { pieces: 1, size: 1 },
    atOnce: 1,
    carryOut: (together) =>
      isBroken ? Promise.reject(new Error('broken')) : Promise.resolve(together.map(([, no]) => no)),
  })
  const first = flow.add(['a', 1]).catch((error: Error) => error.message)
  await expect(first).resolves.toBe('broken')
  isBroken = false
  expect(await flow.add(['a', 2])).toBe(2)
})
