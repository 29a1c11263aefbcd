import { expect, test } from 'vitest'
import { copyOf, wholeOf } from '../../src/engine/layered.ts'

const MANY = 300

const many = (): Map<string, number> => new Map(Array.from({ length: MANY }, (_, at) => [`k${at}`, at] as const))

test('a copy of a copy holds what a map would, in its order, and what was copied stays as it was', () => {
  let map = copyOf<string, number>(many())
  let plain = many()
  // more than lie over a map before it is copied whole, some of them new
  for (let n = 0; n < MANY; n += 1) {
    const before = [...map]
    const [next, plainNext] = [copyOf(map), new Map(plain)]
    for (const key of [`k${(n * 7) % MANY}`, `new ${(n * 5) % 90}`]) {
      next.set(key, 1000 + n)
      plainNext.set(key, 1000 + n)
    }
    expect([...map]).toEqual(before)
    expect([...next]).toEqual([...plainNext])
    expect(next.size).toBe(plainNext.size)
    map = next
    plain = plainNext
  }
  expect([...map.keys()]).toEqual([...plain.keys()])
  expect([...map.values()]).toEqual([...plain.values()])
  expect([...wholeOf(map)]).toEqual([...plain])
  const seen: [string, number][] = []
  for (const [key, value] of map.entries()) seen.push([key, value])
  expect(seen).toEqual([...plain])
  for (const key of ['k0', 'new 5', 'nothing'])
    expect([map.get(key), map.has(key)]).toEqual([plain.get(key), plain.has(key)])
})

test('a copy is gone through whole once in as many changes as lie over a map', () => {
  const base = many()
  let passed = 0
  const counted: ReadonlyMap<string, number> = {
    size: base.size,
    get: (key) => base.get(key),
    has: (key) => base.has(key),
    forEach: (work) => base.forEach(work),
    keys: () => base.keys(),
    values: () => base.values(),
    entries: () => base.entries(),
    *[Symbol.iterator](): MapIterator<[string, number]> {
      for (const one of base) {
        passed += 1
        yield one
      }
    },
  }
  let map = counted
  const set = (count: number): void => {
    for (let n = 0; n < count; n += 1) {
      const next = copyOf(map)
      next.set(`k${n}`, -n)
      map = next
    }
  }
  set(64)
  expect(passed).toBe(0)
  set(66)
  expect(passed).toBe(MANY)
})
