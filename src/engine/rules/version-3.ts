import { events } from '../events/effects.ts'
import { collectibleRows, daysInCollectionRow } from '../figures/announced.ts'
import { row } from '../figures/formula-rows.ts'
import { announcedStatus } from '../figures/statuses-of-customers.ts'
import { movedStatus, owedStatus, usedStatus } from '../figures/statuses-of-money.ts'
import type { RulesChange } from './value.ts'

/**
 * Rules 3: what an operation is about is the root of its chain, whatever had to be booked before it, and whoever comes to
 * these rules is judged by them at once. What was agreed is booked by credit notes as well as by adjustments. Collection
 * counts from when a debt is known, leaves out days on which it was spared, and announces its stages
 * (docs/decisions/0023). What is below 0 on a past day is called by what it owes (docs/decisions/0022). Nothing of a void
 * invoice is creditable.
 */
export const changes3: RulesChange = {
  root: 'main_event',
  collection: 'announced',
  events: { rules_adopted: { ...events.rules_adopted, judgesAll: true } },
  formulas: {
    ...collectibleRows,
    'customer.days_in_collection': daysInCollectionRow,
    'customer.status': announcedStatus,
    'invoice.status': owedStatus,
    'payment.status': movedStatus,
    'credit.status': usedStatus,
    'invoice.creditable': {
      ...row(101, 'invoice', 'Invoice creditable', 'total + adjusted − voided − credit notes on it'),
      version: 2,
      kind: 'sum',
      terms: [
        ['+', 'invoice.total'],
        ['+', 'invoice.adjusted'],
        ['-', 'invoice.voided'],
        ['-', 'invoice.credit_noted'],
      ],
    },
    'invoice.promise_difference': {
      ...row(
        106,
        'invoice',
        'Promise difference',
        'agreed + adjusted − credit notes: 0.00 when what was agreed was booked',
      ),
      version: 2,
      kind: 'sum',
      terms: [
        ['+', 'invoice.agreed'],
        ['+', 'invoice.adjusted'],
        ['-', 'invoice.credit_noted'],
      ],
    },
  },
}
