import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openServer } from '../../src/api/server.ts'
import type { Settings } from '../../src/api/settings.ts'
import type { Caller } from '../../src/service/asked/request.ts'
import { createKey } from '../../src/service/people/api-keys.ts'
import { addUser } from '../../src/service/people/people.ts'
import { type Cellar, type Ledger, openCellar } from '../service/ledger.ts'
import { type Document, type Held, holdTo } from './document.ts'

/** An answer as an outsider sees it. */
export type Answer = {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: an outsider reads JSON without our types
  readonly body: any
}

type Options = { readonly key?: string | null; readonly headers?: Record<string, string> }

/** A real server on a real database, with an API key and a user. */
export type Api = {
  readonly url: string
  readonly secret: string
  readonly ledger: Ledger
  readonly get: (path: string, query?: Record<string, string | number | undefined>) => Promise<Answer>
  readonly post: (path: string, body?: unknown, options?: Options) => Promise<Answer>
  readonly raw: (path: string, init: RequestInit) => Promise<Answer>
  readonly recordCount: () => Promise<number>
  readonly close: () => Promise<void>
}

const atTest: Caller = { actor: 'Test', realm: 'operator', channel: 'cli', ip: null }
export const administrator = { email: 'ada@example.com', name: 'Ada Byron', password: 'correct horse battery' }

/** On an empty ledger, or on one that is filled in another way. */
export async function openApi(fill?: Parameters<Cellar['filled']>[0], settings: Partial<Settings> = {}): Promise<Api> {
  const cellar: Cellar = await openCellar()
  const ledger = fill === undefined ? await cellar.ledger() : await cellar.filled(fill)
  const web = mkdtempSync(join(tmpdir(), 'whence-web-'))
  const server = await openServer(ledger.store, { web, logLevel: 'silent', ...settings })
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  await addUser(ledger.store, administrator, atTest)
  const { secret } = await createKey(ledger.store, 'Payment gateway', atTest)
  const held = holdTo((await fetched(`${url}/docs/api/openapi.json`, {})).body as Document)
  const raw = async (path: string, init: RequestInit) =>
    inTheDocument(held, path, init, await fetched(`${url}${path}`, init))
  const signed = { authorization: `Bearer ${secret}` }
  return {
    url,
    secret,
    ledger,
    raw,
    get: (path, query = {}) => raw(`/api/v1${path}${searchOf(query)}`, { headers: signed }),
    post: (path, body, { key = randomUUID(), headers = {} } = {}) =>
      raw(`/api/v1${path}`, {
        method: 'POST',
        headers: {
          ...signed,
          'content-type': 'application/json',
          ...(key !== null && { 'idempotency-key': key }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    recordCount: async () => Number((await ledger.query<{ n: bigint }>('select count(*) as n from record'))[0]?.n),
    close: async () => {
      await server.close()
      await cellar.close()
      rmSync(web, { recursive: true, force: true })
    },
  }
}

function searchOf(query: Record<string, string | number | undefined>): string {
  const said = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return said.length === 0 ? '' : `?${new URLSearchParams(said)}`
}

async function fetched(url: string, init: RequestInit): Promise<Answer & { readonly text: string }> {
  const response = await fetch(url, init)
  const text = await response.text()
  const isJson =
    /json/.test(response.headers.get('content-type') ?? '') &&
    !/x-ndjson/.test(response.headers.get('content-type') ?? '')
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : text,
  }
}

/** An answer; throws where the exchange differs from the OpenAPI document. */
function inTheDocument(
  held: Held,
  path: string,
  init: RequestInit,
  answer: Answer & { readonly text: string },
): Answer {
  const sent = {
    headers: new Headers(init.headers),
    text: init.body == null ? null : typeof init.body === 'string' ? init.body : 'bytes',
  }
  const found = held({ method: init.method ?? 'GET', path, sent, ...answer })
  if (found.length > 0) throw new Error(`Not as in the OpenAPI document:\n${found.slice(0, 5).join('\n')}`)
  return answer
}
