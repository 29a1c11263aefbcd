import { Readable } from 'node:stream'
import { ingestQuery } from '../../contract/queries.ts'
import type { Left } from '../../engine/asked/commands/money.ts'
import type { Attempt, Caller, WireRequest } from '../../service/asked/request.ts'
import { performMany } from '../../service/ledger/perform.ts'
import { recordsBooked } from '../../service/read/answers/booked.ts'
import { leftOf, rejected } from '../../service/read/answers/left.ts'
import { recordsOf } from '../../service/read/answers/operation.ts'
import { TooMuchAtOnce } from '../../store/session/at-once.ts'
import type { Store } from '../../store/session/store.ts'
import { inOneMoment } from '../answer.ts'
import { type App, written } from '../app.ts'
import { theCaller } from '../auth.ts'
import { problemOf } from '../faults.ts'
import { batched, type Line, linesOf } from '../ingest/lines.ts'
import { readLine } from '../ingest/read-line.ts'
import { withoutLongPause } from '../patience.ts'
import { problemDocument } from '../problem.ts'
import type { Settings } from '../settings.ts'

/** Lines that share one transaction. */
const BATCH = 200

const description = `NDJSON: one operation a line, {"op", "customer_id", "key", …} with the members of the operation's body and
ids. Each line is answered by a line {"line", "status", "records" | "problem"} in the same order; \`status\` is done,
replayed or refused. A refused line stops no other. A line has at most 1 MiB; the stream has no limit.`

/** Carries out a stream of operations, answering each as it goes. */
export const ingest = (app: App, store: Store, { silenceMs, apart }: Pick<Settings, 'silenceMs' | 'apart'>): void => {
  app.addContentTypeParser('application/x-ndjson', (_request, payload, done) => done(null, payload))
  app.post(
    '/ingest',
    {
      config: { withoutKey: true },
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
      const { records, reason } = request.query
      const brief = records === 'none'
      const answers = answered(store, withoutLongPause(lines, silenceMs), {
        caller: theCaller(request),
        requestId: String(request.id),
        brief,
        reason,
        apart,
      })
      return await reply
        .type('application/x-ndjson')
        .serializer(String)
        .send(Readable.from(answers, { objectMode: false }))
    },
  )
}

type How = {
  readonly caller: Caller
  readonly requestId: string
  readonly brief: boolean
  readonly reason: string | undefined
  readonly apart: Settings['apart']
}
type Wish = { readonly line: number } & ({ readonly request: WireRequest } | { readonly fault: unknown })

async function* answered(store: Store, stream: AsyncIterable<Uint8Array | string>, how: How): AsyncGenerator<string> {
  for await (const lines of batched(linesOf(stream), BATCH)) {
    const wishes = lines.map((line) => wishOf(line, how))
    const attempts = await attemptsOf(store, wishes, how.apart)
    const records = how.brief ? null : await recordsMade(store, [...attempts.values()])
    const lefts = await leftBy(store, attempts)
    yield wishes.map((wish) => `${JSON.stringify(answerOf(wish, { attempts, records, lefts }, how))}\n`).join('')
  }
}

function wishOf(line: Line, { caller, reason }: How): Wish {
  try {
    return { line: line.no, request: readLine(line, caller, reason) }
  } catch (fault) {
    return { line: line.no, fault }
  }
}

type Attempts = ReadonlyMap<WireRequest, Attempt>

async function attemptsOf(store: Store, wishes: readonly Wish[], apart: Settings['apart']): Promise<Attempts> {
  const requests = wishes.flatMap((wish) => ('request' in wish ? [wish.request] : []))
  const attempts = await performMany(store, requests)
  const made = new Map(requests.map((request, at) => [request, attempts[at] as Attempt]))
  const large = apart === undefined ? [] : requests.filter((request) => isTooMuch(made.get(request)))
  if (apart === undefined || large.length === 0) return made
  const others = await apart.perform(large)
  for (const [at, request] of large.entries()) made.set(request, others[at] as Attempt)
  return made
}

const isTooMuch = (attempt: Attempt | undefined): boolean =>
  attempt?.status === 'fault' && attempt.error instanceof TooMuchAtOnce

type Records = ReadonlyMap<Attempt, readonly unknown[]> | null

/** What the operations of a batch booked; null where that cannot be read now: it is booked all the same. */
async function recordsMade(store: Store, attempts: readonly Attempt[]): Promise<Records> {
  const done = attempts.filter((attempt) => attempt.status === 'done')
  try {
    const lines =
      (await recordsBooked(store, done)) ?? (await inOneMoment(store, (session) => recordsOf(session, done)))
    return new Map(done.map((attempt, at) => [attempt, lines[at] ?? []]))
  } catch {
    return null
  }
}

type Lefts = ReadonlyMap<Attempt, readonly Left[]>

/** What of the operations of a batch is not carried out, of those that are so in part. */
async function leftBy(store: Store, attempts: Attempts): Promise<Lefts> {
  const lefts = new Map<Attempt, readonly Left[]>()
  for (const [request, attempt] of attempts) {
    const left = attempt.status === 'done' ? await leftOf(store, attempt, request.op) : undefined
    if (left !== undefined) lefts.set(attempt, left)
  }
  return lefts
}

type Made = { readonly attempts: Attempts; readonly records: Records; readonly lefts: Lefts }

function answerOf(wish: Wish, { attempts, records, lefts }: Made, how: How) {
  if ('fault' in wish) return refused(wish.line, wish.fault, how)
  const attempt = attempts.get(wish.request)
  if (attempt?.status === 'fault') return refused(wish.line, attempt.error, how)
  if (attempt?.status !== 'done') return problem(wish.line, attempt, how)
  const { customerId, firstSeq, lastSeq, correlationId, replay } = attempt
  const status = replay ? 'replayed' : 'done'
  const about = { customer_id: customerId, correlation_id: correlationId, ...rejected(lefts.get(attempt)) }
  const answer = { line: wish.line, status, ...about }
  if (records === null) return { ...answer, first_seq: firstSeq, last_seq: lastSeq }
  return { ...answer, records: records.get(attempt) ?? [] }
}

type NotDone = Exclude<Attempt, { status: 'done' | 'fault' }>

const problem = (line: number, attempt: NotDone | undefined, how: How) =>
  attempt?.status === 'refused'
    ? { line, status: 'refused', problem: problemDocument(attempt.refusal.code, attempt.refusal.facts, how.requestId) }
    : { line, status: 'refused', problem: problemDocument('idempotency_key_reused', {}, how.requestId) }

function refused(line: number, error: unknown, how: How) {
  const { code, facts = {} } = problemOf(error)
  return { line, status: 'refused', problem: problemDocument(code, facts, how.requestId) }
}
