import { expect, test } from 'vitest'
import { openLine } from './line.ts'

const lineOf = (...all: readonly string[]) => {
  const line = openLine<string>((one) => one.slice(0, 1), 4)
  for (const one of all) line.push(one)
  return line
}

test('all that wait go together, up to so many', () => {
  const line = lineOf('a1', 'b1', 'a2', 'c1', 'd1')
  expect([line.take(1), line.length()]).toEqual([['a1', 'b1', 'a2', 'c1'], 1])
})

test('what concerns a customer of whom something is under way waits for it, and none of his goes before another', () => {
  const line = lineOf('a1', 'b1')
  const taken = line.take(1)
  for (const one of ['a2', 'c1', 'a3']) line.push(one)
  expect(line.take(1)).toEqual(['c1'])
  expect(line.take(1)).toEqual([])
  line.letGo(taken)
  expect(line.take(1)).toEqual(['a2', 'a3'])
})

test('where fewer may go than are worth it, all stay in their order', () => {
  const line = lineOf('a1')
  line.take(1)
  for (const one of ['a2', 'b1', 'c1']) line.push(one)
  expect([line.take(3), line.length(), line.take(2)]).toEqual([[], 3, ['b1', 'c1']])
})
