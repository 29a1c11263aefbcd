import { row } from '../figures/formula-rows.ts'
import type { RulesChange } from './rules.ts'

/**
 * Rules 3: what an operation is about is the root of its chain, whatever had to be booked before it, and whoever comes to
 * these rules is judged by them at once. What was agreed is booked by credit notes as well as by adjustments.
 */
export const changes3: RulesChange = {
  formulas: {
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
  root: 'main_event',
  judgesAll: ['day_evaluated', 'policy_adopted', 'rules_adopted'],
}
