import { type RefusalCode, refusals } from '../engine/asked/refusals.ts'

/** What every row of the catalogue says: the HTTP status, what the code means and what to do, for programs and people. */
export type ProblemRow = {
  readonly status: number
  readonly means: string
  readonly remedy: string
  /** both in a sentence for people, who know neither headers nor members */
  readonly people: string
}

const row = (status: number, means: string, remedy: string, people?: string): ProblemRow => ({
  status,
  means,
  remedy,
  people: people ?? `${means} ${remedy}`,
})

/** Problems of the API itself, beside the refusals of the ledger. Codes are for ever: programs compare them. */
const ownProblems = {
  malformed_request: row(
    400,
    'The request is not understood.',
    'Correct the member that "path" names.',
    'This is not understood as it is written.',
  ),
  idempotency_key_required: row(
    400,
    'The request names no Idempotency-Key.',
    'Send a header Idempotency-Key of your choice, a new one for each operation and the same one for a repetition.',
    'The page and the server do not fit together. Reload the page and try again.',
  ),
  not_signed_in: row(
    401,
    'The request names no user.',
    'Sign in, or send the header "Authorization: Bearer <API key>".',
    'Nobody is signed in. Sign in and try again.',
  ),
  sign_in_failed: row(401, 'The e-mail address and the password do not belong together.', 'Check both and try again.'),
  origin_refused: row(
    403,
    'The request comes from a page of another origin.',
    'Use the page that this server serves, or an API key.',
    'This comes from a page that this server does not serve. Open the page at its own address.',
  ),
  route_unknown: row(
    404,
    'There is nothing at this address.',
    'Compare the address with the reference at /docs/api.',
    'There is nothing at this address.',
  ),
  session_unknown: row(404, 'There is no such session.', 'List the sessions; it may be over.'),
  chain_unknown: row(404, 'There is no such chain.', 'Give the number of a record of this customer.'),
  run_unknown: row(404, 'There is no such run.', 'Check the id of the run.'),
  problem_unknown: row(404, 'There is no such problem.', 'See the list at /errors.', 'There is no such problem.'),
  body_too_large: row(
    413,
    'The body, or this line of it, is above 1 MiB.',
    'Send less at once than "limit_bytes"; many operations go to /api/v1/ingest, a line each.',
    'This is more than can be sent at once. Send less.',
  ),
  not_in_a_session: row(
    403,
    'This is about a user, and an API key is none.',
    'Sign in, and ask with the cookie of the session.',
    'Sign in and try again.',
  ),
  password_unfit: row(
    422,
    'This password cannot be taken.',
    'Give one of at least 12 characters that a form can send.',
  ),
  password_wrong: row(422, 'The password is not the one that you have.', 'Give the one by which you sign in.'),
  host_refused: row(
    421,
    'This server is not asked under this name.',
    'Use its address, or a name that WHENCE_HOSTS of the server lists.',
    'This server does not answer under this name. Open the page at its own address.',
  ),
  media_type_unsupported: row(
    415,
    'The body is of a type that is not read here.',
    'Send application/json; /api/v1/ingest reads application/x-ndjson.',
    'The page and the server do not fit together. Reload the page and try again.',
  ),
  idempotency_key_reused: row(
    422,
    'This Idempotency-Key was used with another request.',
    'Use a new key for a new operation; repeat the very same request to get its answer again.',
    'This form was sent before with something else in it. Look whether that was booked, close the form, and open it anew.',
  ),
  too_many_requests: row(
    429,
    'There were too many attempts.',
    'Wait for the seconds that "retry_after" names.',
    'There were too many attempts. Wait a minute and try again.',
  ),
  internal_error: row(
    500,
    'The server made a mistake.',
    'Repeat the request with the same Idempotency-Key; if it stays so, report the request id.',
    'The server made a mistake. Try again; if it stays so, tell the administrator.',
  ),
  method_not_allowed: row(
    405,
    'This address does not take this method.',
    'Use one of the methods that the header Allow names.',
    'The page and the server do not fit together. Reload the page and try again.',
  ),
  address_too_long: row(
    414,
    'A part of the address is longer than any id.',
    'Compare the id in the address with the one that was answered.',
    'This address is too long. Compare it with the one that was copied.',
  ),
  headers_too_large: row(
    431,
    'The headers of the request are above 16 KiB.',
    'Send fewer or shorter headers; a filter that is too long for an address goes in several requests.',
    'The browser sent too much at once. Clear the cookies of this page and try again.',
  ),
  request_incomplete: row(
    408,
    'The request did not arrive whole in time.',
    'Send it again, without pauses within it.',
    'What was sent did not arrive whole. Try again.',
  ),
  database_unavailable: row(
    503,
    'The database cannot be reached.',
    'Repeat the request with the same Idempotency-Key after the seconds that "retry_after" names.',
    'The database cannot be reached. Try again in a moment.',
  ),
  no_room: row(
    503,
    'The disk of the database is full.',
    'Make room on it; then repeat the request with the same Idempotency-Key. Questions are answered meanwhile.',
    'The disk of the database is full: nothing can be booked until there is room on it. Tell whoever runs the server.',
  ),
  numbers_stand_still: row(
    503,
    'The ledger was restored from a backup, and no numbers are given until the operator says which ones went out last.',
    'Let him give "whence restore status"; then repeat the request with the same Idempotency-Key.',
    'The ledger was restored from a backup: what needs a number waits until whoever runs the server says which went out.',
  ),
  outcome_unknown: row(
    503,
    'The connection to the database broke while this was being booked; it may be booked or not.',
    'Repeat the request with the same Idempotency-Key: it is booked once, and answered as done if it was booked already.',
    'The connection to the database broke; this may be booked already or not. Try again from this form: it is booked once.',
  ),
  held_elsewhere: row(
    503,
    'Other work holds what this needs.',
    'Repeat the request with the same Idempotency-Key after the seconds that "retry_after" names.',
    'Other work is going on with what this needs. Try again in a moment.',
  ),
  took_too_long: row(
    503,
    'The database did not finish this in the time that there is for it.',
    'Ask for less at once, or repeat the request, with the same Idempotency-Key if it has one.',
    'This took too long. Ask for less at once, or try again.',
  ),
} as const satisfies Record<string, ProblemRow>

/** Everything that the API can answer instead of what was asked for: refusals of the ledger, then the API's own. */
export const catalogue: Readonly<Record<ProblemCode, ProblemRow>> = { ...refusals, ...ownProblems }
export type OwnProblemCode = keyof typeof ownProblems
export type ProblemCode = RefusalCode | OwnProblemCode

export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(catalogue, code)
