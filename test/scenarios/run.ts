import type { Code } from '../../src/engine/events/slots.ts'
import { codeWords } from '../../src/engine/explain/codes.ts'
import type { About, Expectation, Look, Scenario, Step } from './scenario.ts'

/** The two dials of a look back. */
export type Dials = Pick<Look, 'asOf' | 'known'>

/** What a step came to: the sentences that it added to the trail (days evaluated before it included), or a refusal. */
export type Outcome = { readonly sentences: readonly string[]; readonly refused?: string }

/** A scenario being played on one of the products. Values are written as on the wire; dials null: as of now. */
export type Play = {
  readonly step: (step: Step) => Promise<Outcome>
  readonly figure: (about: About, figure: string, dials: Dials | null) => Promise<string>
  readonly status: (about: About, dials: Dials | null) => Promise<string>
  /** what is looked at once, when the last line has been played: it fails where something is broken */
  readonly end?: () => Promise<void>
}

/** Something that a scenario can be played on. */
export type Stage = { readonly open: (scenario: Scenario) => Promise<Play> }

/** Plays a scenario and answers what was otherwise than the text says: nothing when it holds. */
export async function play(stage: Stage, scenario: Scenario): Promise<string[]> {
  const wrong: string[] = []
  const playing = await stage.open(scenario)
  for (const line of scenario.lines) {
    const said = (what: string): void => void wrong.push(`${scenario.file}:${line.line}: ${what}`)
    const outcome = line.kind === 'step' ? await playing.step(line) : { sentences: [] }
    const { refused } = outcome
    if (refused !== undefined && !line.expectations.some((one) => one.kind === 'refusal')) said(`refused: ${refused}`)
    for (const expected of line.expectations) {
      const found = await look(playing, expected, outcome, line.kind === 'look' ? line : null).catch(String)
      if (found !== null) said(found)
    }
  }
  await playing.end?.()
  return wrong
}

async function look(
  playing: Play,
  expected: Expectation,
  outcome: Outcome,
  dials: Dials | null,
): Promise<string | null> {
  switch (expected.kind) {
    case 'figure': {
      const value = await playing.figure(expected.about, expected.figure, dials)
      return differs(`${expected.figure} of ${nameOf(expected.about)}`, value, expected.value)
    }
    case 'status':
      return differs(
        `status of ${nameOf(expected.about)}`,
        await playing.status(expected.about, dials),
        expected.status,
      )
    case 'refusal':
      return differs('refusal', outcome.refused ?? 'none', expected.code)
    default:
      return lookAtTrail(expected, outcome.sentences)
  }
}

type OfTrail = Extract<Expectation, { kind: 'sentence' | 'message' | 'silence' }>

function lookAtTrail(expected: OfTrail, sentences: readonly string[]): string | null {
  const said = JSON.stringify(sentences)
  if (expected.kind === 'sentence')
    return sentences.some((one) => isSaid(one, expected.sentence))
      ? null
      : `nobody says "${expected.sentence}"; said was ${said}`
  if (expected.kind === 'message') {
    const { what, outcome, because } = expected
    const reason = because === null ? '[:.]' : `: ${escaped(wordsOf(because))}`
    const told = new RegExp(`^${wordsOf(what)}${ABOUT} ${outcome}${reason}`, 'i')
    return sentences.some((one) => told.test(one)) ? null : `no ${what} ${outcome} ${because}; said was ${said}`
  }
  const some = expected.what === null ? '.+?' : wordsOf(expected.what)
  const told = new RegExp(`^${some}${ABOUT} (?:queued|withheld)\\b`, 'i')
  const found = sentences.find((one) => told.test(one))
  return found === undefined ? null : `somebody says "${found}"`
}

const ABOUT = '(?: for (?:invoice|payment) \\S+)?'
const escaped = (words: string): string => words.replace(/[.()]/g, '\\$&')

function wordsOf(code: string): string {
  const words = codeWords[code as Code]
  if (words === undefined) throw new Error(`there is no code ${code}`)
  return words
}

const differs = (what: string, is: string, expected: string): string | null =>
  is === expected ? null : `${what} is ${is} instead of ${expected}`

/** "xDR id ?" stands for an id that the ledger gave. */
const isSaid = (sentence: string, expected: string): boolean =>
  sentence === expected || sentence.replace(/xDR id \d+/, 'xDR id ?') === expected

const nameOf = (about: About): string => (about.kind === 'customer' ? 'the customer' : `${about.kind} ${about.name}`)
