import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { faultsOf, isLater, sectionsOf } from '../script/changelog.ts'

/** The rule of CHANGELOG.md that CONTRIBUTING states. */

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
const changelog = readFileSync('CHANGELOG.md', 'utf8')

test('CHANGELOG.md has a section a version, the newest first, and that of package.json or the next one on top', () => {
  expect(faultsOf(changelog, version)).toEqual([])
})

/** What callers and operators meet: what they send and get, the shape of the database, the commands. */
const MET = ['docs/api/openapi.json', 'src/store/migrations', 'src/cli', 'src/contract']

/** What git says, or null where there is no history to ask. */
function git(...args: string[]): string | null {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return null
  }
}

test('what callers meet has not changed since the last release without a section that is not released yet', () => {
  const tag = git('describe', '--tags', '--abbrev=0', '--match', 'v*')
  const changed = tag === null ? [] : (git('diff', '--name-only', tag, '--', ...MET) ?? '').split('\n').filter(Boolean)
  expect(sectionsOf(changelog)[0]?.on === null ? [] : changed).toEqual([])
})

const text = (...headings: string[]): string =>
  ['# Changelog', ...headings.map((one) => `## ${one}\n\n- Something.\n`)].join('\n\n')

test.each([
  ['what is to come above what was', text('0.2.0, not released yet', '0.1.0, 2026-01-02'), []],
  ['what was released alone', text('0.1.0, 2026-01-02'), []],
  ['a section of another version', text('0.0.9, 2026-01-02'), [/not that of 0\.1\.0/]],
  ['one that says nothing', '# Changelog\n\n## 0.1.0, not released yet\n', [/nothing is said about 0\.1\.0/]],
  [
    'a version above a later one',
    text('0.1.0, not released yet', '0.10.0, 2026-01-02'),
    [/0\.1\.0 stands above 0\.10\.0/],
  ],
  ['days in another order', text('0.1.0, 2026-01-02', '0.0.9, 2026-01-03'), [/0\.1\.0 was released before 0\.0\.9/]],
  [
    'two that are not released',
    text('0.2.0, not released yet', '0.1.0, not released yet'),
    [/0\.1\.0 is not the first, and not released/],
  ],
])('%s', (_, made, faults) => {
  expect(faultsOf(made, '0.1.0')).toEqual(faults.map((one) => expect.stringMatching(one)))
})

test('a heading that is none is told', () => {
  expect(() => sectionsOf(text('Unreleased'))).toThrow(/"## Unreleased" is no heading/)
})

test('versions are compared by their numbers', () => {
  expect([isLater('0.10.0', '0.9.1'), isLater('1.0.0', '1.0.0'), isLater('0.9.1', '0.10.0')]).toEqual([
    true,
    false,
    false,
  ])
})
