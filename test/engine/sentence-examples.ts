import type { EventType } from '../../src/engine/events/effects.ts'
import { theCustomer } from '../../src/engine/figures/base.ts'
import { day } from '../memory/clerk.ts'
import { dispute, type Example, invoice, now, reason, sixty, ten, text } from './example-facts.ts'
import { moneyExamples } from './sentence-examples-money.ts'

const customers = {
  customer_opened: [
    theCustomer,
    { id: 'C1', name: text('John Doe'), currency: 'USD', billing: 'postpaid', class: 'default', rules: 2n },
    'Customer opened: John Doe, USD, postpaid.',
  ],
  opening_moved: [
    theCustomer,
    { currency: 'USD', timeZone: 'UTC', billing: 'postpaid', class: 'default', rules: 3n, reason, openedBefore: now },
    'Opening of the customer moved back from 2026-10-01T00:00:00.000Z to 1970-01-01T00:00:00.000Z. Reason: as agreed.',
  ],
  customer_changed: [
    theCustomer,
    { name: text('Jane Doe'), email: text('jane@example.com'), class: 'gold', timeZone: 'Europe/Paris' },
    'Details of the customer changed: name Jane Doe, e-mail jane@example.com, class gold, time zone Europe/Paris.',
  ],
  customer_blocked: [theCustomer, { day: day('2026-10-05'), reason }, 'Customer blocked. Reason: as agreed.'],
  customer_closed: [theCustomer, { day: day('2026-10-05'), reason }, 'Customer closed. Reason: as agreed.'],
  customer_reopened: [theCustomer, { cleared: 0, reason }, 'Customer set active. Reason: as agreed.'],
  customer_terminated: [
    theCustomer,
    { day: day('2026-10-05'), policyVersion: 3n },
    'Customer provisionally terminated, by policy version 3.',
  ],
  credit_limit_changed: [
    theCustomer,
    { temporaryLimit: sixty, until: day('2026-10-20'), reason },
    'Credit limit set to 60.00, until 20 Oct 2026. Reason: as agreed.',
  ],
  customer_reinstated: [
    theCustomer,
    { cleared: 0, policyVersion: 3n },
    'Customer reinstated: no collected invoice has reached its termination any more. By policy version 3.',
  ],
  collection_counted: [
    invoice,
    { invoice, countedFrom: day('2026-10-05'), because: 'owed_again' },
    'Collection of invoice I counts from 5 Oct 2026: owed again after it was settled.',
  ],
  collection_spared: [
    invoice,
    { invoice, sparedOn: day('2026-10-05'), because: 'in_dispute' },
    'Collection of invoice I spared since 5 Oct 2026: in dispute.',
  ],
  stage_announced: [
    invoice,
    { stage: 'suspension', invoice, suspension: day('2026-10-08'), policyVersion: 3n },
    'Suspension announced for 8 Oct 2026 because of invoice I. By policy version 3.',
  ],
  announcement_ended: [
    invoice,
    { stage: 'suspension', invoice, suspension: 0, because: 'in_dispute' },
    'Suspension announced because of invoice I no more: in dispute.',
  ],
  policy_adopted: [theCustomer, { policyVersion: 3n, policy: '{}' }, 'Policy version 3 adopted.'],
  collection_lifted: [
    theCustomer,
    { until: day('2026-10-20'), reason },
    'Collection lifted until 20 Oct 2026. Reason: as agreed.',
  ],
  collection_stopped: [
    invoice,
    { invoice, day: day('2026-10-05'), reason },
    'Collection of invoice I stopped. Reason: as agreed.',
  ],
  collection_resumed: [invoice, { invoice, cleared: 0, reason }, 'Collection of invoice I resumed. Reason: as agreed.'],
  note_added: [
    invoice,
    { note: text('he called.'), noteKind: 'dispute', about: invoice, invoice, agreed: ten },
    'Dispute noted on invoice I: he called. Agreed: 10.00.',
  ],
  dispute_opened: [
    dispute,
    { dispute, id: 'D', invoice, claimed: sixty, agreed: ten, note: text('roaming charges') },
    'Dispute D opened on invoice I, 60.00 claimed, 10.00 agreed: roaming charges.',
  ],
  dispute_resolved: [
    dispute,
    { dispute, invoice, claimed: sixty, day: day('2026-10-05'), reason },
    'Dispute D on invoice I resolved. Reason: as agreed.',
  ],
  dispute_rejected: [
    dispute,
    { dispute, invoice, claimed: sixty, day: day('2026-10-05'), reason },
    'Dispute D on invoice I rejected. Reason: as agreed.',
  ],
  operation_scheduled: [
    theCustomer,
    { id: 'S', op: 'receive_payment', dueAt: now, day: day('2026-10-05') },
    'Scheduled for 5 Oct 2026: receive payment.',
  ],
  schedule_ended: [
    theCustomer,
    { id: 'S', outcome: 'failed', refusal: 'xdr_id_taken' },
    'Scheduled operation not booked: xdr id taken.',
  ],
  day_evaluated: [theCustomer, { day: day('2026-10-16') }, '16 October 2026 evaluated.'],
  text_erased: [theCustomer, { textId: 'x', reason }, 'Text erased. Reason: as agreed.'],
  clock_joined: [theCustomer, { clock: 'tale' }, 'Joined the wall clock, from clock tale.'],
  rules_adopted: [theCustomer, { rules: 2n }, 'Rules 2 adopted.'],
} as const satisfies Partial<Record<EventType, Example>>

