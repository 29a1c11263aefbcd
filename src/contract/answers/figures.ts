import { z } from 'zod'

/** The figures that answers about each kind of subject have, by their unprefixed names. */
export const shownFigures = {
  customer: [
    'balance',
    'unbilled',
    'outstanding',
    'overdue',
    'open_count',
    'overdue_count',
    'written_off',
    'unallocated_payments',
    'unallocated_credits',
    'pending',
    'credit_limit',
    'available_credit',
    'collectible_overdue',
    'days_in_collection',
    'charged',
    'credited',
    'invoiced',
    'credit_noted',
    'adjusted',
    'voided',
    'paid',
    'refunded',
    'charged_back',
    'moved',
    'lifted_until',
  ],
  invoice: [
    'total',
    'adjusted',
    'credited',
    'paid',
    'written_off',
    'voided',
    'to_credit',
    'outstanding',
    'creditable',
    'overdue',
    'days_overdue',
    'amount_due',
    'collectible',
    'agreed',
    'claimed',
    'disputed',
    'collectible_overdue',
    'credit_noted',
    'amount_due_at_issue',
  ],
  payment: [
    'amount',
    'allocated',
    'unallocated',
    'refunded',
    'charged_back',
    'voided',
    'moved',
    'pending',
    'authorised',
    'failed',
  ],
  credit: ['amount', 'allocated', 'remaining', 'refunded', 'voided', 'moved'],
  dispute: ['claimed', 'agreed', 'adjusted', 'difference'],
} as const

const value = z
  .string()
  .nullable()
  .meta({ description: 'amount, count or day; null: none', pattern: '^(-?\\d+(\\.\\d{1,6})?|\\d{4}-\\d{2}-\\d{2})$' })

/** The figures of a subject by name: all that its kind has. */
export const figuresOf = (kind: keyof typeof shownFigures, description: string) =>
  z.record(z.string(), value).meta({
    description,
    propertyNames: { enum: shownFigures[kind] },
    required: shownFigures[kind],
  })

/** The figures of the subject of an operation, whichever it is. */
export const someFigures = z.record(z.string(), value).meta({
  description: 'of its subject, as of its effective_at',
  propertyNames: { enum: [...new Set(Object.values(shownFigures).flat())] },
})
