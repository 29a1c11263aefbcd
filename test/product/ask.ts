import { randomUUID } from 'node:crypto'

/** An answer of the API: its status and its JSON. */
export type Answer = { readonly status: number; readonly body: Record<string, unknown> }

/** Asks the API of a product as the holder of its first key. What changes something gets a key of its own, or the given one. */
export async function ask(
  { url, api_key }: { readonly url: string; readonly api_key: string },
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
  key: string = randomUUID(),
): Promise<Answer> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${api_key}`,
      ...(method !== 'GET' && { 'idempotency-key': key }),
      ...((method === 'POST' || method === 'PUT') && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