const operators = {
  policy_set: [
    theCustomer,
    { policyVersion: 3n, scope: 'class:gold', policy: '{}' },
    'Policy version 3 set for class gold.',
  ],
  user_added: [
    theCustomer,
    { id: 'ann', name: text('Ann'), role: 'administrator' },
    'User ann added as administrator.',
  ],
  key_created: [
    theCustomer,
    { id: 'k1', name: text('CRM'), role: 'integration' },
    'API key k1 created: CRM, as integration.',
  ],
  role_limit_set: [
    theCustomer,
    { id: 'support invoice.adjust USD', role: 'support', policy: '50.00 USD each' },
    'Limit support invoice.adjust USD set: 50.00 USD each.',
  ],
  user_role_set: [theCustomer, { id: 'ann', role: 'support' }, 'User ann is support from now on.'],
  user_removed: [theCustomer, { id: 'ann', reason: text('lost') }, 'User ann removed. Reason: lost.'],
  password_changed: [theCustomer, { id: 'ann' }, 'Password of user ann changed.'],
  key_revoked: [theCustomer, { id: 'k1', reason: text('lost') }, 'API key k1 revoked. Reason: lost.'],
  clock_created: [
    theCustomer,
    { clock: 'tale', now, mail: 'withhold' },
    'Clock tale created at 2026-10-01T00:00:00.000Z; mail is withheld.',
  ],
  clock_advanced: [theCustomer, { clock: 'tale', now }, 'Clock tale advanced to 2026-10-01T00:00:00.000Z.'],
  clock_ended: [theCustomer, { clock: 'tale', now, count: 3n }, 'Clock tale joined the wall clock with 3 customers.'],
  run_started: [theCustomer, { id: 'R1', runKind: 'collection', day: day('2026-10-16') }, 'Collection run R1 started.'],
  row_pinned: [
    theCustomer,
    { scope: 'run', id: 'r1', pinned: new Uint8Array(32) },
    'Row r1 of table run is held as it stands.',
  ],
  books_closed: [
    theCustomer,
    { closedUntil: day('2026-10-31'), reason },
    'The books are closed until 31 Oct 2026. Reason: as agreed.',
  ],
  run_finished: [theCustomer, { id: 'R1', outcome: 'done', count: 3n }, 'Run R1 finished: done, 3 looked at.'],
  import_started: [
    theCustomer,
    { id: 'M1', name: text('may.csv'), clock: 'tale', count: 12n },
    'Import M1 of may.csv started, 12 lines.',
  ],
  import_finished: [
    theCustomer,
    { id: 'M1', outcome: 'done', count: 11n, rejected: 1n },
    'Import M1 finished: 11 lines booked, 1 rejected.',
  ],
} as const satisfies Partial<Record<EventType, Example>>

/** One event of each type, as small as it can be, and how it is told. */
export const examples: Readonly<Record<EventType, Example>> = { ...customers, ...moneyExamples, ...operators }
