import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { QuestionFault } from '../service/read/records/fault.ts'
import { TooMuchAtOnce } from '../store/session/at-once.ts'
import { HungUp, type StoreFault, storeFault } from '../store/session/faults.ts'
import { type Apart, answerApart } from './apart.ts'
import { tooLarge } from './body.ts'
import { ProblemError, type ProblemFacts, sendProblem } from './problem.ts'
import type { ProblemCode } from './problems.ts'

type Found = { readonly code: ProblemCode; readonly facts?: ProblemFacts }

/** Answers what handlers throw; what is too much for this thread is answered by the one apart. */
export const answersFaults =
  (apart: Apart | undefined) =>
  (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply | Promise<FastifyReply> =>
    error instanceof TooMuchAtOnce && apart !== undefined
      ? answerApart(apart, request, reply).catch((fault: FastifyError) => answerFault(fault, request, reply))
      : answerFault(error, request, reply)

/**
 * Answers what a handler threw: a problem as it is, a fault of the world as 503, all else as 500 with a log line. That
 * somebody hung up is nobody's fault.
 */
const answerFault = (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  if (isHangUp(error, request)) {
    request.log.info('the client hung up')
    return sendProblem(reply, 'request_incomplete')
  }
  const found = problemOf(error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? tooLarge(bytesOf(request)) : error)
  if (found.code === 'internal_error') request.log.error({ err: error }, 'the request failed')
  else if (storeFault(error) !== undefined) request.log.warn({ err: error }, found.code)
  // what is missing of a request will not be waited for
  if (found.code === 'request_incomplete') reply.header('connection', 'close')
  return sendProblem(reply, found.code, found.facts)
}

/** How large a body says that it is. */
function bytesOf({ headers }: FastifyRequest): number | undefined {
  const said = headers['content-length']
  return said === undefined || !/^\d{1,15}$/.test(said) ? undefined : Number(said)
}

/** The asker of a question is gone, or did not send his request to its end. */
const isHangUp = (error: unknown, request: FastifyRequest): boolean =>
  error instanceof HungUp || (request.raw.destroyed && !request.raw.complete)

/** Which problem an error is; `internal_error` for what nobody expected. */
export const problemOf = (error: unknown): Found => {
  if (error instanceof ProblemError || error instanceof QuestionFault) return { code: error.code, facts: error.facts }
  const fault = storeFault(error)
  if (fault !== undefined) return ofStore[fault]
  if (hasZodFastifySchemaValidationErrors(error)) return { code: 'malformed_request', facts: firstIssue(error) }
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return ofStatus(error)
  return ofCode[error.code] ?? ofStatus(error)
}

/** What each kind of failure of the database is answered by, and after how many seconds it is worth while to ask again. */
const ofStore: Readonly<Record<StoreFault, Found>> = {
  gone: { code: 'database_unavailable', facts: { retry_after: 2 } },
  full: { code: 'no_room', facts: { retry_after: 5 } },
  unknown: { code: 'outcome_unknown', facts: { retry_after: 2 } },
  busy: { code: 'held_elsewhere', facts: { retry_after: 1 } },
  held: { code: 'held_elsewhere', facts: { retry_after: 1 } },
  still: { code: 'numbers_stand_still', facts: { retry_after: 60 } },
  late: { code: 'took_too_long', facts: { retry_after: 5 } },
}

const ofCode: Readonly<Record<string, Found>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: 'media_type_unsupported' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'malformed_request', facts: { path: '/', expected: 'a JSON object' } },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { code: 'malformed_request', facts: { path: '/', expected: 'the whole body' } },
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'malformed_request', facts: { path: '/', expected: 'a JSON object' } },
}

/** Fastify marks what the caller did wrong with a status in the four hundreds. */
const ofStatus = (error: unknown): Found => {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  const blamesCaller = typeof status === 'number' && status >= 400 && status < 500
  return blamesCaller
    ? { code: 'malformed_request', facts: { path: '/', expected: 'JSON' } }
    : { code: 'internal_error' }
}

type Validated = {
  readonly validation: readonly {
    readonly instancePath: string
    readonly message?: string
    readonly params?: unknown
  }[]
  readonly validationContext?: string
}

/** Members are written as in a program: lines.0.amount. A member that does not exist is named itself, not its parent. */
const firstIssue = ({ validation: [issue], validationContext }: Validated): ProblemFacts => {
  const parts = (issue?.instancePath ?? '/').split('/').filter((part) => part !== '')
  const extra = unknownMember(issue?.params)
  const path = [...parts, ...(extra === undefined ? [] : [extra])].join('.') || '/'
  const expected = extra === undefined ? (issue?.message ?? 'another form') : 'no such member'
  return { path, expected, in: validationContext ?? 'body' }
}

const unknownMember = (params: unknown): string | undefined => {
  const keys = typeof params === 'object' && params !== null && 'keys' in params ? params.keys : undefined
  return Array.isArray(keys) ? String(keys[0]) : undefined
}
