import { Readable } from 'node:stream'
import { ingestQuery } from '../../contract/queries.ts'
import { customerIdOf } from '../../service/asked/commands/wanted-of.ts'
import { openFlow } from '../../service/work/flow.ts'
import type { Store } from '../../store/session/store.ts'
import { type App, written } from '../app.ts'
import { theCaller } from '../auth.ts'
import { carriedOut, type How, refusedBy, type Wish } from '../ingest/carry-out.ts'
import { inOrder } from '../ingest/in-order.ts'
import { type Line, linesOf } from '../ingest/lines.ts'
import { readLine } from '../ingest/read-line.ts'
import { withoutLongPause } from '../patience.ts'
import { ProblemError } from '../problem.ts'
import type { Settings } from '../settings.ts'

/** Most that shares one transaction: enough to share its cost, few enough that nobody waits long for a head. */
const TOGETHER = { pieces: 200, size: 64 * 1024 }
/** Transactions of one stream that are under way at once: while one is written, the next is decided. */
const AT_ONCE = 2
/** Most of a stream that waits for its answers; beyond it nothing is read. */
const WINDOW = { pieces: 2000, size: 1024 * 1024 }
/** Most streams at once; who comes then is told to come again. */
const STREAMS = 32
const AGAIN_S = 1

const description = `NDJSON: one operation a line, {"op", "customer_id", "key", …} with the members of the operation's body and
ids. Each line is answered by a line {"line", "status", "records" | "problem"} in the same order; \`status\` is done,
replayed or refused. A refused line stops no other. A line has at most 1 MiB; the stream has no limit.`

/** Carries out a stream of operations, answering each as it goes. */
export const ingest = (app: App, store: Store, { silenceMs, apart }: Pick<Settings, 'silenceMs' | 'apart'>): void => {
  let streams = 0
  app.addContentTypeParser('application/x-ndjson', (_request, payload, done) => done(null, payload))
  app.post(
    '/ingest',
    {
      config: { permission: 'of each operation', withoutKey: true },
      schema: {
        tags: ['Ingest'],
        summary: 'Carry out many operations',
        description,
        querystring: ingestQuery,
        response: written('application/x-ndjson', 'A line for each operation, in their order', {
          description: 'one IngestAnswer a line',
          'x-line': { $ref: '#/components/schemas/IngestAnswer' },
        }),
      },
    },
    async (request, reply) => {
      const lines = request.body instanceof Readable ? request.body : Readable.from([JSON.stringify(request.body)])
      if (streams >= STREAMS) throw new ProblemError('held_elsewhere', { retry_after: AGAIN_S })
      streams += 1
      reply.raw.once('close', () => {
        streams -= 1
      })
      const { records, reason } = request.query
      const how = { caller: theCaller(request), requestId: String(request.id), brief: records === 'none', apart }
      const answers = answered(store, withoutLongPause(lines, silenceMs), { ...how, reason })
      return await reply
        .type('application/x-ndjson')
        .serializer(String)
        .send(Readable.from(answers, { objectMode: false }))
    },
  )
}

type Asked = How & { readonly reason: string | undefined }

/** A line as it is carried out: what was read of it, or why it could not be; `size`: what it takes. */
type Read = { readonly line: number; readonly size: number } & (Wish | { readonly fault: unknown })

async function* answered(store: Store, stream: AsyncIterable<Uint8Array | string>, how: Asked): AsyncGenerator<string> {
  const flow = openFlow({
    nameOf: ({ request }: Wish & Read) => customerIdOf(request),
    sizeOf: ({ size }) => size,
    most: TOGETHER,
    atOnce: AT_ONCE,
    carryOut: (wishes) => carriedOut(store, wishes, how),
  })
  const begin = async (line: Line): Promise<object> => {
    const read = readOf(line, how)
    return 'fault' in read ? refusedBy(read.line, read.fault, how) : await flow.add(read)
  }
  for await (const answers of inOrder(linesOf(stream), { begin, sizeOf, window: WINDOW }))
    yield answers.map((answer) => `${JSON.stringify(answer)}\n`).join('')
}

const sizeOf = (line: Line): number => ('text' in line ? line.text.length : 0)

function readOf(line: Line, { caller, reason }: Asked): Read {
  try {
    return { line: line.no, size: sizeOf(line), request: readLine(line, caller, reason) }
  } catch (fault) {
    return { line: line.no, size: sizeOf(line), fault }
  }
}
