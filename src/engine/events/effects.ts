import type { BaseFigureName } from '../figures/base.ts'
import type { SlotName } from './slots.ts'

/**
 * The first of the two tables: what each event does to base figures. A line reads "figure, sign, the slot that holds the
 * amount"; the subject is the one that the event names in the slot of the figure's scope. Base figures only, never the
 * result of a formula (a test holds that). Event numbers are for ever.
 */
export type EffectRule = { readonly figure: BaseFigureName; readonly how: '+' | '-' | '='; readonly slot: SlotName }
type EventRow = {
  readonly no: number
  readonly facts: readonly (SlotName | `${SlotName}?`)[]
  readonly effects: readonly EffectRule[]
}

const add = (figure: BaseFigureName, slot: SlotName = 'amount'): EffectRule => ({ figure, how: '+', slot })
const take = (figure: BaseFigureName, slot: SlotName = 'amount'): EffectRule => ({ figure, how: '-', slot })
const set = (figure: BaseFigureName, slot: SlotName): EffectRule => ({ figure, how: '=', slot })

export const events = {
  customer_opened: {
    no: 1,
    facts: ['id', 'name', 'email?', 'currency', 'timeZone', 'billing', 'class', 'clock?', 'creditLimit?', 'rules'],
    effects: [set('customer.credit_limit', 'creditLimit'), set('customer.rules', 'rules')],
  },
  charge_booked: {
    no: 2,
    facts: ['charge', 'amount', 'xdrId', 'service', 'description?'],
    effects: [add('customer.charged')],
  },
  invoice_issued: {
    no: 3,
    facts: ['invoice', 'id', 'amount', 'issuedOn', 'dueOn?', 'periodFrom?', 'periodTo?', 'charges'],
    effects: [
      add('customer.invoiced'),
      add('invoice.total'),
      set('invoice.issued_on', 'issuedOn'),
      set('invoice.due_on', 'dueOn'),
    ],
  },
  invoice_adjusted: {
    no: 4,
    facts: ['invoice', 'amount', 'xdrId', 'reason'],
    effects: [add('customer.adjusted'), add('invoice.adjusted')],
  },
  payment_received: {
    no: 5,
    facts: ['payment', 'id', 'amount', 'xdrId', 'method?', 'rule'],
    effects: [add('customer.paid'), add('payment.amount')],
  },
  payment_allocated: {
    no: 6,
    facts: ['payment', 'invoice', 'allocation', 'amount', 'rule'],
    effects: [add('payment.allocated'), add('invoice.paid'), add('allocation.amount')],
  },
  payment_deallocated: {
    no: 7,
    facts: ['payment', 'invoice', 'allocation', 'amount', 'rule'],
    effects: [take('payment.allocated'), take('invoice.paid'), take('allocation.amount')],
  },
  credit_made: {
    no: 8,
    facts: ['credit', 'id', 'invoice', 'amount'],
    effects: [add('invoice.to_credit'), add('credit.amount')],
  },
  credit_allocated: {
    no: 9,
    facts: ['credit', 'invoice', 'allocation', 'amount', 'rule'],
    effects: [add('credit.allocated'), add('invoice.credited'), add('allocation.amount')],
  },
  credit_deallocated: {
    no: 10,
    facts: ['credit', 'invoice', 'allocation', 'amount', 'rule'],
    effects: [take('credit.allocated'), take('invoice.credited'), take('allocation.amount')],
  },
  note_added: {
    no: 11,
    facts: ['note', 'noteKind', 'about', 'invoice?', 'agreed?'],
    effects: [add('invoice.agreed', 'agreed')],
  },
  day_evaluated: { no: 12, facts: ['day'], effects: [set('customer.today', 'day')] },
  text_erased: { no: 13, facts: ['textId', 'reason'], effects: [] },
  clock_joined: { no: 14, facts: ['clock'], effects: [] },
  rules_adopted: { no: 15, facts: ['rules'], effects: [set('customer.rules', 'rules')] },

  user_added: { no: 40, facts: ['id', 'name', 'role'], effects: [] },
  key_created: { no: 41, facts: ['id', 'name'], effects: [] },
  key_revoked: { no: 42, facts: ['id', 'reason?'], effects: [] },
  clock_created: { no: 43, facts: ['clock', 'now', 'mail'], effects: [] },
  clock_advanced: { no: 44, facts: ['clock', 'now'], effects: [] },
  clock_ended: { no: 45, facts: ['clock', 'now', 'count'], effects: [] },
  run_started: { no: 46, facts: ['id', 'runKind', 'day?'], effects: [] },
  run_finished: { no: 47, facts: ['id', 'outcome', 'count', 'rejected?'], effects: [] },
  import_started: { no: 48, facts: ['id', 'name', 'clock', 'count'], effects: [] },
  import_finished: { no: 49, facts: ['id', 'outcome', 'count', 'rejected'], effects: [] },
} as const satisfies Record<string, EventRow>

export type EventType = keyof typeof events
