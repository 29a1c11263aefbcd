/**
 * A scenario is a little ledger in text that a biller can read (see README.md here). These are its parts as the parser
 * gives them and as each driver performs them: on the engine in memory, over HTTP, in a browser.
 */

/** Whom an expectation is about; names are those of the text. */
export type About =
  | { readonly kind: 'customer' }
  | { readonly kind: 'invoice' | 'payment' | 'credit'; readonly name: string }

/** What must hold after a step: a figure or the status of a subject, a sentence in the trail, or a refusal. */
export type Expectation =
  | { readonly kind: 'figure'; readonly about: About; readonly figure: string; readonly value: string }
  | { readonly kind: 'status'; readonly about: About; readonly status: string }
  | { readonly kind: 'sentence'; readonly sentence: string }
  | { readonly kind: 'refusal'; readonly code: string }

/** An operation, or the passing of days. Amounts as decimal strings, names as in the text. */
export type Action =
  | { readonly op: 'nothing' | 'collection' }
  | { readonly op: 'charge'; readonly amount: string; readonly service: string }
  | {
      readonly op: 'invoice'
      readonly invoice: string
      /** null: over the unbilled charges. */
      readonly lines: readonly { readonly amount: string; readonly description: string }[] | null
      readonly dueOn: string | null
    }
  | { readonly op: 'adjust'; readonly invoice: string; readonly amount: string; readonly reason: string }
  | {
      readonly op: 'payment'
      readonly payment: string
      readonly amount: string
      readonly allocate:
        | 'oldest_first'
        | 'none'
        | 'hold'
        | readonly { readonly invoice: string; readonly amount: string }[]
    }
  | {
      readonly op: 'allocate' | 'deallocate'
      readonly from: { readonly kind: 'payment' | 'credit'; readonly name: string }
      readonly invoice: string
      readonly amount: string
    }
  | {
      readonly op: 'note'
      readonly kind: 'note' | 'dispute'
      readonly invoice: string | null
      readonly text: string
      readonly agreed: string | null
    }

/** A dated line: the clock goes to noon of `on` in the customer's zone, the action follows, the expectations are read. */
export type Step = {
  readonly kind: 'step'
  readonly line: number
  readonly on: string
  readonly action: Action
  /** the day on which it counts, when that is not `on`. */
  readonly effectiveOn: string | null
  readonly reference: string | null
  readonly expectations: readonly Expectation[]
}

/** A look back: the state as of a day, as known now or before the step of a line. */
export type Look = {
  readonly kind: 'look'
  readonly line: number
  readonly asOf: string
  /** the payment before whose receipt the state is looked at as it was known; null: as known now. */
  readonly knownBefore: string | null
  readonly expectations: readonly Expectation[]
}

export type Scenario = {
  readonly title: string
  readonly file: string
  readonly customer: {
    readonly name: string
    readonly currency: string
    readonly timeZone: string
    readonly email: string | null
    readonly creditLimit: string | null
  }
  readonly lines: readonly (Step | Look)[]
}
