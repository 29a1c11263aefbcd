import type { About, Expectation } from './scenario.ts'

/** The invoice last spoken of (what an expectation without a name is about), the customers, and whose things are. */
export type Spoken = { about: About | null; people: readonly string[]; owners: Map<string, number> }

const SUBJECT = /^(?:(customer)|(payment|credit note|credit|dispute) (\S+)|([^:"]+)): +/
const FIGURE = /^([a-z][a-z ]*?) +(-?\d+(?:\.\d+)?|none|\d{4}-\d{2}-\d{2})(?: +|$)/
const STATUS = /^([a-z_]+)(?: +|$)/
const COLLECTION = /^(do_not_collect|collect)(?: +|$)/

/** Reads the columns of expectations; a name before a colon holds for the columns after it too. */
export function parseExpectations(columns: readonly string[], spoken: Spoken): Expectation[] {
  let about = spoken.about
  const found: Expectation[] = []
  for (const column of joined(columns)) {
    const subject = SUBJECT.exec(column)
    if (subject !== null) about = aboutOf(subject, spoken)
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

const kinds = { payment: 'payment', credit: 'credit', 'credit note': 'credit_note', dispute: 'dispute' } as const

function aboutOf([, customer, word, name = '', other = '']: RegExpExecArray, { people, owners }: Spoken): About {
  if (customer !== undefined) return { kind: 'customer', of: 0 }
  const kind = kinds[word as keyof typeof kinds] ?? 'invoice'
  if (word !== undefined) return { kind, name, of: owners.get(`${kind} ${name}`) ?? 0 }
  const person = people.indexOf(other)
  if (person >= 0) return { kind: 'customer', of: person }
  return { kind: 'invoice', name: other, of: owners.get(`invoice ${other}`) ?? 0 }
}

function parseColumn(column: string, about: About | null): Expectation[] {
  const trailed = parseTrail(column)
  if (trailed !== null) return [trailed]
  if (about === null) throw new Error(`"${column}" does not say what it is about`)
  const found: Expectation[] = []
  for (let rest = column; rest !== ''; ) {
    const [collection, figure, status] = [COLLECTION.exec(rest), FIGURE.exec(rest), STATUS.exec(rest)]
    if (collection !== null)
      found.push({ kind: 'figure', about, figure: 'collection_status', value: collection[1] ?? '' })
    else if (figure !== null) {
      const [, words = '', value = ''] = figure
      found.push({ kind: 'figure', about, figure: words.replaceAll(' ', '_'), value })
    } else if (status !== null) found.push({ kind: 'status', about, status: status[1] ?? '' })
    else throw new Error(`cannot read "${rest}"`)
    rest = rest.slice((collection ?? figure ?? status)?.[0].length)
  }
  return found
}

/** What the trail must say, or what was refused; null for a figure or status. */
function parseTrail(column: string): Expectation | null {
  const says = /^says "(.+)"$/.exec(column)
  if (says !== null) return { kind: 'sentence', sentence: says[1] ?? '' }
  const refused = /^refused ([a-z_]+)$/.exec(column)
  if (refused !== null) return { kind: 'refusal', code: refused[1] ?? '' }
  const silence = /^no message(?: ([a-z_]+))?$/.exec(column)
  if (silence !== null) return { kind: 'silence', what: silence[1] ?? null }
  const message = /^(?:message|decision) ([a-z_]+) (queued|withheld)(?: ([a-z_]+))?$/.exec(column)
  if (message === null) return null
  return { kind: 'message', what: message[1] ?? '', outcome: message[2] ?? '', because: message[3] ?? null }
}
