import type { FastifyReply, FastifyRequest } from 'fastify'
import { asker } from '../store/session/asker.ts'
import type { App } from './app.ts'
import { ProblemError } from './problem.ts'

/** How long a request may pause within its body; ms. */
export const SILENCE_MS = 30_000

/** The headers of a request come within 15 s, as is looked every 5. */
export const HEADERS_IN_TIME = { headersTimeout: 15_000, connectionsCheckingInterval: 5000 }

/** Ends the questions of those who hang up, and requests whose body does not come. */
export const registerPatience = (app: App, silenceMs: number): void => {
  app.addHook('onRequest', (request, reply, done) => {
    if (request.method !== 'GET') return done()
    asker.waits(untilClosed(reply), done)
  })
  app.addHook('preParsing', (request, _reply, payload, done) => {
    if (request.headers['content-type'] !== STREAM) endIfSilent(request, silenceMs)
    done(null, payload)
  })
}

/** What is read line by line has its own patience. */
const STREAM = 'application/x-ndjson'

/** Says that the connection was closed before all of the answer was written. */
export function untilClosed(reply: FastifyReply): AbortSignal {
  const hungUp = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) hungUp.abort()
  })
  return hungUp.signal
}

/** Answers a request whose body pauses for too long; ends its connection where nobody reads the body. */
function endIfSilent({ raw }: FastifyRequest, silenceMs: number): void {
  const end = (): void => {
    if (raw.complete || raw.destroyed) return
    // an error that nobody listens to would end the server
    if (raw.listenerCount('error') === 0) raw.destroy()
    else raw.emit('error', Object.assign(new ProblemError('request_incomplete'), { statusCode: 408 }))
  }
  let silence = setTimeout(end, silenceMs)
  raw.on('data', () => {
    clearTimeout(silence)
    silence = setTimeout(end, silenceMs)
  })
  for (const event of ['end', 'close'] as const) raw.once(event, () => clearTimeout(silence))
}

/** The parts of a stream as they come; throws when none comes for too long while one is waited for. */
export async function* withoutLongPause<T>(stream: AsyncIterable<T>, silenceMs: number): AsyncGenerator<T> {
  const parts = stream[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await inTime(parts.next(), silenceMs)
      if (next.done) return
      yield next.value
    }
  } finally {
    // not awaited: a stream that pauses ends its reading only when it goes on
    void parts.return?.()?.catch(() => {})
  }
}

async function inTime<T>(promise: Promise<T>, ms: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new ProblemError('request_incomplete')), ms)
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
