import { keepBody } from './apart.ts'
import type { App } from './app.ts'
import { malformed, ProblemError } from './problem.ts'
import { textOf } from './utf8.ts'

/** What a body that is no text should have been. */
export const NOT_UTF8 = 'text in UTF-8'

/** The largest body of a request, and the longest line of /ingest; bytes. */
export const BODY_LIMIT = 1024 * 1024

/** A body or line that is too large; `bytes`: how large, where that is known. */
export const tooLarge = (bytes: number | undefined): ProblemError =>
  new ProblemError('body_too_large', { ...(bytes !== undefined && { bytes }), limit_bytes: BODY_LIMIT })

/**
 * Reads bodies of application/json; no body at all counts as {} (POST /clocks/k/join has nothing to say). A member named
 * __proto__ is data of a caller like any other and never reaches a prototype: zod copies known members only.
 */
export const registerBodies = (app: App): void => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (request, body, done) => {
    const text = textOf(Buffer.from(body))
    if (text === null) return done(malformed('/', NOT_UTF8))
    keepBody(request, text)
    if (text === '') return done(null, {})
    try {
      done(null, JSON.parse(text))
    } catch (error) {
      done(malformed('/', `JSON: ${error instanceof Error ? error.message : String(error)}`))
    }
  })
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.method === 'POST' && request.body === undefined) request.body = {}
    done()
  })
}
