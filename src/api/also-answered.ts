import { problemRef, REQUEST_ID } from './problem-answers.ts'

/** What says of a route what it can answer beside what it is for. */
export type Route = {
  readonly method: string
  readonly url: string
  readonly config: {
    readonly open?: boolean
    readonly permission?: string
    readonly withoutKey?: boolean
    readonly rateLimit?: unknown
    readonly also?: readonly number[]
    readonly never?: readonly number[]
  }
  /** it gives a name of the caller's choice to something new */
  readonly names: boolean
}

const API = '/api/v1'

const isKeyed = ({ method, url, config }: Route): boolean =>
  url.startsWith(API) && method !== 'GET' && config.open !== true && config.withoutKey !== true

/** The key that a route wants in its header: required, where it is no matter of course, or none. */
export const keyWanted = (route: Route): 'required' | 'optional' | 'none' =>
  isKeyed(route) ? (route.method === 'DELETE' ? 'optional' : 'required') : 'none'

/**
 * The statuses of the problems that a route can answer. Any request can be broken, too large in its headers or too slow
 * (400, 431, 408), and meet a bug (500); the rest follows from what the route takes and asks. What does not follow, it
 * says itself, by `also` and `never`.
 */
export function problemsOf(route: Route): number[] {
  const { method, url, config } = route
  const isApi = url.startsWith(API)
  const writes = method !== 'GET'
  const by: readonly (readonly [boolean, readonly number[]])[] = [
    [true, [400, 408, 421, 431, 500]],
    [isApi && config.open !== true, [401, 403]],
    [isApi, [503]],
    [isApi && writes, [403, 413, 415]],
    [url.includes(':'), [414]],
    [isApi && url.includes(':'), [404]],
    [isKeyed(route), [422]],
    [route.names, [409]],
    [config.rateLimit !== undefined, [429]],
    [true, config.also ?? []],
  ]
  const all = by.flatMap(([holds, statuses]) => (holds ? statuses : []))
  return [...new Set(all)].filter((status) => config.never?.includes(status) !== true).sort((a, b) => a - b)
}

type Answer = { readonly description?: string; readonly headers?: object; readonly $ref?: string }
type Operation = { readonly responses?: Readonly<Record<string, Answer>> }

const REPLAYED = {
  description: 'true: the key was used before; nothing was booked now',
  schema: { type: 'string', enum: ['true'] },
}

/** An operation of the document with all that it can answer, and the headers of each answer. */
export function withAnswers<O extends Operation>(operation: O, route: Route): O {
  const shared = { 'x-request-id': REQUEST_ID, ...(isKeyed(route) && { 'idempotent-replay': REPLAYED }) }
  const own = Object.entries(operation.responses ?? {}).map(([status, answer]) => [
    status,
    {
      ...answer,
      description: wordsFor(route, status, answer.description),
      headers: { ...shared, ...headersOf(route, status), ...answer.headers },
    },
  ])
  const problems = problemsOf(route)
    .filter((status) => operation.responses?.[status] === undefined)
    .map((status) => [status, problemRef(status, route.url.endsWith('/batch'))])
  const { permission } = route.config
  const takes = permission === undefined ? {} : { 'x-permission': permission }
  return { ...operation, ...takes, responses: Object.fromEntries([...own, ...problems]) }
}

/** What an answer is, where its route says nothing. */
function wordsFor(route: Route, status: string, said = ''): string {
  if (said !== '' && said !== 'Default Response') return said
  if (isRun(route, status)) return 'It is begun as a run, which goes on'
  return status === '202' ? 'It waits for its day' : status === '503' ? 'Not so now' : 'What was asked for'
}

const isRun = ({ url }: Route, status: string): boolean => status === '202' && url.endsWith('/advance')

const RUN_AT = { description: 'the address of the run', required: true, schema: { type: 'string' } }
const SET_COOKIE = { description: 'the cookie of the session', required: true, schema: { type: 'string' } }

/** Headers that one route alone has. */
function headersOf(route: Route, status: string): object {
  const { method, url } = route
  if (isRun(route, status)) return { location: RUN_AT }
  if (url === `${API}/session` && method !== 'GET') return { 'set-cookie': SET_COOKIE }
  if (url === '/ready' && status === '503')
    return { 'retry-after': { required: true, schema: { type: 'integer', minimum: 0 } } }
  return {}
}
