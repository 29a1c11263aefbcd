import type { RulesChange } from './rules.ts'

/**
 * Rules 3: what an operation is about is the root of its chain, whatever had to be booked before it, and whoever comes to
 * these rules is judged by them at once.
 */
export const changes3: RulesChange = {
  root: 'main_event',
  judgesAll: ['day_evaluated', 'policy_adopted', 'rules_adopted'],
}
