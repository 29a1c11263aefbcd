import { type Formula, row } from './formula-rows.ts'
import { creditStatus, disputeStatus, paymentStatus } from './statuses.ts'

/** How the figures of a payment, a credit and a dispute follow. */
export const moneyFormulas = {
  'payment.pending': {
    ...row(121, 'payment', 'Payment pending', 'authorised, until the authorisation ends'),
    kind: 'rule',
    uses: ['payment.authorised', 'payment.expires_at'],
  },
  'payment.unallocated': {
    ...row(120, 'payment', 'Payment unallocated', 'amount − allocated − refunded − charged back − voided − moved'),
    kind: 'sum',
    terms: [
      ['+', 'payment.amount'],
      ['-', 'payment.allocated'],
      ['-', 'payment.refunded'],
      ['-', 'payment.charged_back'],
      ['-', 'payment.voided'],
      ['-', 'payment.moved'],
    ],
  },
  'credit.remaining': {
    ...row(130, 'credit', 'Credit remaining', 'amount − allocated − refunded − voided − moved'),
    kind: 'sum',
    terms: [
      ['+', 'credit.amount'],
      ['-', 'credit.allocated'],
      ['-', 'credit.refunded'],
      ['-', 'credit.voided'],
      ['-', 'credit.moved'],
    ],
  },
  'payment.status': paymentStatus,
  'credit.status': creditStatus,
  'dispute.difference': {
    ...row(170, 'dispute', 'Dispute difference', 'agreed + adjusted: 0.00 when what was agreed was booked'),
    kind: 'sum',
    terms: [
      ['+', 'dispute.agreed'],
      ['+', 'dispute.adjusted'],
    ],
  },
  'dispute.status': disputeStatus,
} as const satisfies Record<string, Formula<string>>
