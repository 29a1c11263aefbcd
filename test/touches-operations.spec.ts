import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { commandNames } from '../src/contract/operations.ts'

/** How many source files adding one touches, as CONTRIBUTING says: those that name one that is there. */

const MOST = 6
/** The sixth is the catalogue of refusals, which names none. */
const NAMING = MOST - 1

/** Files that only ask for operations, as any caller does. */
const ASKING = /^src\/(?:web|service\/(?:demo|import))\/|\.spec\.tsx?$/

const CATALOGUE = 'src/engine/asked/refusals.ts'

const code = new Map(
  globSync('src/**/*.{ts,tsx}')
    .filter((file) => !ASKING.test(file))
    .map((file) => [file, readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')]),
)
const naming = (word: string): string[] =>
  [...code].flatMap(([file, text]) => (new RegExp(`\\b${word}\\b`).test(text) ? [file] : [])).sort()

describe('an operation', () => {
  test.each(commandNames)(`%s is named by ${NAMING} source files at most`, (op) => {
    const files = naming(op)
    expect(files.length > NAMING ? files : []).toEqual([])
  })

  const [, example = '', list = ''] =
    /^\*\*An operation\.\*\*[^`]*`(\w+)`[\s\S]*?\n\n([\s\S]*?)\n\n/m.exec(readFileSync('CONTRIBUTING.md', 'utf8')) ?? []
  const listed = [...list.matchAll(/^\d\. `(src\/[^`]+)`/gm)].map(([, file = '']) => file)

  test('the files that CONTRIBUTING lists are those that name its example, and the catalogue of refusals', () => {
    expect(listed.length).toBeLessThanOrEqual(MOST)
    expect(listed.toSorted()).toEqual([...naming(example), CATALOGUE].sort())
  })

  test('a refusal of its own stands in the catalogue and where it is decided', () => {
    const decision = naming('write_off_exceeds_outstanding')
    expect(decision).toHaveLength(2)
    expect(listed).toEqual(expect.arrayContaining(decision))
  })
})
