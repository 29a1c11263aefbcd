import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Attempt, WireRequest } from '../service/asked/request.ts'
import { HungUp } from '../store/session/faults.ts'
import type { App } from './app.ts'
import { untilClosed } from './patience.ts'

/** A request as another thread asks it again. */
export type AskedApart = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string | undefined
  readonly ip: string
}

/** What that one answered. */
export type AnsweredApart = {
  readonly status: number
  readonly headers: Readonly<Record<string, number | string | string[] | undefined>>
  readonly body: string
}

/**
 * A thread of its own for what is too much to be done where everybody waits (docs/decisions/0036). `answer` asks a whole
 * request again, which had done nothing; `perform` carries out operations, each customer's in their order.
 */
export type Apart = {
  readonly answer: (asked: AskedApart, hungUp: AbortSignal) => Promise<AnsweredApart>
  readonly perform: (requests: readonly WireRequest[]) => Promise<Attempt[]>
}

const bodies = new WeakMap<FastifyRequest, string>()

/** Keeps the text of a request's body, should another thread have to read it. */
export const keepBody = (request: FastifyRequest, text: string): void => void bodies.set(request, text)

const carriedOut = new WeakSet<FastifyRequest>()

/** An operation was carried out in this thread, and only its answer may be read apart: that is no repetition. */
export const carriedOutHere = (request: FastifyRequest): void => void carriedOut.add(request)

/** Headers of an answer that belong to its connection, or are made anew. */
const OWN = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding'])

/** Whose word the server apart takes for who asks and how: that of this one, whoever asked it. All addresses. */
export const ANYBODY = ['0.0.0.0/1', '128.0.0.0/1', '::/1', '8000::/1'] as const

/** Who asks, under which name, and whether by HTTPS, as a proxy says it. */
const toldBy = ({ ip, host, protocol }: FastifyRequest) => ({
  'x-forwarded-for': ip,
  'x-forwarded-host': host,
  'x-forwarded-proto': protocol,
})

/** Has a request that is too much here answered by the thread apart. */
export async function answerApart(apart: Apart, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { method, raw, ip } = request
  const headers = { ...request.headers, ...toldBy(request) }
  const asked = { method: method as AskedApart['method'], url: raw.url ?? '/', headers, body: bodies.get(request), ip }
  // an operation is carried out, whether or not somebody still listens
  const hungUp = method === 'GET' ? untilClosed(reply) : new AbortController().signal
  const {
    status,
    headers: answered,
    body,
  } = await apart.answer(asked, hungUp).catch((error: unknown) => {
    throw hungUp.aborted ? new HungUp() : error
  })
  for (const [name, value] of Object.entries(answered))
    if (value !== undefined && !OWN.has(name) && !(name === 'idempotent-replay' && carriedOut.has(request)))
      reply.header(name, value)
  return reply.code(status).serializer(String).send(body)
}

/** Asks a server in this thread, which listens nowhere. */
export async function answerHere(app: App, asked: AskedApart, signal: AbortSignal): Promise<AnsweredApart> {
  const { method, url, headers, body, ip } = asked
  const { 'content-length': _length, 'transfer-encoding': _encoding, ...others } = headers
  const response = await app.inject({
    method,
    url,
    headers: others,
    remoteAddress: ip,
    signal,
    ...(body === undefined ? {} : { payload: body }),
  })
  return { status: response.statusCode, headers: response.headers, body: response.body }
}
