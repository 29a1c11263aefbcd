import { z } from 'zod'
import { day, id, moment, newId, text } from '../values.ts'

const reason = text.optional().meta({ description: 'why' })

export const createClock = z.strictObject({
  clock: newId,
  now: moment,
  mail: z.enum(['withhold', 'send']).default('withhold'),
  collection: z
    .enum(['on', 'off'])
    .default('on')
    .meta({ description: 'off: what it tells is history; nothing is collected before it joins the wall clock' }),
  reason,
})
export const advanceClock = z.strictObject({ to: moment, reason })
/** Joining has nothing to say. */
export const joinClock = z.strictObject({})
export const runCollection = z.strictObject({ business_date: day, customer_id: id.optional(), reason })
