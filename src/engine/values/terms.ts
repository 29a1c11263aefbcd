import { type Ref, theCustomer } from '../figures/base.ts'
import type { Sign } from '../figures/formula-rows.ts'
import type { FigureName } from '../figures/names.ts'
import type { Customer } from '../state/customer.ts'
import type { Day } from '../time.ts'

/** What a rule adds up, on a day in the customer's zone; null: it has no value. */
export type Rule = (customer: Customer, ref: Ref, today: Day) => readonly Part[] | null

/** A term, or a figure whose value is worked out by whoever asks for the sum: so no rule asks for the value of another. */
export type Part = Term | FigurePart

type FigurePart = Omit<Term, 'value' | 'seq'> & { readonly figure: FigureName; readonly value?: never }

/**
 * A part of a figure: the figure is Σ sign × value. Amounts in micros, days as days. It is a figure itself, or an amount
 * that is said what it is; words are made when they are asked for, since most figures are only worked out.
 */
export type Term = {
  readonly sign: Sign
  readonly value: bigint
  /** null: none of its own */
  readonly figure: FigureName | null
  readonly subject: Ref
  /** what it is, where the name of the figure does not say so */
  readonly label?: () => string
  /** the record that set it, where it is no figure */
  readonly seq?: number | null
}

/** Σ sign × value. */
export function sumOf(terms: readonly Pick<Term, 'sign' | 'value'>[]): bigint {
  let sum = 0n
  for (const { sign, value } of terms) sum = sign === '+' ? sum + value : sum - value
  return sum
}

/** A part that is a figure, of the customer or of a subject. */
export const figurePart = (sign: Sign, figure: FigureName, ref: Ref): FigurePart => ({
  sign,
  figure,
  subject: figure.startsWith('customer.') ? theCustomer : ref,
})

/** A term that is no figure of its own, with what it is and the record that set it. */
export const plainTerm = (
  sign: Sign,
  value: bigint,
  label: () => string,
  subject: Ref,
  seq: number | null = null,
): Term => ({ sign, value, figure: null, subject, label, seq })
