import { z } from 'zod'
import { at, code, id, uuid } from './parts.ts'

const from = {
  ip: z.string().nullable(),
  agent: z.string().nullable().meta({ description: 'what the browser calls itself' }),
}

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
