import { customerWords } from './customer-words.ts'
import { invoiceWords } from './invoice-words.ts'
import { moneyWords } from './money-words.ts'
import type { Action, Operation } from './scenario.ts'
import { pattern } from './words.ts'

const readers = [...invoiceWords, ...moneyWords, ...customerWords]

/** Reads what happens in a step; `people` are the customers of the scenario. */
export function parseAction(words: string, people: readonly string[]): Action {
  if (words === 'nothing' || words === 'again') return { kind: words }
  if (words === 'collection run') return { kind: 'collection' }
  return manyOf(words) ?? elseOf(words, people) ?? { kind: 'operation', operation: operationOf(words) }
}

function operationOf(words: string): Operation {
  for (const [regex, read] of readers) {
    const match = regex.exec(words)
    if (match !== null) return read(match.slice(1))
  }
  throw new Error(`cannot read "${words}"`)
}

/** Several operations as one, or at the same time; or one that is sent many times. */
function manyOf(words: string): Action | null {
  const [, kind, list] = /^(batch of|at once): (.+)$/.exec(words) ?? []
  if (list !== undefined)
    return { kind: kind === 'at once' ? 'at_once' : 'batch', operations: list.split('; ').map(operationOf) }
  const [, own, times] = /^(.+), sent (\d+) times at once$/.exec(words) ?? []
  return own === undefined ? null : { kind: 'repeated', operation: operationOf(own), times: Number(times) }
}

/** What is no operation of one customer as the wire names them. */
function elseOf(words: string, people: readonly string[]): Action | null {
  const [, ofClass, terms] = /^(class )?policy (.+)$/.exec(words) ?? []
  if (terms !== undefined)
    return { kind: 'policy', scope: ofClass === undefined ? 'customer' : 'class', terms: termsOf(terms) }
  const [, amount, name = '', reason = null] = pattern('moved AMOUNT to ([^"]+?) REASON').exec(words) ?? []
  if (amount !== undefined) return { kind: 'move', to: placeOf(name, people), amount, reason }
  const [, dueOn] = pattern('cancelled what waits for DAY').exec(words) ?? []
  return dueOn === undefined ? null : { kind: 'cancel', dueOn }
}

function placeOf(name: string, people: readonly string[]): number {
  const place = people.indexOf(name)
  if (place < 0) throw new Error(`there is no customer ${name}`)
  return place
}

type Terms = { [name: string]: unknown }

/** "auto_apply=false, collection.limitation_after=10": amounts are written with their fraction, days without. */
function termsOf(text: string): Terms {
  const terms: Terms = {}
  for (const part of text.split(', ')) {
    const [path = '', value = ''] = part.split('=')
    const names = path.split('.')
    const last = names.pop() ?? ''
    const inner = names.reduce<Terms>((under, name) => {
      under[name] ??= {}
      return under[name] as Terms
    }, terms)
    inner[last] = termOf(last, value)
  }
  return terms
}

function termOf(name: string, value: string): unknown {
  if (name === 'messages') return value.split(',')
  if (/^(true|false|null|\d+)$/.test(value)) return JSON.parse(value)
  return value
}
