import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Adds up what script/check and script/suite left in test/results, prints a line for each and the sum last.
 *   node script/totals.ts SUITE… [--not-run "SUITE: why"]
 * A suite without results counts as one failure: it did not even end. So does a file that could not be loaded.
 */
type Total = {
  readonly name: string
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly note?: string
}

type VitestReport = {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[]
}

const RESULTS = 'test/results'

const ofCheck = (file: string): Total => {
  const passed = readFileSync(join(RESULTS, file), 'utf8').trim() === 'passed'
  return {
    name: file.slice('check-'.length, -'.result'.length),
    passed: passed ? 1 : 0,
    failed: passed ? 0 : 1,
    skipped: 0,
  }
}

const ofSuite = (name: string): Total => {
  const file = join(RESULTS, `${name}.json`)
  if (!existsSync(file)) return { name, passed: 0, failed: 1, skipped: 0, note: 'left no results' }
  const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport
  const broken = report.testResults.filter((test) => test.status === 'failed' && test.assertionResults.length === 0)
  return {
    name,
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
    ...(report.testResults.length === 0 && { note: 'has no tests' }),
  }
}

const [suites, [, notRun]] = (() => {
  const args = process.argv.slice(2)
  const at = args.indexOf('--not-run')
  return at < 0 ? [args, []] : [args.slice(0, at), args.slice(at)]
})()
const omitted = notRun?.split(':')[0]
const checks = existsSync(RESULTS) ? readdirSync(RESULTS).filter((name) => name.endsWith('.result')) : []
const totals = [...checks.map(ofCheck), ...['unit', ...suites].filter((name) => name !== omitted).map(ofSuite)]
const sum = (figure: 'passed' | 'failed' | 'skipped'): number => totals.reduce((all, total) => all + total[figure], 0)

console.log('')
for (const { name, passed, failed, skipped, note } of totals) {
  const counts = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
  console.log(`  ${name.padEnd(26)} ${counts}${note ? ` (${note})` : ''}`)
}
if (notRun) console.log(`  not run: ${notRun}`)
console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
process.exitCode = sum('failed') > 0 ? 1 : 0
