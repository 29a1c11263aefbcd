import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { problemsPage } from '../../docs/errors/write.ts'
import { catalogue } from '../../src/api/problems.ts'
import { type Api, openApi } from './api.ts'
import type { Document } from './document.ts'

/** Written by a test (UPDATE_OPENAPI=1), never by hand, so that a change of what callers meet is seen in a review. */
const FILE = 'docs/api/openapi.json'

let api: Api
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

describe('the OpenAPI document', () => {
  let document: Document
  beforeAll(async () => {
    document = (await api.raw('/docs/api/openapi.json', {})).body as Document
  })

  test('stands in docs/api/openapi.json', () => {
    const text = `${JSON.stringify(document, null, 1)}\n`
    if (process.env.UPDATE_OPENAPI) writeFileSync(FILE, text)
    expect(text).toBe(readFileSync(FILE, 'utf8'))
  })

  test('is one of OpenAPI 3.1 with a summary, a tag and answers for each operation', () => {
    expect(document.openapi).toMatch(/^3\.1\./)
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
    expect(operations.length).toBeGreaterThan(30)
    expect(
      operations.filter((one) => !one.summary || !one.tags?.length || Object.keys(one.responses).length === 0),
    ).toEqual([])
  })

  test('every reference in it leads somewhere', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path)
    const lost = refs.filter((path) => {
      const found = path
        .split('/')
        .reduce<unknown>(
          (at, key) => (at as Record<string, unknown> | undefined)?.[key.replaceAll('~1', '/').replaceAll('~0', '~')],
          document,
        )
      return found === undefined
    })
    expect(lost).toEqual([])
  })

  test('names the parameters of each path, and the key of each operation that has one', () => {
    for (const [path, methods] of Object.entries(document.paths))
      for (const [method, { parameters = [] }] of Object.entries(methods)) {
        const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
        expect([
          path,
          named.filter((name) => !parameters.some((one) => one.in === 'path' && one.name === name)),
        ]).toEqual([path, []])
        const keyed = method !== 'get' && !/^\/api\/v1\/(session|access|ingest)\b/.test(path)
        const keys = parameters.filter((one) => one.name.toLowerCase() === 'idempotency-key')
        expect([path, keys.map((one) => one.required)]).toEqual([path, keyed ? [method !== 'delete'] : []])
      }
  })

  test('its page loads everything from this server', async () => {
    const page = await api.raw('/docs/api/', { headers: { accept: 'text/html' } })
    expect(page.status).toBe(200)
    const loaded = [...String(page.body).matchAll(/(?:src|href)="([^"]+)"/g)].map(
      ([, address = '']) => new URL(address, `${api.url}/docs/api/`).origin,
    )
    expect(new Set(loaded)).toEqual(new Set([api.url]))
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self' 'sha256-/)
    expect((await api.raw('/docs/api/js/scalar.js', {})).status).toBe(200)
  })
})

describe('problems', () => {
  test('each has a page that says what it means and what to do', async () => {
    for (const [code, { means }] of Object.entries(catalogue)) {
      const page = await api.raw(`/errors/${code}`, {})
      expect([code, page.status]).toEqual([code, 200])
      expect(page.body).toContain(means.split('"')[0]?.trim())
    }
    expect((await api.raw('/errors', {})).body).toContain('/errors/customer_unknown')
    expect((await api.raw('/errors/nonsense', {})).body.code).toBe('problem_unknown')
  })

  test('the list in the documentation is the catalogue', () => {
    expect(readFileSync('docs/errors/README.md', 'utf8')).toBe(problemsPage())
  })
})

describe('the server itself', () => {
  test('health and metrics are open to all', async () => {
    const { status, body } = await api.raw('/health', {})
    expect([status, body.status, body.append_only]).toEqual([200, 'ok', 'enforced by privileges'])
    const metrics = await api.raw('/metrics', {})
    expect(metrics.body).toContain('whence_http_seconds_count{method="GET",route="/health",status="200"} 1')
    expect(metrics.body).toMatch(/process_resident_memory_bytes \d+/)
  })

  test('how long nobody was answered at most stands in the metrics, once', async () => {
    const longest = async (): Promise<number> => {
      const { body } = await api.raw('/metrics', {})
      return Number(/^whence_longest_tick_seconds (\S+)$/m.exec(String(body))?.[1])
    }
    await longest()
    // it is seen from the next tick on that is looked at
    await sleep(200)
    for (const until = performance.now() + 500; performance.now() < until; );
    expect(await longest()).toBeGreaterThan(0.4)
    expect(await longest()).toBeLessThan(0.4)
  })

  test('headers against framing, sniffing and foreign scripts', async () => {
    const { headers } = await api.raw('/health', {})
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    const ofEach = new Set(['connection', 'content-length', 'content-type', 'date', 'x-request-id'])
    const shared = (all: Headers) => [...all].filter(([name]) => !ofEach.has(name))
    const [first, second] = [await api.raw('/health', {}), await api.raw('/api/v1/nothing', {})]
    expect([shared(first.headers), shared(second.headers)]).toEqual([shared(headers), shared(headers)])
  })

  test('an address of the page gets the page, one of the API a problem', async () => {
    const asPage = { headers: { accept: 'text/html,*/*' } }
    const page = await api.raw('/customers/10042', asPage)
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect((await api.raw('/api/v1/nothing', asPage)).body.code).toBe('route_unknown')
    expect((await api.raw('/customers/10042', { headers: { accept: 'application/json' } })).body.code).toBe(
      'route_unknown',
    )
  })
})
