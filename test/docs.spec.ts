import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

/** What the documents promise about themselves and about the project. */

const pages = globSync(['*.md', '.github/**/*.md', 'docs/**/*.md', 'src/**/README.md', 'test/**/README.md'])
const read = (file: string): string => readFileSync(file, 'utf8')
const prose = (file: string): string => read(file).replace(/```[\s\S]*?```/g, '')

test('every link between documents leads to a file', () => {
  const broken = pages.flatMap((page) =>
    [...prose(page).matchAll(/\]\((?!https?:|#|mailto:|\/)([^)#\s]+)/g)]
      .map(([, to = '']) => join(dirname(page), to))
      .filter((to) => !existsSync(to))
      .map((to) => `${page}: ${to}`),
  )
  expect(broken).toEqual([])
})

test('every file of the project that a document names is there', () => {
  const named = /`((?:src|test|script|docs)\/[\w./-]+\.(?:ts|tsx|sql|md|txt|json)|script\/\w+)`/g
  const missing = pages.flatMap((page) =>
    [...read(page).matchAll(named)]
      .map(([, file = '']) => file)
      .filter((file) => !existsSync(file))
      .map((file) => `${page}: ${file}`),
  )
  expect(missing).toEqual([])
})

test('every threat that is stopped names the test that would see it undone', () => {
  const [, table = ''] = read('docs/security.md').split('## Who, what, and how it is stopped')
  const [rows = ''] = table.split('\n## ')
  const lines = rows.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| who | what'))
  expect(lines.length).toBeGreaterThan(10)
  expect(lines.filter((line) => !/`test\/[\w/-]+\.spec\.ts` \|$/.test(line))).toEqual([])
})

test('lines of prose have at most 120 characters', () => {
  const long = [
    'README.md',
    'ARCHITECTURE.md',
    'GLOSSARY.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    'SECURITY.md',
    ...globSync('docs/decisions/*.md'),
  ]
    .flatMap((page) =>
      prose(page)
        .split('\n')
        .map((line, at) => ({ page, line, at })),
    )
    .filter(({ line }) => [...line].length > 120 && !line.startsWith('|'))
  expect(long.map(({ page, at }) => `${page}:${at + 1}`)).toEqual([])
})

test('every decision stands in the list of decisions, by its number and title', () => {
  const index = read('docs/decisions/README.md')
  const files = globSync('docs/decisions/[0-9]*.md').sort()
  const missing = files.filter((file) => {
    const [, no, title] = /^# (\d{4}) (.+)$/m.exec(read(file)) ?? []
    const name = file.split('/').at(-1) ?? ''
    return !name.startsWith(`${no}-`) || !index.includes(`[${no}](${name}) | ${title} |`)
  })
  expect(missing).toEqual([])
  expect(index.match(/^\| \[\d{4}\]/gm)).toHaveLength(files.length)
})

test('every package that is depended on has a line that says why, and no other has', () => {
  const wanted = ['package.json', 'test/mutation/package.json']
    .map((file) => JSON.parse(read(file)) as Record<string, Record<string, string>>)
    .flatMap((manifest) =>
      ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) => Object.keys(manifest[kind] ?? {})),
    )
    .filter((name) => !name.startsWith('@types/'))
  const rows = [...read('docs/decisions/0005-dependencies.md').matchAll(/^\| ([^|]+) \|/gm)].slice(1)
  const named = rows.flatMap(([, names = '']) => expanded(names)).filter((name) => /^[@a-z]/.test(name))
  expect(named.filter((name) => name !== '@types/*').sort()).toEqual(wanted.sort())
})

/** "@tanstack/{react-query,react-router}, zod" names three packages. */
function expanded(names: string): string[] {
  const plain = names.replace(/(\S*)\{([^}]+)\}/g, (_, before: string, inner: string) =>
    inner
      .split(',')
      .map((one) => `${before}${one}`)
      .join(', '),
  )
  return plain.split(',').map((name) => name.trim())
}

test('the glossary has the words of the field', () => {
  const words = `customer xDR ledger figure effect formula event change record cause chain operation allocation adjustment
    credit note write-off collection as of known at refusal actor reason reference`
  const glossary = read('GLOSSARY.md').toLowerCase()
  const missing = words
    .replace(/credit note|as of|known at/g, (words) => words.replace(' ', '_'))
    .split(/\s+/)
    .map((word) => word.replace('_', ' ').toLowerCase())
    .filter((word) => !new RegExp(`\\*\\*[^*]*${word}|\\*${word}`).test(glossary))
  expect(missing).toEqual([])
})
