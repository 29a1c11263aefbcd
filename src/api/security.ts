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

/** What no page here uses is off, for whatever gets into one. */
const features = {
  accelerometer: '()',
  camera: '()',
  'clipboard-write': '(self)',
  'display-capture': '()',
  geolocation: '()',
  gyroscope: '()',
  magnetometer: '()',
  microphone: '()',
  payment: '()',
  usb: '()',
}
const permissionsPolicy = Object.entries(features)
  .map(([name, of]) => `${name}=${of}`)
  .join(', ')

/** A year, once it was reached by HTTPS. */
const HSTS = 'max-age=31536000'

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
  app.addHook('onRequest', (request, { raw, helmet: make }, done) => {
    if (headers === undefined) {
      make()
      raw.setHeader('permissions-policy', permissionsPolicy)
      headers = Object.entries(raw.getHeaders()).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      )
    } else for (const [name, value] of headers) raw.setHeader(name, value)
    if (request.protocol === 'https') raw.setHeader('strict-transport-security', HSTS)
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
