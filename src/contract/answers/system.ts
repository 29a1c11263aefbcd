import { z } from 'zod'
import { permissionNames } from '../permissions.ts'
import { amount, at, code, count, currency, day, id, uuid } from './parts.ts'

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

const permission = z.enum(permissionNames)

/** What there is to be permitted, who may do it, and which operation takes it. */
export const rolesAnswer = z.object({
  permissions: z.array(z.object({ permission, words: z.string().meta({ description: 'after "may"' }) })),
  roles: z.array(
    z.object({
      role: code,
      words: z.string(),
      permissions: z.array(permission),
      limits: z.array(
        z.object({
          permission,
          currency,
          each: amount.nullable().meta({ description: 'null: as much as it likes' }),
          per_day: amount.nullable().meta({ description: 'by days of UTC; null: as much as it likes' }),
        }),
      ),
    }),
  ),
  operations: z
    .array(z.object({ method: z.string(), path: z.string(), permission }))
    .meta({ description: 'but those that are judged line by line; a parameter of a path as {name}' }),
})

/** Who is signed in, and what his role may do. */
export const sessionAnswer = z.object({
  email: z.string(),
  name: z.string(),
  role: code,
  permissions: z.array(permission).meta({ description: 'what the role may do, by noun and deed' }),
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
