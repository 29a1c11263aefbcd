import { z } from 'zod'
import { parseAmount } from '../engine/money/amount.ts'
import { messageKinds } from '../engine/policy/policy.ts'
import { count, id } from './answers/parts.ts'
import { amount, text } from './values.ts'

const LONGEST_DAYS = 3650
const days = z.int().min(0).max(LONGEST_DAYS)
const plain = amount
  .refine((text) => {
    const parsed = parseAmount(text)
    return parsed.ok && parsed.micros >= 0n
  }, 'an amount that is not negative, with at most 6 fractional digits')
  .meta({
    pattern: '^(0?\\d{1,12}(\\.\\d{1,6})?|10{12}(\\.0{1,6})?)$',
  })

/** Days as a list or as people write them, "10,7,1"; kept as a list, each once, the given order. */
const dayList = z
  .union([z.array(days).max(20), z.string().regex(/^(\d{1,4}( *, *\d{1,4})*)?$/, 'days by comma, such as "10,7,1"')])
  .transform((value) => [
    ...new Set(
      typeof value === 'string'
        ? value
            .split(',')
            .filter((one) => one !== '')
            .map(Number)
        : value,
    ),
  ])
  .pipe(z.array(days).max(20))
  .meta({ description: 'days, such as [10, 7, 1] or "10,7,1"' })

/** A step that may be left out altogether: "none" where what is inherited has one. */
const orNone = <T extends z.ZodType>(one: T) => z.union([one, z.literal('none')])

const lateFee = z.strictObject({
  amount: plain.default('0'),
  percent: plain.default('0').meta({ description: 'of what is overdue' }),
  on: z.enum(['next_invoice', 'this_invoice']).default('next_invoice'),
})

const collection = z.strictObject({
  reminders_before: dayList.nullable().optional(),
  resend_after: dayList.nullable().optional(),
  grace_days: days.nullable().optional(),
  late_fee: orNone(lateFee).nullable().optional(),
  limitation_after: orNone(days).nullable().optional(),
  suspension_after: orNone(days).nullable().optional(),
  termination_after: orNone(days).nullable().optional(),
  warning_before: orNone(days).nullable().optional(),
  threshold: plain.nullable().optional(),
  spare_pending: z.boolean().nullable().optional().meta({ description: 'pending money spares what it would cover' }),
  reinstate: z
    .enum(['automatic', 'by_hand'])
    .nullable()
    .optional()
    .meta({ description: 'how a termination by the run ends when its cause is gone' }),
})

const kinds = Object.keys(messageKinds) as (keyof typeof messageKinds)[]

/** Terms to set (2-domain 2.2, 2.5): what is left out stays, null goes back to what is inherited. */
export const policyTerms = z.strictObject({
  auto_apply: z.boolean().nullable().optional(),
  overpay: z.enum(['unallocated', 'reject']).nullable().optional(),
  void_paid: z.enum(['allow', 'reject']).nullable().optional(),
  negative_invoice: z.enum(['to_credit', 'keep']).nullable().optional(),
  credit_excess: z.enum(['to_credit', 'reject']).nullable().optional(),
  amount_due: z.enum(['balance_aware', 'simple']).nullable().optional(),
  adjustment_counts_as_payment: z.boolean().nullable().optional(),
  rounding: z.enum(['away_from_zero', 'half_away', 'half_even']).nullable().optional(),
  payment_terms: orNone(days).nullable().optional().meta({ description: 'net days from the day of issue' }),
  collect_minimum: plain.nullable().optional(),
  credit_limit_warning: orNone(z.int().min(1).max(100)).nullable().optional().meta({ description: 'percent' }),
  messages: z.array(z.enum(kinds)).max(kinds.length).nullable().optional(),
  collection: collection.nullable().optional(),
})
export type PolicyTerms = z.output<typeof policyTerms>
/** Terms to set, and why. */
export const policyWish = policyTerms.extend({ reason: text.optional().meta({ description: 'why' }) })

/** Terms in force: the version that set them last, all of them, and those that the class or customer sets itself. */
export const policyAnswer = z.object({
  version: count.meta({ description: '0: nobody has set any' }),
  policy: z.record(z.string(), z.unknown()),
  own: z.record(z.string(), z.unknown()),
  adopted_version: count.optional().meta({ description: 'the version that the customer is on' }),
})

/** A class that sets terms of its own, and the version that set them last. */
export const classRow = z.object({ class: id, version: count })
