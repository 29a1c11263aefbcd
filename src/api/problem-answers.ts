import { refusalFacts } from '../engine/asked/refusal-facts.ts'
import { questionFacts } from '../service/read/records/fault.ts'
import { ownFacts, SCHEME } from './problem.ts'
import { catalogue, isProblemCode, type ProblemCode } from './problems.ts'

// Problem documents as the OpenAPI document has them: made of the catalogue, so that they say no more and no less.

type Json = Readonly<Record<string, unknown>>

const text = { type: 'string' }
const number = { type: 'integer', minimum: 0 }

/** Facts that are no text. */
const special: Readonly<Record<string, Json>> = {
  allowed: { type: 'array', items: text, description: 'the values that there are' },
  retry_after: { ...number, description: 'after how many seconds it is worth while to ask again' },
  operation: { ...number, description: 'of a batch: the index of the operation that was refused' },
  path: { ...text, description: 'the member or parameter that is not understood; / is all of it' },
  expected: { ...text, description: 'what it should be' },
  in: { enum: ['body', 'querystring', 'params', 'headers'], description: 'where it stands' },
  seq: number,
  rules: number,
  line: number,
  message: number,
  rejected: number,
  charges: number,
  bytes: number,
  limit_bytes: number,
  at_most: { type: ['string', 'integer'] },
}

const facts = Object.fromEntries(
  [...refusalFacts, ...questionFacts, ...ownFacts].map((name) => [name, special[name] ?? { type: ['string', 'null'] }]),
)

const codes = Object.keys(catalogue).filter(isProblemCode)
const codesOf = (status: number): ProblemCode[] => codes.filter((code) => catalogue[code].status === status)

/** Any problem document: members that each has, and by name the facts that one can have. */
export const problemSchema = {
  type: 'object',
  description: 'A problem document of RFC 9457; the facts that led to it stand beside the members that are required.',
  properties: {
    type: { ...text, pattern: '^/errors/[a-z_]+$' },
    title: text,
    status: { type: 'integer', minimum: 400, maximum: 599 },
    code: { enum: codes, description: 'for programs; it never changes' },
    detail: { ...text, description: 'what to do' },
    sentence: { ...text, description: 'what it means and what to do, for people' },
    request_id: { ...text, format: 'uuid' },
    ...facts,
  },
  required: ['type', 'title', 'status', 'code', 'detail', 'sentence', 'request_id'],
  additionalProperties: false,
}

/** The header that each answer has. */
export const REQUEST_ID = {
  description: 'names the request; it stands in the log of the server',
  required: true,
  schema: { ...text, format: 'uuid' },
}

const RETRY_AFTER = {
  description: 'after how many seconds it is worth while to ask again',
  required: true,
  schema: number,
}

/** Statuses whose problems say when to ask again. */
const PATIENT = [429, 503]

/** The answer that is a problem of some status: its codes, what it names, its headers. */
function problemAnswer(status: number, can: readonly ProblemCode[]): Json {
  const waits = PATIENT.includes(status)
  const narrowed = {
    properties: { status: { enum: [status] }, code: { enum: can } },
    ...(waits && { required: ['retry_after'] }),
  }
  return {
    description: can.length === 1 && can[0] !== undefined ? catalogue[can[0]].means : `One of the problems at /errors.`,
    headers: {
      'x-request-id': REQUEST_ID,
      ...(waits && { 'retry-after': RETRY_AFTER }),
      ...(status === 401 && {
        'www-authenticate': { description: 'how to sign in', required: true, schema: { enum: [SCHEME] } },
      }),
      ...(status === 405 && { allow: { description: 'the methods of this address', required: true, schema: text } }),
    },
    content: {
      'application/problem+json': { schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, narrowed] } },
    },
  }
}

const statuses = [...new Set(codes.map((code) => catalogue[code].status))].sort((a, b) => a - b)

/** What a batch is answered by when one of its operations is refused, whatever the status of that problem by itself. */
const REFUSED_BATCH = 'BatchRefused'

/** The answers that are problems, by the names under which the document refers to them. */
export const problemAnswers: Json = {
  ...Object.fromEntries(statuses.map((status) => [nameOf(status), problemAnswer(status, codesOf(status))])),
  [REFUSED_BATCH]: problemAnswer(
    422,
    codes.filter((code) => code === 'not_permitted' || [404, 409, 422].includes(catalogue[code].status)),
  ),
}

function nameOf(status: number): string {
  return `Problem${status}`
}

/** The reference to the answer that is a problem of this status; of a batch, where it is one. */
export const problemRef = (status: number, isBatch = false) => ({
  $ref: `#/components/responses/${isBatch && status === 422 ? REFUSED_BATCH : nameOf(status)}`,
})
