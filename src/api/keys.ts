import type { FastifyRequest } from 'fastify'
import type { App } from './app.ts'
import { malformed, ProblemError } from './problem.ts'

const LONGEST = 200
/** Visible ASCII with blanks between; each character can be read in one way, so that reading takes as long as the key is. */
const VISIBLE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/

/** The header of the key, as the OpenAPI document has it. */
export const KEY = {
  type: 'string',
  minLength: 1,
  maxLength: LONGEST,
  pattern: VISIBLE.source,
  description: 'A new one for each operation, the same one for its repetition.',
} as const

/** Asks every POST for an Idempotency-Key, but for routes that keep their own keys or change nothing. */
export const registerKeys = (app: App): void => {
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.method === 'POST' && request.routeOptions.config.withoutKey !== true) keyOf(request)
    done()
  })
}

/** The Idempotency-Key of a request: 1 to 200 visible ASCII characters. */
export function keyOf(request: FastifyRequest): string {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || key === '') throw new ProblemError('idempotency_key_required')
  if (key.length > LONGEST || !VISIBLE.test(key))
    throw malformed('Idempotency-Key', `1 to ${LONGEST} visible ASCII characters`)
  return key
}
