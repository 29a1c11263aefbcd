import { add, type EventRow, ifNamed, set, take } from './effect-rules.ts'

const announcement = [
  set('invoice.limitation_on', 'limitation'),
  set('invoice.suspension_on', 'suspension'),
  set('invoice.termination_on', 'termination'),
]

/** What happens to a customer as such: who he is, his terms, his clock, collection. */
export const customerEvents = {
  customer_opened: {
    no: 1,
    leavesCollection: true,
    facts: [
      'id',
      'name',
      'email?',
      'currency',
      'timeZone',
      'billing',
      'class',
      'clock?',
      'creditLimit?',
      'rules',
      'collectionOff?',
    ],
    effects: [
      set('customer.permanent_limit', 'creditLimit'),
      set('customer.rules', 'rules'),
      set('customer.collection_off', 'collectionOff'),
    ],
  },
  opening_moved: {
    no: 72,
    leavesCollection: true,
    facts: [
      'name?',
      'email?',
      'currency',
      'timeZone',
      'billing',
      'class',
      'clock?',
      'rules',
      'reason?',
      'openedBefore',
    ],
    effects: [],
  },
  customer_changed: {
    no: 62,
    leavesCollection: true,
    facts: ['name?', 'email?', 'class?', 'timeZone?', 'shownOn?', 'evaluatedOn?'],
    effects: [set('customer.today', 'shownOn'), set('customer.evaluated_on', 'evaluatedOn')],
  },
  customer_blocked: { no: 38, facts: ['day', 'reason'], effects: [set('customer.blocked_since', 'day')] },
  customer_closed: { no: 39, facts: ['day', 'reason'], effects: [set('customer.closed_since', 'day')] },
  customer_reopened: {
    no: 50,
    facts: ['cleared', 'reason', 'reopenedOn?'],
    effects: [
      set('customer.reopened_on', 'reopenedOn'),
      set('customer.blocked_since', 'cleared'),
      set('customer.closed_since', 'cleared'),
      set('customer.terminated_since', 'cleared'),
    ],
  },
  customer_terminated: {
    no: 51,
    facts: ['day', 'policyVersion'],
    effects: [set('customer.terminated_since', 'day')],
  },
  credit_limit_changed: {
    no: 37,
    leavesCollection: true,
    facts: ['creditLimit?', 'temporaryLimit?', 'until?', 'reason?'],
    effects: [
      set('customer.permanent_limit', 'creditLimit'),
      set('customer.temporary_limit', 'temporaryLimit'),
      set('customer.temporary_limit_until', 'until'),
    ],
  },
  customer_reinstated: {
    no: 69,
    facts: ['cleared', 'policyVersion'],
    effects: [set('customer.terminated_since', 'cleared')],
  },
  policy_adopted: {
    no: 55,
    judgesAll: true,
    facts: ['policyVersion', 'policy', 'lateFee?', 'limitation?', 'suspension?', 'termination?'],
    effects: [
      set('customer.policy', 'policyVersion'),
      set('customer.late_fee_from', 'lateFee'),
      set('customer.limitation_from', 'limitation'),
      set('customer.suspension_from', 'suspension'),
      set('customer.termination_from', 'termination'),
    ],
  },
  collection_counted: {
    no: 65,
    facts: ['invoice', 'countedFrom?', 'sparedOn?', 'because'],
    effects: [set('invoice.counted_from', 'countedFrom'), set('invoice.spared_since', 'sparedOn')],
  },
  collection_spared: {
    no: 66,
    facts: ['invoice', 'sparedOn', 'because'],
    effects: [set('invoice.spared_since', 'sparedOn')],
  },
  stage_announced: {
    no: 67,
    facts: ['stage', 'invoice', 'limitation?', 'suspension?', 'termination?', 'policyVersion', 'because?'],
    effects: announcement,
  },
  announcement_ended: {
    no: 68,
    facts: ['stage', 'invoice', 'limitation?', 'suspension?', 'termination?', 'because'],
    effects: announcement,
  },
  collection_lifted: {
    no: 52,
    leavesCollection: true,
    facts: ['until', 'reason'],
    effects: [set('customer.lifted_until', 'until')],
  },
  collection_stopped: {
    no: 53,
    facts: ['invoice', 'day', 'reason'],
    effects: [set('invoice.uncollected_since', 'day')],
  },
  collection_resumed: {
    no: 54,
    facts: ['invoice', 'cleared', 'reason'],
    effects: [set('invoice.uncollected_since', 'cleared')],
  },
  note_added: {
    no: 11,
    leavesCollection: true,
    facts: ['note', 'noteKind', 'about', 'invoice?', 'dispute?', 'agreed?'],
    effects: [ifNamed(add('dispute.agreed', 'agreed')), add('invoice.agreed', 'agreed')],
  },
  dispute_opened: {
    no: 57,
    brings: 'dispute',
    facts: ['dispute', 'id', 'invoice', 'claimed', 'agreed?', 'note?'],
    effects: [
      add('dispute.claimed', 'claimed'),
      add('invoice.claimed', 'claimed'),
      add('dispute.agreed', 'agreed'),
      add('invoice.agreed', 'agreed'),
    ],
  },
  dispute_resolved: {
    no: 58,
    facts: ['dispute', 'invoice', 'claimed', 'day', 'reason?'],
    effects: [take('invoice.claimed', 'claimed'), set('dispute.resolved_on', 'day')],
  },
  dispute_rejected: {
    no: 59,
    facts: ['dispute', 'invoice', 'claimed', 'day', 'reason'],
    effects: [take('invoice.claimed', 'claimed'), set('dispute.rejected_on', 'day')],
  },
  operation_scheduled: {
    no: 63,
    leavesCollection: true,
    facts: ['id', 'op', 'dueAt', 'day', 'asked?', 'askedBy?'],
    effects: [],
  },
  schedule_ended: { no: 64, leavesCollection: true, facts: ['id', 'outcome', 'refusal?', 'reason?'], effects: [] },
  day_evaluated: {
    no: 12,
    judgesAll: true,
    facts: ['day', 'evaluatedOn?'],
    effects: [set('customer.today', 'day'), set('customer.evaluated_on', 'evaluatedOn')],
  },
  clock_joined: {
    no: 14,
    facts: ['clock', 'collectionOff?', 'collectionFrom?'],
    effects: [set('customer.collection_off', 'collectionOff'), set('customer.collection_from', 'collectionFrom')],
  },
  rules_adopted: {
    no: 15,
    facts: ['rules', 'reopenedOn?'],
    effects: [set('customer.rules', 'rules'), set('customer.reopened_on', 'reopenedOn')],
  },
  text_erased: { no: 13, leavesCollection: true, facts: ['textId', 'reason'], effects: [] },
} as const satisfies Record<string, EventRow>
