import { z } from 'zod'
import { permissionNames } from '../permissions.ts'
import { at, code, count, day, id, uuid } from './parts.ts'

export const clockAnswer = z.object({
  clock: id,
  now: at,
  mail: z.enum(['withhold', 'send']),
  collection: z.enum(['on', 'off']),
  joined: z.boolean(),
  customers: count,
})
export const runAnswer = z.object({
  run_id: uuid,
  kind: code,
  business_date: day.nullable(),
  state: z.enum(['running', 'done', 'failed']),
  done: count,
  total: count,
  result: z.record(z.string(), z.unknown()),
  started_at: at,
  finished_at: at.nullable(),
})

/** RFC 9457 problem document; facts of a refusal stand beside these members. */
export const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  sentence: z.string().optional().meta({ description: 'what it means and what to do, for people' }),
  request_id: z.string(),
})

/** Who is signed in, and what his role may do. */
export const sessionAnswer = z.object({
  email: z.string(),
  name: z.string(),
  role: code,
  permissions: z.array(z.enum(permissionNames)).meta({ description: 'what the role may do, by noun and deed' }),
})
export const healthAnswer = z.object({
  status: z.literal('ok'),
  version: z.string(),
  append_only: z.string(),
  mail: z.string(),
  clock: z
    .string()
    .meta({ description: 'whether the clock of the server is behind the newest record, and until when' }),
  clock_behind_seconds: z.int().min(0),
})
export const readyAnswer = z.object({
  status: z.enum(['ready', 'not ready']),
  database: z.string(),
  because: z.string().optional().meta({ description: 'why it cannot write now' }),
})
