import { expect, test } from 'vitest'
import { blocksOf } from '../../src/engine/replay/blocks.ts'

type Row = { readonly place: number; readonly no: number }

const compare = (a: Row, b: Row): number => a.place - b.place || a.no - b.no

test('rows stand in their order however they came and went, and each is found in its block', () => {
  const blocks = blocksOf<Row, number>(compare)
  const rows = Array.from({ length: 3000 }, (_, no) => ({ place: (no * 7919) % 101, no }))
  for (const row of rows) blocks.put(row)
  const kept = rows.filter(({ no }) => no % 3 !== 0)
  for (const row of rows) if (!kept.includes(row)) blocks.take(row)
  expect(blocks.all.length).toBeGreaterThan(5)
  expect(blocks.all.flatMap((block) => block.rows)).toEqual(kept.toSorted(compare))
  expect(kept.every((row) => blocks.all[blocks.at(row)]?.rows.includes(row))).toBe(true)
  for (const row of kept) blocks.take(row)
  expect(blocks.all).toEqual([])
  expect(() => blocks.take(rows[0] as Row)).toThrow('stands in no block')
})

test('a block whose rows changed has no sum any more, and the others keep theirs', () => {
  const blocks = blocksOf<Row, number>(compare)
  for (let no = 0; no < 1000; no += 1) blocks.put({ place: no, no })
  for (const block of blocks.all) block.sum = 1
  blocks.put({ place: 500, no: 5000 })
  expect(blocks.all.filter((block) => block.sum === null)).toHaveLength(1)
})
