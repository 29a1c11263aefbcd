import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { App } from './app.ts'
import { malformed } from './problem.ts'

/** Members of answers that hold a cursor, and where below the address that was asked it goes on. */
const cursors = { next: '', lines_next: '/lines', chain_next: '/chain' } as const

/**
 * Binds every cursor to the question that it goes on with: the list, whose it is, filters and dials. With another question
 * it is refused, for it would name a place that is none, or leave something out without a word; another `limit` is the
 * same question.
 */
export const registerCursors = (app: App): void => {
  app.addHook('preHandler', (request, _reply, done) => {
    const query = request.query as Record<string, unknown>
    if (typeof query.cursor !== 'string') return done()
    const at = query.cursor.lastIndexOf('.')
    if (at < 0 || query.cursor.slice(at + 1) !== markOf(request, ''))
      return done(malformed('cursor', 'the value of "next" in the answer before, to the same question'))
    query.cursor = query.cursor.slice(0, at)
    return done()
  })
  app.addHook('preSerialization', (request, _reply, payload, done) => done(null, marked(request, payload)))
}

function marked(request: FastifyRequest, payload: unknown): unknown {
  if (typeof payload !== 'object' || payload === null) return payload
  const found = Object.entries(cursors).flatMap(([name, below]) => {
    const cursor = (payload as Record<string, unknown>)[name]
    return typeof cursor === 'string' ? [[name, `${cursor}.${markOf(request, below)}`]] : []
  })
  return found.length === 0 ? payload : { ...payload, ...Object.fromEntries(found) }
}

function markOf({ routeOptions, params, query }: FastifyRequest, below: string): string {
  return questionMark({ url: `${routeOptions.url}${below}`, params, query: query as Record<string, unknown> })
}

/** What is asked: the address as the route writes it, the ids in it, and the query. */
type Question = { readonly url: string; readonly params: unknown; readonly query: Readonly<Record<string, unknown>> }

/** A short mark of a question: the same whatever the cursor and the size of the page. */
export function questionMark({ url, params, query }: Question): string {
  const asked = Object.entries(query)
    .filter(([name, value]) => name !== 'cursor' && name !== 'limit' && value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([url, params, asked]))
    .digest('base64url')
    .slice(0, 8)
}
