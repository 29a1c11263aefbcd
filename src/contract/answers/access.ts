import { z } from 'zod'
import { at, code, count, id, uuid } from './parts.ts'

const from = {
  ip: z.string().nullable(),
  agent: z.string().nullable().meta({ description: 'what the browser calls itself' }),
}

/** Somebody who may sign in. */
export const userRow = z.object({
  user: id,
  email: z.string(),
  name: z.string(),
  role: code,
  added_at: at,
  signed_in_at: at.nullable().meta({ description: 'when he signed in last; null: not that it is known' }),
  sessions: count.meta({ description: 'how many he has now' }),
})

/** A key of the API that is good. */
export const keyRow = z.object({
  key: id,
  name: z.string(),
  integration: z
    .string()
    .meta({ description: 'which program it is of; keys of one program share what they asked for' }),
  role: code,
  made_at: at,
  ends_at: at.nullable().meta({ description: 'null: it has no end' }),
})

/** A session of somebody who is signed in. */
export const sessionRow = z.object({
  session: uuid,
  user: id,
  email: z.string(),
  name: z.string(),
  opened_at: at,
  seen_at: at.meta({ description: 'when it was used last, to within half a minute' }),
  ends_at: at.meta({ description: 'at the latest: it ends half an hour after it was used last' }),
  ...from,
  is_this: z.boolean().meta({ description: 'the one by which this is asked' }),
})

/** A line of who came, who did not get in, and who left. */
export const accessRow = z.object({
  access: uuid,
  at,
  kind: code,
  user: id.nullable().meta({ description: 'null: the address that was tried is nobody’s' }),
  name: z.string().nullable(),
  session: uuid.nullable(),
  ...from,
  sentence: z.string(),
})
