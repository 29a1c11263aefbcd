import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/**
 * Adds up what script/check and script/suite left in test/results, prints a line for each, then what failed, so that
 * the end of a long log says it all, and the sum last.
 *   node script/totals.ts SUITE… [--not-run "SUITE: why"]…
 * A suite without results counts as one failure: it did not even end. So does a file that could not be loaded, prepared
 * or cleared up, and an error outside all tests.
 */
type Total = {
  readonly name: string
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly note?: string
  /** a sentence for each that failed: where, and the first lines of why */
  readonly failures?: readonly string[]
}

type VitestReport = {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly FileReport[]
}

type FileReport = {
  readonly name: string
  readonly status: string
  readonly message: string
  readonly assertionResults: readonly TestReport[]
}

type TestReport = {
  readonly status: string
  readonly fullName: string
  readonly failureMessages: readonly string[] | null
}

const RESULTS = 'test/results'

const ofCheck = (file: string): Total => {
  const passed = readFileSync(join(RESULTS, file), 'utf8').trim() === 'passed'
  const name = file.slice('check-'.length, -'.result'.length)
  if (passed) return { name, passed: 1, failed: 0, skipped: 0 }
  const log = readFileSync(join(RESULTS, file.replace(/result$/, 'log')), 'utf8')
  return { name, passed: 0, failed: 1, skipped: 0, failures: [inShort(name, log.trim())] }
}

const ofSuite = (name: string): Total => {
  const file = join(RESULTS, `${name}.json`)
  if (!existsSync(file)) return { name, passed: 0, failed: 1, skipped: 0, note: 'left no results' }
  const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport
  const broken = report.testResults.filter(isBroken)
  const failed = report.numFailedTests + broken.length
  // an error outside all tests stands in no report, but the suite does not end well
  const isSpoilt = failed === 0 && readFileSync(join(RESULTS, `${name}.exit`), 'utf8').trim() !== '0'
  return {
    name,
    passed: report.numPassedTests,
    failed: isSpoilt ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
    ...(isSpoilt && { note: 'met an error outside its tests' }),
    ...(report.testResults.length === 0 && { note: 'has no tests' }),
    failures: report.testResults.flatMap(failuresOf),
  }
}

/** A file that could not be loaded, prepared or cleared up: its tests then count as skipped or passed. */
const isBroken = (file: FileReport): boolean =>
  file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed')

const failuresOf = (file: FileReport): string[] => {
  const at = relative('.', file.name)
  if (isBroken(file)) return [inShort(at, file.message)]
  const failed = file.assertionResults.filter((test) => test.status === 'failed')
  return failed.map((test) => inShort(`${at} > ${test.fullName}`, test.failureMessages?.join('\n') ?? ''))
}

const LINES_OF_WHY = 20
const inShort = (where: string, why: string): string => {
  const lines = stripVTControlCharacters(why).split('\n')
  const ours = lines.filter((line) => !line.includes('/node_modules/'))
  return [where, ...ours.slice(0, LINES_OF_WHY)].join('\n      ')
}

const args = process.argv.slice(2)
const notRun = args.filter((_, at) => args[at - 1] === '--not-run')
const suites = args.filter((word) => word !== '--not-run' && !notRun.includes(word))
const omitted = notRun.map((one) => one.split(':')[0])
const checks = existsSync(RESULTS) ? readdirSync(RESULTS).filter((name) => name.endsWith('.result')) : []
const totals = [...checks.map(ofCheck), ...['unit', ...suites].filter((name) => !omitted.includes(name)).map(ofSuite)]
const sum = (figure: 'passed' | 'failed' | 'skipped'): number => totals.reduce((all, total) => all + total[figure], 0)

console.log('')
for (const { name, passed, failed, skipped, note } of totals) {
  const counts = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
  console.log(`  ${name.padEnd(26)} ${counts}${note ? ` (${note})` : ''}`)
}
for (const failure of totals.flatMap((total) => total.failures ?? [])) console.log(`\n  FAILED ${failure}`)
for (const one of notRun) console.log(`  not run: ${one}`)
console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
process.exitCode = sum('failed') > 0 ? 1 : 0
