import { createHash } from 'node:crypto'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import type { App } from './app.ts'
import { ProblemError } from './problem.ts'

/** Only what this server itself serves may run in its pages; the page library writes its styles inline. */
const directives = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
}

/** Headers against framing, sniffing and foreign scripts; cookies; the limiter that routes may ask for. */
export const registerSecurity = async (app: App): Promise<void> => {
  await app.register(helmet, {
    global: false,
    contentSecurityPolicy: { useDefaults: false, directives },
    hsts: false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
  })
  answerSafely(app)
  await app.register(cookie)
  await app.register(rateLimit, { global: false, errorResponseBuilder: tooMany })
}

/** The headers are the same for all answers: they are made for the first one, since each making costs as much as routing. */
function answerSafely(app: App): void {
  let headers: readonly (readonly [string, number | string | readonly string[]])[] | undefined
  app.addHook('onRequest', (_request, { raw, helmet: make }, done) => {
    if (headers === undefined) {
      make()
      headers = Object.entries(raw.getHeaders()).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      )
    } else for (const [name, value] of headers) raw.setHeader(name, value)
    done()
  })
}

const tooMany = (_request: unknown, context: { readonly ttl: number }): ProblemError =>
  new ProblemError('too_many_requests', { retry_after: Math.ceil(context.ttl / 1000) })

/** Allows a page its own inline scripts, by their hash; none that someone slips into it would have that. */
export const policyForPage = (policy: string, html: string): string => {
  const hashes = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  )
  return hashes.length === 0 ? policy : policy.replace("script-src 'self'", `script-src 'self' ${hashes.join(' ')}`)
}
