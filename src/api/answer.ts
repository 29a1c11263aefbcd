import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Outcome, WireRequest } from '../service/asked/request.ts'
import { perform } from '../service/ledger/perform.ts'
import { answerBooked } from '../service/read/answers/booked.ts'
import { answerOperation, type OperationAnswer } from '../service/read/answers/operation.ts'
import type { Done } from '../service/read/answers/told.ts'
import { findCreditNote } from '../service/read/view/named.ts'
import { type DirectoryKind, locate } from '../store/heads/directory.ts'
import { CommitUnknown, storeFault } from '../store/session/faults.ts'
import type { Session } from '../store/session/session.ts'
import { inTransaction, type Store } from '../store/session/store.ts'
import { carriedOutHere } from './apart.ts'
import { theCaller } from './auth.ts'
import { keyOf } from './keys.ts'
import { ProblemError } from './problem.ts'

// Every read of an answer goes by a key or in the order of an index, so that one plan fits all values; planning anew each
// time costs more than reading. A plan that was made while a table was empty stays good when it has grown.
const PLANNED_ONCE = `select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)`

/** Reads several things as they stand at one moment. */
export const inOneMoment = <T>(store: Store, work: (session: Session) => Promise<T>): Promise<T> =>
  inTransaction(
    store,
    (session) => {
      session.send(PLANNED_ONCE)
      return work(session)
    },
    'repeatable read',
  )

type Query = { readonly as_of?: string | undefined; readonly known_at?: string | undefined }

/** The dials of a query. */
export const dialsOf = (query: Query) => ({ asOf: query.as_of, knownAt: query.known_at })

/** An operation as a route names it; who asks, and with which key, is in the request. */
export type Asked = { [R in WireRequest as R['op']]: Pick<R, 'op' | 'customerId' | 'body'> }[WireRequest['op']]

/** Carries out an operation and answers what it did; a repetition is answered alike and marked as such. */
export async function operation(store: Store, request: FastifyRequest, reply: FastifyReply, asked: Asked) {
  const about = { caller: theCaller(request), key: keyOf(request), reference: asked.body.reference }
  const outcome = doneOr(await perform(store, { ...asked, ...about } as WireRequest))
  if (outcome.replay) reply.header('Idempotent-Replay', 'true')
  else carriedOutHere(request)
  const answer = await answerOf(store, outcome).catch(booked)
  if ('scheduled' in answer) reply.code(202)
  return answer
}

/** What an operation did: from what this process has booked, else from the log. */
export const answerOf = async (store: Store, outcome: Done): Promise<OperationAnswer> =>
  (await answerBooked(store, outcome)) ?? (await inOneMoment(store, (session) => answerOperation(session, outcome)))

/** The operation was booked and its answer cannot be read now: the same key answers it later. */
function booked(error: unknown): never {
  throw storeFault(error) === undefined ? error : new CommitUnknown(error)
}

/** The outcome when it was done; throws the problem that it otherwise is. */
export function doneOr(outcome: Outcome): Extract<Outcome, { status: 'done' }> {
  if (outcome.status === 'refused') throw new ProblemError(outcome.refusal.code, outcome.refusal.facts)
  if (outcome.status === 'key_reused') throw new ProblemError('idempotency_key_reused')
  return outcome
}

const unknown = {
  invoice: 'invoice_unknown',
  payment: 'payment_unknown',
  credit: 'credit_unknown',
  dispute: 'dispute_unknown',
} as const

/** Whose an invoice, payment, credit or dispute in the path is. */
export async function ownerOf(store: Store, kind: DirectoryKind, id: string): Promise<string> {
  const customerId = await locate(store, kind, id)
  if (customerId === undefined) throw new ProblemError(unknown[kind], { [kind]: id })
  return customerId
}

/** Whose a credit note in the path is; a credit that is none is unknown here. */
export const ownerOfCreditNote = async (store: Store, number: string): Promise<string> =>
  (await findCreditNote(store, number)).customerId
