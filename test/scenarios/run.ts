import type { About, Expectation, Look, Scenario, Step } from './scenario.ts'

/** The two dials of a look back: the end of a day, and the payment before whose receipt it is known. */
export type Dials = Pick<Look, 'asOf' | 'knownBefore'>

/** What a step came to: the sentences that it added to the trail (days evaluated before it included), or a refusal. */
export type Outcome = { readonly sentences: readonly string[] } | { readonly refused: string }

/** A scenario being played on one of the products. Values are written as on the wire; dials null: as of now. */
export type Play = {
  readonly step: (step: Step) => Promise<Outcome>
  readonly figure: (about: About, figure: string, dials: Dials | null) => Promise<string>
  readonly status: (about: About, dials: Dials | null) => Promise<string>
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
    const refused = 'refused' in outcome ? outcome.refused : null
    if (refused !== null && !line.expectations.some((one) => one.kind === 'refusal')) said(`refused: ${refused}`)
    for (const expected of line.expectations) {
      const found = await look(playing, expected, outcome, line.kind === 'look' ? line : null)
      if (found !== null) said(found)
    }
  }
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
      return differs('refusal', 'refused' in outcome ? outcome.refused : 'none', expected.code)
    case 'sentence': {
      const sentences = 'sentences' in outcome ? outcome.sentences : []
      return sentences.some((one) => isSaid(one, expected.sentence))
        ? null
        : `nobody says "${expected.sentence}"; said was ${JSON.stringify(sentences)}`
    }
  }
}

const differs = (what: string, is: string, expected: string): string | null =>
  is === expected ? null : `${what} is ${is} instead of ${expected}`

/** "xDR id ?" stands for an id that the ledger gave. */
const isSaid = (sentence: string, expected: string): boolean =>
  sentence === expected || sentence.replace(/xDR id \d+/, 'xDR id ?') === expected

const nameOf = (about: About): string => (about.kind === 'customer' ? 'the customer' : `${about.kind} ${about.name}`)
