import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { dated, faultsOf, sectionsOf } from './changelog.ts'

/**
 * The steps of script/release, in the folder of the project: a release is a commit that names its version and its day, with a
 * tag on it. Each refusal is a sentence that says what to do, and leaves everything as it was.
 */

const CHANGELOG = 'CHANGELOG.md'
const ALL_TESTS = 'script/test'
/** Where the version stands beside package.json: in each JSON file, the places that name it. */
const NAMED = { 'package-lock.json': [[], ['packages', '']], 'docs/api/openapi.json': [['info']] } as const

const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim()

function refuse(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}

type Json = { [name: string]: Json } & { version: string }
const read = (file: string): Json => JSON.parse(readFileSync(file, 'utf8')) as Json
/** How far the lines of a file are set in, by its first one. */
const indentOf = (file: string): string => /^{\n( +)/.exec(readFileSync(file, 'utf8'))?.[1] ?? '  '

function writeVersion(file: string, places: readonly (readonly string[])[], version: string): void {
  const whole = read(file)
  for (const place of places) {
    const at = place.reduce<Json | undefined>((part, name) => part?.[name], whole)
    if (at === undefined) throw new Error(`${file} has no ${place.join('.')}`)
    at.version = version
  }
  writeFileSync(file, `${JSON.stringify(whole, null, indentOf(file))}\n`)
}

/** The version that is to be released; refuses where there is none, or its section says nothing. */
function versionToRelease(changelog: string): string {
  const [first] = sectionsOf(changelog)
  if (first === undefined || first.on !== null)
    refuse(`${CHANGELOG} begins with no section "not released yet"; say there what changes, and under which version.`)
  const faults = faultsOf(changelog, read('package.json').version)
  if (faults.length > 0) refuse(`${CHANGELOG} is not as it has to be: ${faults.join('; ')}.`)
  return first.version
}

const changes = git('status', '--porcelain')
if (changes !== '') refuse(`There are changes that are not committed; commit them or put them aside:\n${changes}`)
const changelog = readFileSync(CHANGELOG, 'utf8')
const version = versionToRelease(changelog)
const tag = `v${version}`
if (git('tag', '--list', tag) !== '')
  refuse(`${tag} is there already; give the section of ${CHANGELOG} the next version.`)
if (spawnSync(ALL_TESTS, { stdio: 'inherit' }).status !== 0)
  refuse(`Not everything passes, so ${version} is not released; script/test says above what fails.`)
if (git('status', '--porcelain') !== '') refuse('The tests have changed files; look at git status, and commit or undo.')

writeVersion('package.json', [[]], version)
for (const [file, places] of Object.entries(NAMED)) writeVersion(file, places, version)
writeFileSync(CHANGELOG, dated(changelog, version, new Date().toISOString().slice(0, 10)))
git('commit', '--all', '--quiet', '--message', `Release ${version}`)
git('tag', '--annotate', '--message', `Whence ${version}`, tag)
console.log(`Whence ${version} is released here, as ${tag}. To publish it: git push --follow-tags`)
