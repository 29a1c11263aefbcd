import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

/** script/release in a throwaway clone, where script/test is one that passes or fails at once. */

const CHANGELOG = '# Changelog\n\n## 0.2.0, not released yet\n\n- More.\n\n## 0.1.0, 2026-01-02\n\n- Some.\n'
const person = { NAME: 'Ada', EMAIL: 'ada@example.org' }
const env = {
  ...process.env,
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((who) => Object.entries(person).map(([what, is]) => [`GIT_${who}_${what}`, is])),
  ),
}
let origin: string
let clone: string

const git = (...args: string[]): string => execFileSync('git', args, { cwd: clone, env, encoding: 'utf8' }).trim()
const read = (file: string): string => readFileSync(join(clone, file), 'utf8')
const write = (file: string, text: string): void => writeFileSync(join(clone, file), text)
const versionIn = (file: string): unknown => JSON.parse(read(file))

function writeTest(code: number): void {
  write('script/test', `#!/bin/sh\nexit ${code}\n`)
  chmodSync(join(clone, 'script/test'), 0o755)
}

function commit(): void {
  git('add', '--all')
  git('commit', '--quiet', '--message', 'All')
}

beforeEach(() => {
  origin = mkdtempSync(join(tmpdir(), 'whence-origin-'))
  clone = join(origin, 'clone')
  execFileSync('git', ['init', '--quiet', '--bare', join(origin, 'hub')])
  execFileSync('git', ['clone', '--quiet', join(origin, 'hub'), clone], { stdio: 'ignore' })
  for (const folder of ['script', 'docs/api']) mkdirSync(join(clone, folder), { recursive: true })
  for (const file of ['release', 'release.ts', 'changelog.ts', 'steps.sh'])
    cpSync(join('script', file), join(clone, 'script', file))
  // as where the packages are installed already; package-lock.json is that of the stamp
  write('package-lock.json', '{\n  "version": "0.1.0",\n  "packages": { "": { "version": "0.1.0" } }\n}\n')
  write('package.json', '{ "version": "0.1.0", "type": "module" }\n')
  write('docs/api/openapi.json', '{ "openapi": "3.1.0", "info": { "version": "0.1.0" } }\n')
  write('CHANGELOG.md', CHANGELOG)
  write('.gitignore', 'node_modules/\n')
  mkdirSync(join(clone, 'node_modules'))
  cpSync(join(clone, 'package-lock.json'), join(clone, 'node_modules/.installed-from'))
  symlinkSync(resolve('node_modules/.bin'), join(clone, 'node_modules/.bin'))
  writeTest(0)
  commit()
})
afterEach(() => rmSync(origin, { recursive: true, force: true }))

const release = () => {
  const { status, stdout, stderr } = spawnSync(join(clone, 'script/release'), { cwd: tmpdir(), env, encoding: 'utf8' })
  return { code: status, out: stdout, said: stderr }
}

test('it writes the version and the day, commits, and tags', () => {
  expect(release()).toMatchObject({
    code: 0,
    out: expect.stringContaining('Whence 0.2.0 is released here, as v0.2.0.'),
  })
  expect(versionIn('package.json')).toMatchObject({ version: '0.2.0' })
  expect(versionIn('package-lock.json')).toMatchObject({ version: '0.2.0', packages: { '': { version: '0.2.0' } } })
  expect(versionIn('docs/api/openapi.json')).toMatchObject({ openapi: '3.1.0', info: { version: '0.2.0' } })
  expect(read('CHANGELOG.md')).toMatch(/^## 0\.2\.0, \d{4}-\d{2}-\d{2}$/m)
  expect(git('describe')).toBe('v0.2.0')
  expect([git('status', '--porcelain'), git('log', '-1', '--format=%s')]).toEqual(['', 'Release 0.2.0'])
  expect(git('ls-remote', 'origin')).toBe('')
})

test.each([
  [
    'what is not committed',
    () => write('note.txt', 'x'),
    /^There are changes that are not committed; .*\n\?\? note\.txt/,
  ],
  [
    'tests that fail',
    () => {
      writeTest(1)
      commit()
    },
    /^Not everything passes, so 0\.2\.0 is not released; script\/test says above what fails\./,
  ],
  [
    'nothing to release',
    () => {
      write('CHANGELOG.md', CHANGELOG.replace('not released yet', '2026-01-03'))
      commit()
    },
    /^CHANGELOG\.md begins with no section "not released yet"; say there what changes/,
  ],
  [
    'a version that is not later',
    () => {
      write('CHANGELOG.md', CHANGELOG.replace('0.2.0', '0.0.9'))
      commit()
    },
    /^CHANGELOG\.md is not as it has to be: .*0\.0\.9 stands above 0\.1\.0/,
  ],
  ['a version that was released', () => git('tag', 'v0.2.0'), /^v0\.2\.0 is there already; /],
])('it refuses %s in a sentence, and changes nothing', (_, make, sentence) => {
  make()
  const before = [git('rev-parse', 'HEAD'), git('status', '--porcelain'), git('tag')]
  expect(release()).toEqual({ code: 1, out: '', said: expect.stringMatching(sentence) })
  expect([git('rev-parse', 'HEAD'), git('status', '--porcelain'), git('tag')]).toEqual(before)
})
