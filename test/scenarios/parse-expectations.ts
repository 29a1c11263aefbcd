import type { About, Expectation } from './scenario.ts'

/** The invoice last spoken of: what an expectation without a name is about. */
export type Spoken = { about: About | null }

const SUBJECT = /^(?:(customer)|(payment|credit) (\S+)|(\S+)): +/
const FIGURE = /^([a-z][a-z ]*?) +(-?\d+(?:\.\d+)?|none)(?: +|$)/
const STATUS = /^([a-z_]+)(?: +|$)/

/** Reads the columns of expectations; a name before a colon holds for the columns after it too. */
export function parseExpectations(columns: readonly string[], spoken: Spoken): Expectation[] {
  let about = spoken.about
  const found: Expectation[] = []
  for (const column of joined(columns)) {
    const subject = SUBJECT.exec(column)
    if (subject !== null) about = aboutOf(subject)
    found.push(...parseColumn(column.slice(subject?.[0].length ?? 0), about))
  }
  return found
}

/** "outstanding  70.00" is written with more blanks to make amounts stand below each other: that is one column. */
const joined = (columns: readonly string[]): string[] =>
  columns
    .join('  ')
    .split(/ {2,}(?!-?\d[\d.]*(?: |$))/)
    .filter((column) => column !== '')

function aboutOf([, customer, kind, name, invoice]: RegExpExecArray): About {
  if (customer !== undefined) return { kind: 'customer' }
  if (kind === 'payment' || kind === 'credit') return { kind, name: name ?? '' }
  return { kind: 'invoice', name: invoice ?? '' }
}

function parseColumn(column: string, about: About | null): Expectation[] {
  const says = /^says "(.+)"$/.exec(column)
  if (says !== null) return [{ kind: 'sentence', sentence: says[1] ?? '' }]
  const refused = /^refused ([a-z_]+)$/.exec(column)
  if (refused !== null) return [{ kind: 'refusal', code: refused[1] ?? '' }]
  if (about === null) throw new Error(`"${column}" does not say what it is about`)
  const found: Expectation[] = []
  for (let rest = column; rest !== ''; ) {
    const [figure, status] = [FIGURE.exec(rest), STATUS.exec(rest)]
    if (figure !== null) {
      const [, words = '', value = ''] = figure
      found.push({ kind: 'figure', about, figure: words.replaceAll(' ', '_'), value })
    } else if (status !== null) found.push({ kind: 'status', about, status: status[1] ?? '' })
    else throw new Error(`cannot read "${rest}"`)
    rest = rest.slice((figure ?? status)?.[0].length)
  }
  return found
}
