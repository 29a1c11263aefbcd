import { z } from 'zod'
import { lineKey } from '../../contract/lines.ts'
import { commandNames, commands, isOpening } from '../../contract/operations.ts'
import { id } from '../../contract/values.ts'
import type { Caller, WireRequest } from '../../service/asked/request.ts'
import { NOT_UTF8, tooLarge } from '../body.ts'
import { malformed } from '../problem.ts'
import type { Line } from './lines.ts'

const envelope = z.looseObject({
  op: z.enum(commandNames, { error: `one of ${commandNames.join(', ')}` }),
  key: lineKey,
  customer_id: id.optional(),
})

/** Reads the operation of one line, with the reason that is given for lines without one; throws the problem that it is. */
export function readLine(line: Line, caller: Caller, reason?: string): WireRequest {
  if ('fault' in line) throw line.fault === 'too_long' ? tooLarge(line.bytes) : malformed('/', NOT_UTF8)
  const { op, key, customer_id, ...own } = parsed(envelope, json(line.text))
  const members = reason === undefined || own.reason !== undefined ? own : { ...own, reason }
  const body = parsed(commands[op], isOpening(op) && customer_id !== undefined ? { ...members, customer_id } : members)
  if (!isOpening(op) && customer_id === undefined) throw malformed('customer_id', 'the customer of the operation')
  return { op, key, caller, customerId: customer_id ?? null, body, reference: body.reference } as WireRequest
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw malformed('/', `JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function parsed<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const extra = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const expected = extra.length > 0 ? 'no such member' : (issue?.message ?? 'another form')
  throw malformed([...(issue?.path ?? []), ...extra].join('.') || '/', expected)
}
