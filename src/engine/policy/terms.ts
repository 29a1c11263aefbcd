import type { Code } from '../events/slots.ts'
import { formatAmount, type Micros, parseAmount } from '../money/amount.ts'

/** A fee for paying late, once an invoice: an amount, a percentage of what is overdue, or both. */
export type LateFee = {
  readonly amount: Micros
  /** millionths of a percent; 1.5 % is 1_500_000n */
  readonly percent: Micros
  readonly on: 'next_invoice' | 'this_invoice'
}

/** A late fee as it is written. */
export type FeeText = { readonly amount: string; readonly percent: string; readonly on: LateFee['on'] }

/** What a term can be, as it is written; a step (in days) and a percentage may be none. */
type Texts = {
  flag: boolean
  days: number
  step: number | null
  percent: number | null
  list: readonly number[]
  amount: string
  fee: FeeText | null
  messages: readonly string[]
}

/** What it is read as, where that is something else. */
type Values = Omit<Texts, 'amount' | 'fee' | 'messages'> & {
  amount: Micros
  fee: LateFee | null
  messages: readonly Code[]
}

type Told = {
  /** what the API says of it */
  readonly says?: string
  /** there was no such term at first: it is left out of what is kept as long as it is the default */
  readonly isLater?: true
}

/** A term of a policy: what it can be, and what it is where nobody has said otherwise; of a choice the first. */
export type TermRow = Told &
  (
    | { [K in keyof Texts]: { readonly is: K; readonly byDefault: Texts[K] } }[keyof Texts]
    | { readonly is: 'choice'; readonly of: readonly [string, ...string[]]; readonly byDefault: string }
  )

/** The rows of a policy, or of a part of it, by the names of the API. */
export type TermRows = Readonly<Record<string, TermRow>>

/** A choice of words, the first of them by default. */
export const choice = <C extends string>(...of: readonly [C, ...C[]]) =>
  ({ is: 'choice', of, byDefault: of[0] }) as const

/** What a term is written as. */
export type TextOf<R> = R extends { is: 'choice'; of: readonly (infer C)[] }
  ? C
  : R extends { is: infer K extends keyof Texts }
    ? Texts[K]
    : never

type ValueOf<R> = R extends { is: infer K extends keyof Values } ? Values[K] : TextOf<R>

type Later<T> = { [N in keyof T]: T[N] extends { isLater: true } ? N : never }[keyof T]

/** Terms as they are written: all of them, but those that came later may be left out. */
export type TermTexts<T> = { readonly [N in Exclude<keyof T, Later<T>>]: TextOf<T[N]> } & {
  readonly [N in Later<T>]?: TextOf<T[N]>
}

type Camel<S> = S extends `${infer First}_${infer Rest}` ? `${First}${Capitalize<Camel<Rest>>}` : S

/** Terms as decisions read them. */
export type TermValues<T> = { readonly [N in keyof T as Camel<N> & string]: ValueOf<T[N]> }

const camel = (name: string): string => name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase())

/** What was written, as values; amounts that cannot be read are a bug, the contract has looked at them. */
export const readTerms = <T extends TermRows>(rows: T, texts: Readonly<Record<string, unknown>>): TermValues<T> =>
  Object.fromEntries(
    Object.entries(rows).map(([name, row]) => [camel(name), readTerm(row, texts[name] ?? row.byDefault)]),
  ) as TermValues<T>

/** Values as they are written and kept. */
export const writeTerms = <T extends TermRows>(rows: T, values: TermValues<T>): TermTexts<T> =>
  Object.fromEntries(
    Object.entries(rows).flatMap(([name, row]) => {
      const text = writeTerm(row, (values as Readonly<Record<string, unknown>>)[camel(name)])
      return row.isLater && text === row.byDefault ? [] : [[name, text]]
    }),
  ) as TermTexts<T>

/** One of them as it is written, an amount with so many digits. */
export const writtenTerm = <T extends TermRows>(
  rows: T,
  values: TermValues<T>,
  name: string,
  digits: number,
): unknown => rows[name] && writeTerm(rows[name], (values as Readonly<Record<string, unknown>>)[camel(name)], digits)

function readTerm({ is }: TermRow, text: unknown): unknown {
  if (is === 'amount') return micros(String(text))
  if (is !== 'fee' || text === null) return text
  const { amount, percent, on } = text as FeeText
  const fee = { amount: micros(amount), percent: micros(percent), on }
  // a fee of nothing is none
  return fee.amount === 0n && fee.percent === 0n ? null : fee
}

function writeTerm({ is }: TermRow, value: unknown, digits = 0): unknown {
  if (is === 'amount') return formatAmount(value as Micros, digits)
  if (is !== 'fee' || value === null) return value
  const { amount, percent, on } = value as LateFee
  return { amount: formatAmount(amount, 0), percent: formatAmount(percent, 0), on }
}

function micros(text: string): Micros {
  const parsed = parseAmount(text)
  if (!parsed.ok) throw new Error(`Bug: a policy holds "${text}" as an amount`)
  return parsed.micros
}
