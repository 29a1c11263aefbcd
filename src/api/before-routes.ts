import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { App } from './app.ts'
import { type ProblemFacts, problemDocument, sendProblem } from './problem.ts'
import { catalogue, type ProblemCode } from './problems.ts'

// What ends before any route and hook has seen it is answered as all else: a problem document, with the id of the request
// and the headers that a browser needs.

const headers = {
  'content-security-policy': "default-src 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
} as const

const address = { path: '/', expected: 'an address in which each % is followed by two hexadecimal digits' }

/** Answers what the router refuses: an address that cannot be read, or a part of it that is too long. */
export function answerRouterError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.headers({ ...headers, 'x-request-id': request.id })
  return error.code === 'FST_ERR_MAX_PARAM_LENGTH'
    ? sendProblem(reply, 'address_too_long')
    : sendProblem(reply, 'malformed_request', address)
}

const ofHttp: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_incomplete',
}

/** Answers what is no HTTP, where the connection still takes an answer, and ends it. */
export function answerBrokenHttp(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const code = ofHttp[error.code ?? ''] ?? 'malformed_request'
  const facts: ProblemFacts = code === 'malformed_request' ? { path: '/', expected: 'a request by HTTP/1.1' } : {}
  const id = randomUUID()
  const body = JSON.stringify(problemDocument(code, facts, id))
  const { status } = catalogue[code]
  const lines = {
    ...headers,
    'x-request-id': id,
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  }
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head.join('')}\r\n${body}`)
}

/** Gathers what is served from now on; answers the methods that an address takes. */
export function gatherMethods(app: App): (path: string) => readonly string[] {
  const routes: { readonly methods: readonly string[]; readonly pattern: RegExp }[] = []
  app.addHook('onRoute', ({ method, url }) => {
    const source = url.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/:[^/]+/g, '[^/]+')
    routes.push({ methods: [method].flat(), pattern: new RegExp(`^${source}$`) })
  })
  return (path) => [...new Set(routes.flatMap(({ methods, pattern }) => (pattern.test(path) ? methods : [])))].sort()
}
