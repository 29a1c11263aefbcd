import type { RefusalFact } from '../../../engine/asked/refusal-facts.ts'
import { type RefusalCode, refusals } from '../../../engine/asked/refusals.ts'

type Reason =
  | 'malformed_request'
  | 'chain_unknown'
  | 'run_unknown'
  | Extract<
      RefusalCode,
      | 'customer_unknown'
      | 'invoice_unknown'
      | 'payment_unknown'
      | 'credit_unknown'
      | 'credit_note_unknown'
      | 'dispute_unknown'
      | 'clock_unknown'
    >

/** What a question that is not answered names, beside what refusals name. */
export const questionFacts = [
  'path',
  'expected',
  'in',
  'allowed',
  'run_id',
  'seq',
  'payment',
  'credit',
  'dispute',
] as const
export type QuestionFact = (typeof questionFacts)[number]

type Facts = Readonly<Partial<Record<RefusalFact | QuestionFact, string | number | null | readonly string[]>>>

/** A question that cannot be answered as it was put: a filter that is not understood, or a thing that does not exist. */
export class QuestionFault extends Error {
  readonly code: Reason
  readonly facts: Facts

  constructor(code: Reason, facts: Facts) {
    super(sentenceOf(code, facts))
    this.name = 'QuestionFault'
    this.code = code
    this.facts = facts
  }
}

/** What is wrong and what to do, in a sentence for a terminal. */
function sentenceOf(code: Reason, facts: Facts): string {
  const { path, expected, allowed } = facts
  if (code === 'malformed_request')
    return `${path} should be ${expected}${Array.isArray(allowed) ? `: ${allowed.join(', ')}` : ''}.`
  const what = code.replace('_unknown', '')
  const named = Object.values(facts).join(', ')
  const remedy = Object.hasOwn(refusals, code) ? ` ${refusals[code as RefusalCode].remedy}` : ''
  return `There is no such ${what}: ${named}.${remedy}`
}

/** A parameter that is not understood: which, what it should be, and the values that it may have. */
export const misunderstood = (path: string, expected: string, allowed?: readonly string[]): QuestionFault =>
  new QuestionFault('malformed_request', { path, expected, in: 'querystring', ...(allowed && { allowed }) })
