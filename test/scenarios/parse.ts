import { basename } from 'node:path'
import { parseAction } from './parse-action.ts'
import { parseCustomer } from './parse-customer.ts'
import { parseExpectations, type Spoken } from './parse-expectations.ts'
import type { Action, Expectation, Look, Operation, Person, Scenario, Step } from './scenario.ts'

type Open = { title: string; customers: Person[]; lines: (Step | Look)[]; spoken: Spoken }

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
  return open.map(({ title, customers, lines }) => {
    if (customers.length === 0) throw new Error(`${file}: "${title}" has no customer`)
    return { title, file, customers, lines }
  })
}

function readLine(open: Open[], line: string, at: number): void {
  if (line.startsWith('# ')) {
    const spoken: Spoken = { about: null, people: [], owners: new Map() }
    open.push({ title: line.slice(2), customers: [], lines: [], spoken })
    return
  }
  const scenario = open.at(-1)
  if (scenario === undefined) throw new Error('a scenario begins with "# title"')
  if (line.startsWith('customer ') && scenario.lines.length === 0) {
    scenario.customers.push(parseCustomer(line.slice('customer '.length)))
    scenario.spoken.people = scenario.customers.map(({ name }) => name)
  } else if (line.startsWith(' ')) continued(scenario, parseExpectations(columns(line.trim()), scenario.spoken))
  else if (line.startsWith('as of ')) scenario.lines.push(parseLook(line, at, scenario.spoken))
  else scenario.lines.push(parseStep(line, at, scenario.spoken))
}

const columns = (text: string): string[] => text.split(/ {2,}/)

function continued(scenario: Open, more: Expectation[]): void {
  const last = scenario.lines.pop()
  if (last === undefined) throw new Error('nothing to continue')
  scenario.lines.push({ ...last, expectations: [...last.expectations, ...more] })
}

const MOMENT = '\\d{4}-\\d{2}-\\d{2}(?:T\\d{2}:\\d{2})?'
const LOOK = new RegExp(`^as of (${MOMENT})(?:, known (before payment \\S+|on \\d{4}-\\d{2}-\\d{2}))?$`)

function parseLook(line: string, at: number, spoken: Spoken): Look {
  const [head = '', ...rest] = columns(line)
  const match = LOOK.exec(head)
  if (match === null) throw new Error(`cannot read "${head}"`)
  const expectations = parseExpectations(rest, spoken)
  return { kind: 'look', line: at, asOf: match[1] ?? '', known: match[2] ?? null, expectations }
}

const TAIL = new RegExp(`^(.*?)(?:, counts on (${MOMENT}))?(?: \\(([^)]+)\\))?$`)

function parseStep(line: string, at: number, spoken: Spoken): Step {
  const [when = '', what = '', ...rest] = columns(line)
  if (!new RegExp(`^${MOMENT}$`).test(when)) throw new Error(`"${when}" is no day`)
  const [on = '', time = null] = when.split('T')
  const [, words = '', effectiveOn = null, reference = null] = TAIL.exec(what) ?? []
  const of = Math.max(
    0,
    spoken.people.findIndex((name) => words.startsWith(`${name}: `)),
  )
  const own = words.replace(`${spoken.people[of]}: `, '')
  const action = parseAction(own, spoken.people)
  for (const operation of operationsOf(action)) remember(spoken, operation, of)
  const expectations = parseExpectations(rest, spoken)
  return { kind: 'step', line: at, on, time, of, action, effectiveOn, reference, expectations }
}

function operationsOf(action: Action): readonly Operation[] {
  if (action.kind === 'operation' || action.kind === 'repeated') return [action.operation]
  return action.kind === 'batch' || action.kind === 'at_once' ? action.operations : []
}

const members = [
  ['invoice', 'invoice'],
  ['payment', 'payment_id'],
  ['credit_note', 'credit_note'],
  ['dispute', 'dispute_id'],
] as const

/** Keeps in mind whose the named things are, and which invoice was spoken of. */
function remember(spoken: Spoken, { body }: Operation, of: number): void {
  for (const [kind, member] of members) {
    const name = body[member]
    if (typeof name !== 'string') continue
    const key = `${kind} ${name}`
    if (!spoken.owners.has(key)) spoken.owners.set(key, of)
    if (kind === 'invoice') spoken.about = { kind, name, of: spoken.owners.get(key) ?? of }
  }
}
