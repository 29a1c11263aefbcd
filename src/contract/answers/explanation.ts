import { z } from 'zod'
import { amount, at, complete, identity, seq } from './parts.ts'

export type Term = {
  sign: '+' | '-'
  value: string
  label: string
  figure: string | null
  seq: number | null
  terms?: Term[] | undefined
}
/** A term of an equation, opened into its own terms where it is a formula itself. */
export const term: z.ZodType<Term> = z.lazy(() =>
  z.object({
    sign: z.enum(['+', '-']),
    value: z.string(),
    label: z.string(),
    figure: z.string().nullable(),
    seq: z.int().nullable(),
    terms: z.array(term).optional(),
  }),
)

/** Why a figure has its value (3-records 3.7): Σ sign × term + residual = value. */
export const explanation = z.object({
  figure: z.string(),
  subject: z.string(),
  value: z.string().meta({ description: 'amount, status code, days, count or date; "none" where it was never set' }),
  unit: z.enum(['amount', 'status', 'days', 'count', 'date']),
  as_of: at,
  known_at: at.nullable(),
  formula: z.object({ id: z.string(), version: z.int(), words: z.string() }),
  terms: z.array(term),
  verdicts: z.array(z.object({ words: z.string(), holds: z.boolean(), status: z.string(), seq: seq.nullable() })),
  residual: z.string(),
  currency: z.string().nullable(),
  sentence: z.string(),
  clears: z.string().nullable().meta({ description: 'what would clear this status, in words' }),
  chain: z.array(
    z.object({
      seq,
      root_seq: seq,
      effective_at: at,
      recorded_at: at,
      operation: z.object({ reference: z.string().nullable(), actor: z.string(), channel: z.string() }),
      sentence: z.string(),
    }),
  ),
  absences: z.array(z.string()),
  identities: z.array(identity),
  promise: z
    .object({ agreed: amount, booked: amount, holds: z.boolean(), seq, reference: z.string().nullable() })
    .nullable(),
  complete,
})
export type Explanation = z.infer<typeof explanation>
