import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

/** The sum of all results says so when something failed, whatever failed. */

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whence-totals-'))
  mkdirSync(join(folder, 'test/results'), { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (name: string, text: string): void => writeFileSync(join(folder, 'test/results', name), text)

type Made = { readonly status: string; readonly tests: readonly string[]; readonly exit?: number }

/** What a suite of one file leaves. */
function left(name: string, { status, tests, exit = status === 'passed' ? 0 : 1 }: Made): void {
  const count = (one: string): number => tests.filter((result) => result === one).length
  const assertionResults = tests.map((one, at) => ({
    status: one,
    fullName: `test ${at}`,
    failureMessages: one === 'failed' ? ['it is so\n    at /x/node_modules/vitest/run.js:1'] : [],
  }))
  const file = { name: join(folder, 'a.spec.ts'), status, message: 'no database', assertionResults }
  const counts = { numPassedTests: count('passed'), numFailedTests: count('failed'), numPendingTests: count('skipped') }
  write(`${name}.json`, JSON.stringify({ ...counts, numTodoTests: 0, testResults: [file] }))
  write(`${name}.exit`, `${exit}\n`)
}

function totals(...suites: string[]): { readonly code: number | null; readonly said: string; readonly last: string } {
  const { status, stdout } = spawnSync(process.execPath, [resolve('script/totals.ts'), ...suites], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { code: status, said: stdout, last: stdout.trim().split('\n').at(-1) ?? '' }
}

test('what passed and failed is summed up, and each failure is told before the sum', () => {
  left('unit', { status: 'passed', tests: ['passed', 'passed'] })
  left('store', { status: 'failed', tests: ['passed', 'failed'] })
  write('check-types.result', 'passed\n')
  write('check-lint.result', 'failed\n')
  write('check-lint.log', 'a line is too long\n')
  const { code, said, last } = totals('store')
  expect([code, last]).toEqual([1, '4 passed, 2 failed'])
  expect(said).toContain('FAILED lint\n      a line is too long\n')
  expect(said).toContain('FAILED a.spec.ts > test 1\n      it is so\n')
  expect(said).not.toContain('node_modules')
})

test('all is well only when every suite ended well', () => {
  left('unit', { status: 'passed', tests: ['passed'] })
  left('store', { status: 'passed', tests: ['passed', 'skipped'] })
  expect(totals('store')).toMatchObject({ code: 0, last: '2 passed, 0 failed' })
  expect(totals('store', 'api')).toMatchObject({ code: 1, last: '2 passed, 1 failed' })
})

test('a file that could not be prepared or cleared up has failed, though none of its tests did', () => {
  left('unit', { status: 'failed', tests: ['skipped', 'skipped'] })
  const { code, said, last } = totals()
  expect([code, last]).toEqual([1, '0 passed, 1 failed'])
  expect(said).toContain('FAILED a.spec.ts\n      no database')
  left('unit', { status: 'failed', tests: ['passed'] })
  expect(totals()).toMatchObject({ code: 1, last: '1 passed, 1 failed' })
})

test('an error outside all tests is a failure', () => {
  left('unit', { status: 'passed', tests: ['passed'], exit: 1 })
  expect(totals()).toMatchObject({ code: 1, last: '1 passed, 1 failed' })
})

test('what was not run is said, is none of the sum, and is no failure, however much it is', () => {
  left('unit', { status: 'passed', tests: ['passed'] })
  const { code, said, last } = totals(
    'e2e',
    'distributed',
    '--not-run',
    'e2e: no browser',
    '--not-run',
    'distributed: one node',
  )
  expect([code, last]).toEqual([0, '1 passed, 0 failed'])
  expect(said).toContain('  not run: e2e: no browser\n  not run: distributed: one node\n')
  expect(totals('e2e', 'distributed', '--not-run', 'e2e: no browser')).toMatchObject({
    code: 1,
    last: '1 passed, 1 failed',
  })
})
