import type { z } from 'zod'
import { ApiProblem, readProblem } from './problem.ts'

/** Values of a query string; what is undefined or empty is left out. */
export type Query = Readonly<Record<string, string | number | undefined>>

const address = (path: string, query: Query): string => {
  const said = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const search = new URLSearchParams(said.map(([name, value]) => [name, String(value)])).toString()
  return `/api/v1${path}${search === '' ? '' : `?${search}`}`
}

const sent = async (url: string, init: RequestInit): Promise<Response> => {
  const answer = await fetch(url, { credentials: 'same-origin', ...init }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiProblem(
      0,
      'server_unreachable',
      'The server cannot be reached. Check that Whence runs, then try again.',
    )
  })
  if (!answer.ok) throw await readProblem(answer)
  return answer
}

const parse = async <T extends z.ZodType>(schema: T, answer: Response): Promise<z.infer<T>> => {
  const parsed = schema.safeParse(await answer.json())
  if (parsed.success) return parsed.data
  const where = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new ApiProblem(
    answer.status,
    'answer_unreadable',
    `The server's answer is not what this page expects (${where}).`,
  )
}

/** GET, with the answer checked against its schema. */
export const get = async <T extends z.ZodType>(schema: T, path: string, query: Query = {}, signal?: AbortSignal) =>
  parse(
    schema,
    await sent(address(path, query), { headers: { accept: 'application/json' }, ...(signal && { signal }) }),
  )

/** A request that changes something; where it carries a key, the same key sent again changes nothing more. */
export const change = async <T extends z.ZodType>(
  method: 'POST' | 'PUT' | 'DELETE',
  { schema, path, query = {}, body, key }: Change<T>,
) =>
  parse(
    schema,
    await sent(address(path, query), {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
  )

type Change<T> = {
  readonly schema: T
  readonly path: string
  readonly query?: Query
  readonly body?: unknown
  readonly key?: string
}

/** POST without a key: of what may be done twice. */
export const post = async <T extends z.ZodType>(schema: T, path: string, body: unknown) =>
  change('POST', { schema, path, body })

/** POST without a key, and without an answer to read. */
export const send = async (path: string, body: object): Promise<void> => {
  const headers = { 'content-type': 'application/json' }
  await sent(address(path, {}), { method: 'POST', headers, body: JSON.stringify(body) })
}

/** DELETE without an answer to read. */
export const remove = async (path: string): Promise<void> => {
  await sent(address(path, {}), { method: 'DELETE' })
}

/** A new idempotency key; also where the page is served without TLS and crypto.randomUUID is missing. */
export const newKey = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** One segment of a path. */
export const segment = (id: string | number): string => encodeURIComponent(String(id))
