import { z } from 'zod'
import { amount, currency, day, id, moment, name, newId, subject, text, words } from '../values.ts'
import { common, reason } from './members.ts'
import { amongAll, onCustomer, onText } from './places.ts'
import type { OperationRow } from './row.ts'

const email = z.email().max(254).meta({ maxLength: 254 })
const zone = words(64)

const moveOpening = z
  .strictObject({
    opened_on: day.optional().meta({ description: 'the new first day, in the zone of the customer' }),
    opened_at: moment.optional().meta({ description: 'or the new moment' }),
    reason,
    reference: common.reference,
  })
  .refine((body) => (body.opened_on === undefined) !== (body.opened_at === undefined), {
    path: ['opened_on'],
    error: 'one of opened_on and opened_at',
  })
  .meta({ oneOf: [{ required: ['opened_on'] }, { required: ['opened_at'] }] })

/** Who a customer is, his terms, what is written about him. */
export const customers = {
  open_customer: {
    permission: 'customer.open',
    opens: true,
    on: amongAll,
    at: '',
    summary: 'Open a customer',
    body: z.strictObject({
      customer_id: newId.optional(),
      name,
      email: email.optional(),
      currency,
      time_zone: zone.optional(),
      billing: z.enum(['postpaid', 'prepaid']).default('postpaid'),
      class: newId.optional(),
      credit_limit: amount.optional(),
      clock: id.optional(),
      ...common,
    }),
  },
  change_details: {
    permission: 'customer.change',
    on: onCustomer,
    at: 'details',
    summary: 'Change name, address, class or time zone',
    body: z.strictObject({
      name: name.optional(),
      email: email.optional(),
      class: newId.optional(),
      time_zone: zone.optional(),
      ...common,
    }),
  },
  move_opening: {
    permission: 'customer.change',
    on: onCustomer,
    at: 'opening',
    summary: 'Move the opening back, for what turns up later of before it',
    body: moveOpening,
  },
  change_credit_limit: {
    permission: 'customer.change',
    on: onCustomer,
    at: 'credit-limit',
    summary: 'Change the credit limit, for good or until a day',
    body: z.strictObject({
      limit: amount,
      until: day.optional().meta({ description: 'the last day of a temporary limit; left out, it holds from now on' }),
      ...common,
    }),
  },
  set_customer_status: {
    permission: 'customer.change',
    on: onCustomer,
    at: 'status',
    summary: 'Block, close or reopen',
    body: z.strictObject({ set: z.enum(['blocked', 'closed', 'active']), ...common }),
  },
  lift_collection: {
    permission: 'collection.lift',
    on: onCustomer,
    at: 'collection-lifts',
    summary: 'Lift collection until a day',
    body: z.strictObject({
      until: day.meta({ description: 'the last day on which nothing is collected' }),
      ...common,
    }),
  },
  add_note: {
    permission: 'note.add',
    on: onCustomer,
    at: 'notes',
    tag: 'Notes',
    summary: 'Add a note, or note a dispute on an invoice and what was agreed',
    body: z.strictObject({
      text,
      subject: subject.optional(),
      kind: z.enum(['note', 'dispute']).default('note'),
      agreed: amount.optional(),
      ...common,
    }),
  },
  erase_text: {
    permission: 'text.erase',
    on: onText,
    at: 'erase',
    summary: 'Erase a text for ever; its record stays and still verifies',
    body: z.strictObject({ ...common, reason: text }),
  },
} as const satisfies Record<string, OperationRow>
