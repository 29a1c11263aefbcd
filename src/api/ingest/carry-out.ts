import type { Left } from '../../engine/asked/commands/money.ts'
import type { Attempt, Caller, WireRequest } from '../../service/asked/request.ts'
import { performMany } from '../../service/ledger/perform.ts'
import { recordsBooked } from '../../service/read/answers/booked.ts'
import { leftOf, rejected } from '../../service/read/answers/left.ts'
import { recordsOf } from '../../service/read/answers/operation.ts'
import { TooMuchAtOnce } from '../../store/session/at-once.ts'
import type { Store } from '../../store/session/store.ts'
import { inOneMoment } from '../answer.ts'
import { problemOf } from '../faults.ts'
import { problemDocument } from '../problem.ts'
import type { Settings } from '../settings.ts'

/** How the lines of a stream are carried out and answered. */
export type How = {
  readonly caller: Caller
  readonly requestId: string
  /** answers name only the span of records */
  readonly brief: boolean
  readonly apart: Settings['apart']
}

/** A line that was understood. */
export type Wish = { readonly line: number; readonly request: WireRequest }

/** Carries out some lines, in one transaction where that goes; the answer to each, in their order. */
export async function carriedOut(store: Store, wishes: readonly Wish[], how: How): Promise<object[]> {
  const attempts = await attemptsOf(
    store,
    wishes.map((wish) => wish.request),
    how.apart,
  )
  const records = how.brief ? null : await recordsMade(store, [...attempts.values()])
  const lefts = await leftBy(store, attempts)
  return wishes.map((wish) => answerOf(wish, { attempts, records, lefts }, how))
}

type Attempts = ReadonlyMap<WireRequest, Attempt>

async function attemptsOf(store: Store, requests: readonly WireRequest[], apart: Settings['apart']): Promise<Attempts> {
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

function answerOf(wish: Wish, { attempts, records, lefts }: Made, how: How): object {
  const attempt = attempts.get(wish.request)
  if (attempt?.status === 'fault') return refusedBy(wish.line, attempt.error, how)
  if (attempt?.status !== 'done') return problem(wish.line, attempt, how)
  const { customerId, firstSeq, lastSeq, correlationId, replay } = attempt
  const status = replay ? 'replayed' : 'done'
  const about = { customer_id: customerId, correlation_id: correlationId, ...rejected(lefts.get(attempt)) }
  const answer = { line: wish.line, status, ...about }
  if (records === null) return { ...answer, first_seq: firstSeq, last_seq: lastSeq }
  return { ...answer, records: records.get(attempt) ?? [] }
}

type NotDone = Exclude<Attempt, { status: 'done' | 'fault' }>

const problem = (line: number, attempt: NotDone | undefined, how: How): object =>
  attempt?.status === 'refused'
    ? { line, status: 'refused', problem: problemDocument(attempt.refusal.code, attempt.refusal.facts, how.requestId) }
    : { line, status: 'refused', problem: problemDocument('idempotency_key_reused', {}, how.requestId) }

/** The answer to a line that could not be read, or met a fault. */
export function refusedBy(line: number, error: unknown, { requestId }: Pick<How, 'requestId'>): object {
  const { code, facts = {} } = problemOf(error)
  return { line, status: 'refused', problem: problemDocument(code, facts, requestId) }
}
