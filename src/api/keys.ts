import type { FastifyRequest } from 'fastify'
import type { App } from './app.ts'
import { malformed, ProblemError } from './problem.ts'

const LONGEST = 200

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
  if (key.length > LONGEST || !/^[\x21-\x7e]+( *[\x21-\x7e]+)*$/.test(key))
    throw malformed('Idempotency-Key', `1 to ${LONGEST} visible ASCII characters`)
  return key
}
