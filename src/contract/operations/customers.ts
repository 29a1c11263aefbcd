import { z } from 'zod'
import { amount, currency, day, id, moment, name, newId, subject, text, words } from '../values.ts'
import { common, reason } from './members.ts'

const email = z.email().max(254).meta({ maxLength: 254 })
const zone = words(64)

export const openCustomer = z.strictObject({
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
})

export const changeDetails = z.strictObject({
  name: name.optional(),
  email: email.optional(),
  class: newId.optional(),
  time_zone: zone.optional(),
  ...common,
})

export const moveOpening = z
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

export const changeCreditLimit = z.strictObject({
  limit: amount,
  until: day.optional().meta({ description: 'the last day of a temporary limit; left out, it holds from now on' }),
  ...common,
})

export const setCustomerStatus = z.strictObject({ set: z.enum(['blocked', 'closed', 'active']), ...common })

export const liftCollection = z.strictObject({
  until: day.meta({ description: 'the last day on which nothing is collected' }),
  ...common,
})

export const addNote = z.strictObject({
  text,
  subject: subject.optional(),
  kind: z.enum(['note', 'dispute']).default('note'),
  agreed: amount.optional(),
  ...common,
})

export const eraseText = z.strictObject({ ...common, reason: text })
