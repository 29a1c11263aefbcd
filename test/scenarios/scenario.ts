import type { CommandName } from '../../src/contract/operations.ts'

/**
 * A scenario is a little ledger in text that a biller can read (see README.md here). These are its parts as the parser
 * gives them and as each driver performs them: on the engine in memory, over HTTP, in a browser.
 */

/** Whom an expectation is about; names are those of the text, `of` is the place of the customer in the scenario. */
export type About =
  | { readonly kind: 'customer'; readonly of: number }
  | {
      readonly kind: 'invoice' | 'payment' | 'credit' | 'credit_note' | 'dispute'
      readonly name: string
      readonly of: number
    }

/** What must hold after a step: a figure or the status of a subject, a sentence in the trail, or a refusal. */
export type Expectation =
  | { readonly kind: 'figure'; readonly about: About; readonly figure: string; readonly value: string }
  | { readonly kind: 'status'; readonly about: About; readonly status: string }
  | { readonly kind: 'sentence'; readonly sentence: string }
  /** a message, or a step of collection that was not taken, with the codes of its kind and reason */
  | { readonly kind: 'message'; readonly what: string; readonly outcome: string; readonly because: string | null }
  /** none of these messages; null: none at all */
  | { readonly kind: 'silence'; readonly what: string | null }
  | { readonly kind: 'refusal'; readonly code: string }

/** An operation as the wire names it, with its members and those that name a thing, but with the names of the text. */
export type Operation = { readonly op: CommandName; readonly body: Readonly<Record<string, unknown>> }

/** What happens in a step. Amounts as decimal strings, names as in the text. */
export type Action =
  | { readonly kind: 'nothing' | 'collection' | 'again' }
  | { readonly kind: 'operation'; readonly operation: Operation }
  /** as one: all or nothing */
  | { readonly kind: 'batch'; readonly operations: readonly Operation[] }
  /** each by itself, at the same time where the product can; refused when one of them is */
  | { readonly kind: 'at_once'; readonly operations: readonly Operation[] }
  /** the same submission, with one key, many times at once */
  | { readonly kind: 'repeated'; readonly operation: Operation; readonly times: number }
  | { readonly kind: 'policy'; readonly scope: 'customer' | 'class'; readonly terms: Readonly<Record<string, unknown>> }
  | { readonly kind: 'move'; readonly to: number; readonly amount: string; readonly reason: string | null }
  | { readonly kind: 'cancel'; readonly dueOn: string }

/** A dated line: the customer's clock goes to that moment, the action follows, the expectations are read. */
export type Step = {
  readonly kind: 'step'
  readonly line: number
  readonly on: string
  /** "23:59" in the customer's zone; null: noon, or later when that has passed */
  readonly time: string | null
  /** the place of the customer who acts */
  readonly of: number
  readonly action: Action
  /** the day on which it counts, or its moment ("2026-10-15T23:59"), when that is not now */
  readonly effectiveOn: string | null
  readonly reference: string | null
  readonly expectations: readonly Expectation[]
}

/** A look back: the state as of a day or moment, as known now or as it was known. */
export type Look = {
  readonly kind: 'look'
  readonly line: number
  readonly asOf: string
  /** "before payment 7" was received, or "on 2026-10-16" at its end; null: as known now */
  readonly known: string | null
  readonly expectations: readonly Expectation[]
}

/** A customer of a scenario; the first is the one that lines speak of. */
export type Person = {
  readonly name: string
  readonly currency: string
  readonly timeZone: string
  readonly email: string | null
  readonly creditLimit: string | null
  readonly billing: 'postpaid' | 'prepaid'
  readonly class: string | null
  /** may mail go out on his clock? */
  readonly mail: 'send' | 'withhold'
}

export type Scenario = {
  readonly title: string
  readonly file: string
  readonly customers: readonly Person[]
  readonly lines: readonly (Step | Look)[]
}

/** The customer that a scenario is about. */
export function firstOf({ customers, title }: Scenario): Person {
  const [first] = customers
  if (first === undefined) throw new Error(`"${title}" has no customer`)
  return first
}
