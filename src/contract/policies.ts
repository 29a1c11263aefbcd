import { z } from 'zod'
import { parseAmount } from '../engine/money/amount.ts'
import { collectionTerms, messageKinds, ownTerms } from '../engine/policy/policy.ts'
import type { TermRows } from '../engine/policy/terms.ts'
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

const kinds = Object.keys(messageKinds) as (keyof typeof messageKinds)[]

/** A step that may be left out altogether: "none" where what is inherited has one. */
const orNone = <T extends z.ZodType>(one: T) => z.union([one, z.literal('none')])

const lateFee = z.strictObject({
  amount: plain.default('0'),
  percent: plain.default('0').meta({ description: 'of what is overdue' }),
  on: z.enum(['next_invoice', 'this_invoice']).default('next_invoice'),
})

/** How each kind of term is written; a choice has its words from its row. */
const forms = {
  flag: z.boolean(),
  days,
  step: orNone(days),
  percent: orNone(z.int().min(1).max(100)),
  list: dayList,
  amount: plain,
  fee: orNone(lateFee),
  messages: z.array(z.enum(kinds)).max(kinds.length),
}
type Forms = typeof forms

type Form<R> = R extends { is: 'choice'; of: readonly (infer C extends string)[] }
  ? z.ZodEnum<{ [W in C]: W }>
  : R extends { is: infer K extends keyof Forms }
    ? Forms[K]
    : never
type Shape<T> = { [N in keyof T]: z.ZodOptional<z.ZodNullable<Form<T[N]>>> }

/** Terms to set, by their rows: what is left out stays, null goes back to what is inherited. */
function shapeOf<T extends TermRows>(rows: T): Shape<T> {
  const shape = Object.entries(rows).map(([name, row]) => {
    const form = (row.is === 'choice' ? z.enum(row.of) : forms[row.is]).nullable().optional()
    return [name, row.says === undefined ? form : form.meta({ description: row.says })]
  })
  return Object.fromEntries(shape) as Shape<T>
}

/** Terms to set (2-domain 2.2, 2.5). */
export const policyTerms = z.strictObject({
  ...shapeOf(ownTerms),
  collection: z.strictObject(shapeOf(collectionTerms)).nullable().optional(),
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
