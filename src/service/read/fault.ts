type Reason =
  | 'malformed_request'
  | 'customer_unknown'
  | 'invoice_unknown'
  | 'payment_unknown'
  | 'credit_unknown'
  | 'chain_unknown'
  | 'run_unknown'
  | 'clock_unknown'

/** A question that cannot be answered as it was put: a filter that is not understood, or a thing that does not exist. */
export class QuestionFault extends Error {
  readonly code: Reason
  readonly facts: Readonly<Record<string, string | number | null | readonly string[]>>

  constructor(code: Reason, facts: QuestionFault['facts']) {
    super(`${code} ${JSON.stringify(facts)}`)
    this.name = 'QuestionFault'
    this.code = code
    this.facts = facts
  }
}

/** A parameter that is not understood: which, what it should be, and the values that it may have. */
export const misunderstood = (path: string, expected: string, allowed?: readonly string[]): QuestionFault =>
  new QuestionFault('malformed_request', { path, expected, in: 'querystring', ...(allowed && { allowed }) })
