import { z } from 'zod'
import { amount, at, code, complete, count, currency, day, identity, known, next, seq, status } from './parts.ts'

export type Term = {
  sign: '+' | '-'
  value: string
  label: string
  figure: string | null
  seq: number | null
  root_seq?: number | undefined
  effective_at?: string | undefined
  because?: string | undefined
  opens?: Opens | undefined
  terms?: Term[] | undefined
}
/** What to ask `explain/terms` for, beside the dials, to get the list whose sum a term is. */
export type Opens = { figure: string; subject: string; group?: string | undefined; cursor?: string | undefined }
const opens = z.object({
  figure: z.string(),
  subject: z.string(),
  group: z.string().optional(),
  cursor: z.string().optional(),
})
/** A term of an equation, opened into its own terms where it is a formula itself. */
export const term: z.ZodType<Term> = z.lazy(() =>
  z.object({
    sign: z.enum(['+', '-']),
    value: z.string(),
    label: z.string(),
    figure: z.string().nullable(),
    seq: z.int().nullable().meta({ description: 'the one record that set it; null: none, or several' }),
    root_seq: z.int().optional(),
    effective_at: at.optional(),
    because: z.string().optional().meta({ description: 'of a part of a total: the facts by its own rule' }),
    opens: opens.optional().meta({ description: 'the query of explain/terms for the list whose sum it is' }),
    terms: z.array(term).optional(),
  }),
)

/** A record that a figure stands on. */
const link = z.object({
  seq,
  root_seq: seq,
  effective_at: at,
  recorded_at: at,
  operation: z.object({ reference: z.string().nullable(), actor: z.string(), channel: code }),
  sentence: z.string(),
})

/** A setting that a figure was computed with: a term of the policy, or a value that was set for the customer. */
const parameter = z.object({
  name: z.string().meta({ description: 'a term of the policy (collection.threshold) or a figure' }),
  value: z.string(),
  policy_version: z.int().nullable().meta({ description: 'null: nobody has set terms, or it is none of the policy' }),
  valid_from: at.nullable(),
  set_by: z.string().nullable(),
  seq: seq.nullable(),
})

/** Why a figure has its value (3-records 3.7): Σ sign × term + residual = value. */
export const explanation = z.object({
  figure: z.string(),
  subject: z.string(),
  exists: z.boolean().meta({ description: 'false: it did not exist yet within the dials' }),
  since: at.nullable().meta({
    description:
      'of a status: the moment since which it holds; null where that cannot be said: no event turned it, longer ago than the chain reaches, or it is worked out over too many subjects',
  }),
  value: z.string().meta({ description: 'amount, status code, days, count or date; "none" where it was never set' }),
  unit: z.enum(['amount', 'status', 'days', 'count', 'date']),
  as_of: at,
  known_at: known,
  formula: z.object({ id: z.string(), version: z.int(), words: z.string() }),
  terms: z.array(term).meta({ description: 'the first 100; of more, one term is the rest, which opens' }),
  terms_count: count,
  verdicts: z.array(
    z.object({
      words: z.string(),
      holds: z.boolean(),
      status,
      is_fact: z.boolean().meta({ description: 'no condition, but a fact of a status that is what remains' }),
      seq: seq.nullable(),
      opens: opens.optional(),
    }),
  ),
  residual: z.string(),
  currency: currency.nullable(),
  sentence: z.string(),
  clears: z.string().nullable().meta({ description: 'what would clear this status, in words' }),
  chain: z.array(link).meta({ description: 'the newest 1,000 records behind it, oldest first' }),
  chain_count: count,
  chain_at_least: z.boolean().meta({ description: 'true: there are at least chain_count' }),
  chain_next: next.meta({ description: 'the cursor of explain/chain for the earlier ones' }),
  absences: z.array(z.string()),
  parameters: z.array(parameter),
  identities: z.array(identity),
  promise: z
    .object({ agreed: amount, booked: amount, holds: z.boolean(), seq, reference: z.string().nullable() })
    .nullable(),
  complete,
})
export type Explanation = z.infer<typeof explanation>

/** A page of what a term opens into: records, groups of charges, or terms of a formula. */
export const termsAnswer = z.object({
  figure: z.string(),
  subject: z.string(),
  group: z.string().nullable(),
  unit: explanation.shape.unit,
  as_of: at,
  known_at: known,
  today: day,
  currency: currency.nullable(),
  items: z.array(term),
  sum: z.string().meta({ description: 'of this page' }),
  value: z.string().meta({ description: 'of the whole list' }),
  count,
  at_least: z.boolean().meta({ description: 'true: there are at least so many' }),
  next,
  complete,
})
export type TermsAnswer = z.infer<typeof termsAnswer>

/** An earlier page of the records behind a figure, oldest first. */
export const whyChainAnswer = z.object({ items: z.array(link), next })
