import type { FastifyReply } from 'fastify'
import type { RefusalFact } from '../engine/asked/refusal-facts.ts'
import type { QuestionFact } from '../service/read/records/fault.ts'
import { catalogue, type ProblemCode } from './problems.ts'

/** What the API's own problems name, beside what refusals and questions name. */
export const ownFacts = [
  'retry_after',
  'bytes',
  'limit_bytes',
  'origin',
  'host',
  'session',
  'operation',
  'problem',
] as const
type Fact = RefusalFact | QuestionFact | (typeof ownFacts)[number]

/** What a problem adds to its code: the facts that led to it. Values of JSON only. */
export type ProblemFacts = Readonly<Partial<Record<Fact, string | number | null | readonly string[]>>>

/** A request ends with this problem instead of its answer. */
export class ProblemError extends Error {
  readonly code: ProblemCode
  readonly facts: ProblemFacts

  constructor(code: ProblemCode, facts: ProblemFacts = {}) {
    super(catalogue[code].means)
    this.name = 'ProblemError'
    this.code = code
    this.facts = facts
  }
}

/** The problem document of RFC 9457: `detail` says what to do, `sentence` both for people, the facts stand beside the standard members. */
export const problemDocument = (code: ProblemCode, facts: ProblemFacts, requestId: string) => {
  const { status, means, remedy, people } = catalogue[code]
  const type = `/errors/${code}`
  return { ...facts, type, title: means, status, code, detail: remedy, sentence: people, request_id: requestId }
}

/** How one signs in who is nobody yet; a session, which pages have, has no scheme of its own. */
export const SCHEME = 'Bearer realm="Whence"'

/**
 * Answers with a problem document; after how many seconds it is worth while to ask again, and how to sign in, headers say
 * as well.
 */
export function sendProblem(reply: FastifyReply, code: ProblemCode, facts: ProblemFacts = {}): FastifyReply {
  const { status } = catalogue[code]
  if (facts.retry_after !== undefined) reply.header('retry-after', String(facts.retry_after))
  if (status === 401) reply.header('www-authenticate', SCHEME)
  return reply
    .code(status)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(problemDocument(code, facts, String(reply.request.id)))
}

/** The problem of a member that cannot be understood; `path` is the member or the query parameter. */
export const malformed = (path: string, expected: string, allowed?: readonly string[]): ProblemError =>
  new ProblemError('malformed_request', { path, expected, ...(allowed && { allowed }) })
