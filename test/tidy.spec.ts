import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'

/** The house rules that a lint rule does not hold; how long a function may be stands in biome.json. */

const MAX_LINES = 250

/** Longer files and the reason each is better whole. */
const LONG: Record<string, string> = {}

const code = globSync(['src/**/*.{ts,tsx,css}', 'test/**/*.{ts,tsx}', 'script/*', '.ci/*', '*.config.ts'], {
  exclude: (path) => /node_modules|test\/results|test\/bench\/results/.test(String(path)),
}).filter((file) => file !== 'test/tidy.spec.ts')
const prose = globSync(['*.md', 'docs/**/*.md', 'src/**/*.{md,sql,html}', 'test/**/*.md', '.npmrc', '*.json'])
const read = (file: string): string => readFileSync(file, 'utf8')
const lines = (file: string): number => read(file).trimEnd().split('\n').length
const containing = (files: readonly string[], text: RegExp): string[] => files.filter((file) => text.test(read(file)))

test(`no file is longer than ${MAX_LINES} lines without a reason`, () => {
  const long = code.filter((file) => lines(file) > MAX_LINES)
  expect(long.filter((file) => !LONG[file]).map((file) => `${file}: ${lines(file)}`)).toEqual([])
  expect(Object.keys(LONG).filter((file) => !long.includes(file))).toEqual([])
})

test('a file is named by what it is about', () => {
  const empty = /(?:^|[-.])(?:managers?|helpers?|utils?|processors?|misc|common|info|stuff)(?:[-.]|$)/i
  expect(code.filter((file) => empty.test(basename(file)))).toEqual([])
})

test('a type is named by what it is', () => {
  expect(containing(code, /\b(?:type|interface|class) \w*(?:Manager|Helper|Utils?|Processor|Data|Info)\b/)).toEqual([])
})

test('file names are lower case with hyphens', () => {
  expect(code.filter((file) => !/^[a-z0-9$_-]+(?:\.[a-z0-9]+)*$/.test(basename(file)))).toEqual([])
})

test('nothing is left for later, skipped or silenced', () => {
  expect(containing(code, /\b(?:TODO|FIXME)\b/)).toEqual([])
  expect(containing(code, /\b(?:test|it|describe)\.(?:skip|only|todo|fails)\b/)).toEqual([])
  expect(containing(code, /@ts-(?:ignore|nocheck|expect-error)/)).toEqual([])
})

test('each folder of src introduces itself: what it is, what it owns', () => {
  const folders = globSync('src/*/').map((folder) => folder.replace(/\/$/, ''))
  expect(folders.filter((folder) => !existsSync(`${folder}/README.md`))).toEqual([])
  const introduces = (text: string): boolean => /^# \S/.test(text) && /\bowns?\b/i.test(text)
  expect(folders.filter((folder) => !introduces(read(`${folder}/README.md`)))).toEqual([])
})

/** Files that hand a list to a call as its arguments, and why it is never long. */
const SHORT: Record<string, string> = {
  'src/service/time/day-by-day.ts': 'two days',
  'src/service/ledger/lanes.ts': 'what waits for one customer in a lane',
  'src/service/read/audit/glass.ts': 'the references of one event',
  'src/service/read/lists/list-messages.ts': 'the messages of a page',
}

test('no list of any length is handed to a call as its arguments: engine/many.ts has what is needed instead', () => {
  const spread = /(?:\.(?:push|unshift)|Math\.(?:max|min)|\.from(?:CharCode|CodePoint))\((?:[^{}[\]()]*, )?\.\.\./
  const found = containing(
    globSync('src/{api,cli,engine,service,store}/**/*.ts').filter((file) => !file.endsWith('.spec.ts')),
    spread,
  )
  expect(found.sort()).toEqual(Object.keys(SHORT).sort())
})

test('what a test starts ends with it: product/launched.ts sees to that', () => {
  expect(containing(globSync('test/**/*.ts'), /\bspawn\(/)).toEqual(['test/product/launched.ts'])
})

test('nothing names the machine it was written on', () => {
  const ofPeople = /(?<![\w.})*])\/(?:home|Users|root|work|workspace)\/[a-z]/
  const all = [...code, ...prose]
  expect(containing(all, ofPeople)).toEqual([])
  expect(all.filter((file) => read(file).includes(process.cwd()))).toEqual([])
})

test('the lock files name hashes, and no place to download from', () => {
  expect(
    containing(['package-lock.json', 'test/mutation/package-lock.json', '.npmrc'], /"resolved"|^registry/m),
  ).toEqual([])
})

test('the lock file is whole for every platform, without which npm ci refuses it', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>
  }
  const wanted = Object.entries(packages).flatMap(([at, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).map((name) => ({ at, name })),
  )
  const has = (at: string, name: string): boolean =>
    `node_modules/${name}` in packages || `${at}/node_modules/${name}` in packages
  expect(wanted.filter(({ at, name }) => !has(at, name))).toEqual([])
})

test('versions are exact', () => {
  const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>
  const versions = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
    Object.entries(manifest[kind] ?? {}),
  )
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([])
})
