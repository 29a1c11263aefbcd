import type { EventRow } from './effect-rules.ts'

/** What the operator himself does, in his own stream; no figure of a customer moves. */
export const operatorEvents = {
  row_pinned: { no: 79, facts: ['scope', 'id', 'pinned', 'because?'], effects: [] },
  books_closed: { no: 71, facts: ['closedUntil?', 'reason'], effects: [] },
  policy_set: { no: 70, facts: ['policyVersion', 'scope', 'policy', 'reason?'], effects: [] },
  user_added: { no: 40, facts: ['id', 'name', 'email?', 'role'], effects: [] },
  user_role_set: { no: 87, facts: ['id', 'role', 'reason?'], effects: [] },
  role_limit_set: { no: 88, facts: ['id', 'role', 'policy', 'reason?'], effects: [] },
  user_removed: { no: 85, facts: ['id', 'reason'], effects: [] },
  password_changed: { no: 86, facts: ['id'], effects: [] },
  key_created: { no: 41, facts: ['id', 'name', 'scope?', 'role?'], effects: [] },
  key_revoked: { no: 42, facts: ['id', 'reason?', 'dueAt?'], effects: [] },
  clock_created: { no: 43, facts: ['clock', 'now', 'mail', 'collectionOff?', 'reason?'], effects: [] },
  clock_advanced: { no: 44, facts: ['clock', 'now', 'reason?'], effects: [] },
  clock_ended: { no: 45, facts: ['clock', 'now', 'count'], effects: [] },
  run_started: { no: 46, facts: ['id', 'runKind', 'day?', 'reason?'], effects: [] },
  run_finished: { no: 47, facts: ['id', 'outcome', 'count', 'rejected?'], effects: [] },
  import_started: { no: 48, facts: ['id', 'name', 'clock', 'count'], effects: [] },
  import_finished: { no: 49, facts: ['id', 'outcome', 'count', 'rejected'], effects: [] },
} as const satisfies Record<string, EventRow>
