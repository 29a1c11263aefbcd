import { basename } from 'node:path'
import { parseAction } from './parse-action.ts'
import { parseExpectations, type Spoken } from './parse-expectations.ts'
import type { Expectation, Look, Scenario, Step } from './scenario.ts'

type Open = { title: string; customer: Scenario['customer'] | null; lines: (Step | Look)[]; spoken: Spoken }

/** Reads the scenarios of a text; throws with file and line where it cannot be read, for a test must not skip a line. */
export function parseScenarios(text: string, path: string): Scenario[] {
  const file = basename(path)
  const open: Open[] = []
  for (const [at, raw] of text.split('\n').entries()) {
    const line = raw.trimEnd()
    if (line === '' || line.startsWith('>')) continue
    try {
      readLine(open, line, at + 1)
    } catch (error) {
      throw new Error(`${file}:${at + 1}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return open.map(({ title, customer, lines }) => {
    if (customer === null) throw new Error(`${file}: "${title}" has no customer`)
    return { title, file, customer, lines }
  })
}

function readLine(open: Open[], line: string, at: number): void {
  if (line.startsWith('# ')) {
    open.push({ title: line.slice(2), customer: null, lines: [], spoken: { about: null } })
    return
  }
  const scenario = open.at(-1)
  if (scenario === undefined) throw new Error('a scenario begins with "# title"')
  if (line.startsWith('customer ')) scenario.customer = parseCustomer(line.slice('customer '.length))
  else if (line.startsWith(' ')) continued(scenario, parseExpectations(columns(line.trim()), scenario.spoken))
  else if (line.startsWith('as of ')) scenario.lines.push(parseLook(line, at, scenario.spoken))
  else scenario.lines.push(parseStep(line, at, scenario.spoken))
}

const columns = (text: string): string[] => text.split(/ {2,}/)

function continued(scenario: Open, more: Expectation[]): void {
  const last = scenario.lines.pop()
  if (last === undefined) throw new Error('nothing to continue')
  scenario.lines.push({ ...last, expectations: [...last.expectations, ...more] })
}

function parseCustomer(text: string): Scenario['customer'] {
  const [name, currency, ...rest] = text.split(', ')
  if (name === undefined || currency === undefined) throw new Error('a customer has a name and a currency')
  const limit = rest.find((one) => one.startsWith('credit limit '))
  const known = (one: string): boolean => one.includes('@') || one.includes('/') || one === 'UTC' || one === limit
  const strange = rest.find((one) => !known(one))
  if (strange !== undefined) throw new Error(`"${strange}" is no zone, address or credit limit`)
  return {
    name,
    currency,
    timeZone: rest.find((one) => one.includes('/')) ?? 'UTC',
    email: rest.find((one) => one.includes('@')) ?? null,
    creditLimit: limit?.slice('credit limit '.length) ?? null,
  }
}

const LOOK = /^as of (\d{4}-\d{2}-\d{2})(?:, known before payment (\S+))?$/

function parseLook(line: string, at: number, spoken: Spoken): Look {
  const [head = '', ...rest] = columns(line)
  const match = LOOK.exec(head)
  if (match === null) throw new Error(`cannot read "${head}"`)
  const expectations = parseExpectations(rest, spoken)
  return { kind: 'look', line: at, asOf: match[1] ?? '', knownBefore: match[2] ?? null, expectations }
}

const TAIL = /^(.*?)(?:, counts on (\d{4}-\d{2}-\d{2}))?(?: \(([^)]+)\))?$/

function parseStep(line: string, at: number, spoken: Spoken): Step {
  const [on = '', what = '', ...rest] = columns(line)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(on)) throw new Error(`"${on}" is no day`)
  const [, words = '', effectiveOn = null, reference = null] = TAIL.exec(what) ?? []
  const action = parseAction(words)
  if ('invoice' in action && action.invoice !== null) spoken.about = { kind: 'invoice', name: action.invoice }
  const expectations = parseExpectations(rest, spoken)
  return { kind: 'step', line: at, on, action, effectiveOn, reference, expectations }
}
