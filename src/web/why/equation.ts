import type { Explanation, Term } from '../../contract/answers.ts'
import { isAmount, isNegative, isZero, negate, shown, size } from '../ui/amount.ts'

/** A term as it counts: its sign and its value made one. */
export const signedValue = (term: Term): string =>
  term.sign === '-' && isAmount(term.value) ? negate(term.value) : term.value

const counts = (term: Term): boolean => !isAmount(term.value) || !isZero(term.value)

/** The terms that are not zero. */
export const nonZero = (terms: readonly Term[]): readonly Term[] => terms.filter(counts)

/** The terms that are zero. */
export const zero = (terms: readonly Term[]): readonly Term[] => terms.filter((term) => !counts(term))

export type Part = { readonly operator: '' | '+' | '−'; readonly value: string; readonly term: Term }

/** The one-line equation: `100.00 total − 30.00 adjusted − 60.00 paid`. */
export const partsOf = (terms: readonly Term[]): readonly Part[] =>
  nonZero(terms).map((term, n) => {
    const value = signedValue(term)
    const operator = isNegative(value) ? '−' : n === 0 ? '' : '+'
    return { operator, value: size(value), term }
  })

/** The terms that say most: those of the only invoice where the sum has one part, else those of the formula itself. */
export const telling = (terms: readonly Term[]): readonly Term[] => {
  const [only, ...others] = nonZero(terms)
  return only?.terms !== undefined && others.length === 0 && nonZero(only.terms).length > 1 ? only.terms : terms
}

/** The equation as text. */
export const equationText = (why: Explanation): string => {
  const parts = partsOf(telling(why.terms)).map(
    (part) => `${part.operator}${part.operator === '' ? '' : ' '}${part.value} ${part.term.label}`,
  )
  return `${parts.join(' ')} = ${shown(why.value)}`
}

/** The root of the chain that a record belongs to: chains are unbroken runs of records. */
export const rootOf = (why: Explanation, seq: number): number =>
  Math.max(...why.chain.filter((link) => link.root_seq <= seq).map((link) => link.root_seq), 0) || seq
