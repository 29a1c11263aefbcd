import { randomUUID } from 'node:crypto'
import type { Answer, Api } from './api.ts'

/** What goes into an operation of the document. */
export type Asked = {
  readonly ids?: Readonly<Record<string, string>>
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Asks operations of the OpenAPI document by their names, such as "GET /health", and remembers how each was answered. */
export type Walk = {
  readonly ask: (operation: string, asked?: Asked) => Promise<Answer>
  readonly answered: ReadonlyMap<string, ReadonlySet<number>>
}

export function walkWith(api: Api): Walk {
  const answered = new Map<string, Set<number>>()
  /** Asks an operation of the document by its name; what differs from the document throws. */
  const ask = async (operation: string, { ids = {}, query = '', headers = {}, body }: Asked = {}): Promise<Answer> => {
    const [method = '', template = ''] = operation.split(' ')
    const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ids[name] ?? `no ${name}`))
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const answer = await api.raw(`${path}${query}`, {
      method,
      headers: {
        authorization: `Bearer ${api.secret}`,
        ...(method !== 'GET' && { 'idempotency-key': randomUUID() }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: text }),
    })
    answered.set(operation, (answered.get(operation) ?? new Set()).add(answer.status))
    return answer
  }
  return { ask, answered }
}
