import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inOrder } from '../../src/api/ingest/in-order.ts'

/** The answers of a stream come in its order, and so much of it is read as may wait for them. */

const window = { pieces: 3, size: 100 }

test('no more is read than may be under way; answers keep the order of the pieces', async () => {
  let read = 0
  async function* pieces() {
    for (; read < 10; read += 1) {
      await nextTurn()
      yield read
    }
  }
  const begun = new Map<number, () => void>()
  const answers = inOrder(pieces(), {
    begin: (piece: number) => new Promise<number>((done) => begun.set(piece, () => done(piece))),
    sizeOf: () => 1,
    window,
  })
  const first = answers.next()
  for (let turn = 0; turn < 30; turn += 1) await nextTurn()
  expect([...begun.keys()]).toEqual([0, 1, 2, 3])
  begun.get(1)?.()
  begun.get(2)?.()
  await nextTurn()
  begun.get(0)?.()
  expect((await first).value).toEqual([0, 1, 2])
  for (let turn = 0; turn < 30; turn += 1) await nextTurn()
  expect(begun.size).toBeLessThanOrEqual(6)
  const rest: number[] = []
  const ended = (async () => {
    for await (const some of answers) rest.push(...some)
  })()
  for (let turn = 0; turn < 100; turn += 1) {
    for (const end of begun.values()) end()
    await nextTurn()
  }
  await ended
  expect(rest).toEqual([3, 4, 5, 6, 7, 8, 9])
})

test('where reading fails, what was begun is answered before', async () => {
  async function* pieces() {
    yield 1
    yield 2
    await nextTurn()
    throw new Error('the rest does not come')
  }
  const answered: number[] = []
  const all = async (): Promise<void> => {
    const answers = inOrder(pieces(), { begin: (piece: number) => Promise.resolve(piece), sizeOf: () => 1, window })
    for await (const some of answers) answered.push(...some)
  }
  await expect(all()).rejects.toThrow('the rest does not come')
  expect(answered).toEqual([1, 2])
})

test('a piece that is larger than may wait goes by itself', async () => {
  let read = 0
  async function* pieces() {
    for (; read < 3; read += 1) {
      await nextTurn()
      yield read
    }
  }
  const most: number[] = []
  let underWay = 0
  const begin = async (): Promise<void> => {
    underWay += 1
    most.push(underWay)
    await nextTurn()
    underWay -= 1
  }
  for await (const _ of inOrder(pieces(), { begin, sizeOf: () => 1000, window })) await nextTurn()
  expect(most).toHaveLength(3)
  expect(Math.max(...most)).toBeLessThanOrEqual(2)
})
