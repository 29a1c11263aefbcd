import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { commandNames } from '../src/contract/operations.ts'

/** How many source files adding one touches, as CONTRIBUTING says: those that name one that is there. */

const MOST = 6
/** The sixth is the catalogue of refusals, which names none. */
const NAMING = MOST - 1

/** Files that only ask for operations, as any caller does. */
const ASKING = /^src\/(?:web|service\/(?:demo|import))\/|\.spec\.tsx?$/

/** Operations that more files name, how many, and why. */
const MORE: Readonly<Record<string, { readonly files: number; readonly why: string }>> = {
  open_customer: { files: 13, why: 'it alone is about a customer who is not there yet' },
  issue_invoice: { files: 6, why: 'what the charges come to that it takes is asked before it is decided' },
  issue_draft: { files: 6, why: 'what the charges come to that it takes is asked before it is decided' },
}

const CATALOGUE = 'src/engine/asked/refusals.ts'

const code = new Map(
  globSync('src/**/*.{ts,tsx}')
    .filter((file) => !ASKING.test(file))
    .map((file) => [file, readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')]),
)
const naming = (word: string): string[] =>
  [...code].flatMap(([file, text]) => (new RegExp(`\\b${word}\\b`).test(text) ? [file] : [])).sort()

describe('an operation', () => {
  test.each(commandNames)(`%s is named by ${NAMING} source files at most, or as many as stands above`, (op) => {
    const files = naming(op)
    if (MORE[op] !== undefined) expect(files).toHaveLength(MORE[op].files)
    else expect(files.length > NAMING ? files : []).toEqual([])
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
