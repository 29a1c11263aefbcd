import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { chargeTypes } from '../src/engine/events/charges.ts'
import { eventTypes } from '../src/engine/events/effects.ts'
import { formulas } from '../src/engine/figures/formulas.ts'
import { collectionTerms, ownTerms } from '../src/engine/policy/policy.ts'

/** How many source files an event, a formula and a term of a policy touch, as CONTRIBUTING says. */

const code = new Map(
  globSync('src/**/*.{ts,tsx}', { exclude: (file) => /\.spec\.tsx?$/.test(String(file)) }).map((file) => [
    file,
    readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''),
  ]),
)

/** Does a text name something: as a key, or as a word in quotes? */
const names = (text: string, word: string): boolean =>
  new RegExp(`(?<![\\w.])${word}(?=:)|['"\`]${word.replaceAll('.', '\\.')}['"\`]`).test(text)
const naming = (word: string): string[] => [...code].flatMap(([file, text]) => (names(text, word) ? [file] : [])).sort()

/** What CONTRIBUTING says of adding something: its example, and the files that it touches, in order. */
function section(what: string): { readonly example: string; readonly files: readonly string[] } {
  const form = new RegExp(`^\\*\\*${what}\\.\\*\\*[^\`]*\`([\\w.]+)\`[\\s\\S]*?\\n\\n([\\s\\S]*?)\\n\\n`, 'm')
  const [, example = '', list = ''] = form.exec(readFileSync('CONTRIBUTING.md', 'utf8')) ?? []
  return { example, files: [...list.matchAll(/^\d\. `(src\/[^`]+)`/gm)].map(([, file = '']) => file) }
}

const SLOTS = 'src/engine/events/slots.ts'

describe('an event', () => {
  const { example, files } = section('An event')

  test('touches four files at most, also one that makes a charge: those that name the example, and its slots', () => {
    expect(chargeTypes).toContain(example)
    expect(files.length).toBeLessThanOrEqual(4)
    expect(files.toSorted()).toEqual([...naming(example), SLOTS].sort())
  })

  /** Other lists of events, and why their rows do not say it: each is about what it does with them. */
  const LISTS: Readonly<Record<string, string>> = {
    'src/api/routes/clocks.ts': 'the answers of its three deeds',
    'src/engine/booking/notify.ts': 'which letters follow',
    'src/engine/explain/absence/purses.ts': 'what became of money, by its own way of reckoning',
    'src/engine/explain/codes.ts': 'codes of reasons that are called as events are',
    'src/engine/state/standing.ts': 'how each changes the customer beside figures',
    'src/engine/state/traits.ts': 'how each changes a subject beside figures',
    'src/service/read/audit/narrowing/vocabulary.ts': 'codes of reasons that are called as events are',
    'src/service/sheet/read-rows.ts': 'what fills a queue',
    'src/service/verify/whole/clocks.ts': 'what is made again of a clock',
    'src/store/read/records/told.ts': 'which records an index has',
  }
  const TABLES = /^src\/engine\/(?:events|explain\/events|asked\/commands|commands|planning|collection)\//

  test('is in no list but the two tables, the decisions and those that are known', () => {
    const lists = [...code].flatMap(([file, text]) =>
      !TABLES.test(file) && eventTypes.filter((type) => names(text, type)).length > 2 ? [file] : [],
    )
    expect(lists.sort()).toEqual(Object.keys(LISTS))
  })

  test('has no number in the text of a statement', () => {
    const numbered = /\btype\s*(?:=|<>|in)\s*\(?\s*\d/
    expect([...code].flatMap(([file, text]) => (numbered.test(text) ? [file] : []))).toEqual([])
  })
})

describe('a formula', () => {
  const { example, files } = section('A formula')

  test('touches two files, also one that is a rule: those that name the example', () => {
    expect(Object.entries(formulas).flatMap(([name, { kind }]) => (kind === 'rule' ? [name] : []))).toContain(example)
    expect(files).toHaveLength(2)
    expect(files.toSorted()).toEqual(naming(example))
  })

  /** Files that know several rules by name beside the tables, and why. */
  const KNOWN: Readonly<Record<string, string>> = {
    'src/engine/explain/absence/absence.ts': 'of which figures it is said what did not happen',
    'src/engine/replay/running-values.ts': 'sums that are kept while a customer is folded; any other is evaluated',
    'src/web/ui/figures.ts': 'what people call otherwise',
  }

  test('that is a rule is worked out in one place', () => {
    const rules = Object.entries(formulas).flatMap(([name, { kind }]) => (kind === 'rule' ? [name] : []))
    const known = [...code].flatMap(([file, text]) =>
      !/^src\/engine\/(figures|values)\//.test(file) && rules.filter((rule) => names(text, rule)).length > 2
        ? [file]
        : [],
    )
    expect(known.sort()).toEqual(Object.keys(KNOWN))
  })
})

describe('a term of a policy', () => {
  const { example, files } = section('A term of a policy')

  test('touches two files: those that name the example', () => {
    expect({ ...ownTerms, ...collectionTerms }).toHaveProperty(example)
    expect(files).toHaveLength(2)
    expect(files.toSorted()).toEqual(naming(example))
  })

  test.each(Object.keys(collectionTerms))(
    '%s of collection is written in one row, and on the page in another',
    (term) => {
      const [row = '', ofPage = ''] = files
      expect(names(code.get(row) ?? '', term)).toBe(true)
      expect(names(code.get(ofPage) ?? '', `collection.${term}`)).toBe(true)
      expect(names(code.get('src/contract/policies.ts') ?? '', term)).toBe(false)
    },
  )
})
