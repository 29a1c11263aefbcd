import { type Formula, row } from './formula-rows.ts'

// Rows of the second table that count collection from when a debt is known (rules 3, docs/decisions/0023).

const sparing = [
  'invoice.disputed',
  'customer.unallocated_payments',
  'customer.unallocated_credits',
  'invoice.awaited',
] as const

/** What of an invoice may be collected: pending money spares it too. */
export const collectibleRows = {
  'invoice.collectible': {
    ...row(
      105,
      'invoice',
      'Invoice collectible',
      'outstanding − disputed − its share of the free money, oldest invoice first − its share of the pending payments',
    ),
    version: 2,
    kind: 'rule',
    reach: 'coverage',
    beside: ['invoice.due_on'],
    floor: 'not below 0',
    uses: ['invoice.outstanding', ...sparing],
  },
  'invoice.collectible_overdue': {
    ...row(
      108,
      'invoice',
      'Invoice collectible overdue',
      'overdue − disputed − its share of the free money − its share of the pending payments',
    ),
    version: 2,
    kind: 'rule',
    reach: 'coverage',
    beside: ['invoice.due_on'],
    floor: 'not below 0',
    uses: ['invoice.overdue', ...sparing],
  },
} as const satisfies Record<string, Formula<string>>

/** The days that somebody has been in collection. */
export const daysInCollectionRow = {
  ...row(
    152,
    'customer',
    'Days in collection',
    'days since the invoice that has been collected longest counts, once the sum is above the threshold',
    'days',
  ),
  version: 2,
  kind: 'rule',
  reads: ['collect_minimum', 'collection.threshold'],
  beside: ['customer.collection_off'],
  uses: ['invoice.collectible_overdue', 'invoice.collection_since', 'invoice.uncollected_since', 'customer.policy'],
} as const satisfies Formula<string>
