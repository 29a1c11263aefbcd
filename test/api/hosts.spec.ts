import { mkdtempSync, rmSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openServer } from '../../src/api/server.ts'
import type { Settings } from '../../src/api/settings.ts'
import { type Api, administrator, openApi } from './api.ts'

/** Under which names the server answers, whose word it takes for who asks, and what it says to browsers. */

type Said = { readonly status: number; readonly headers: NodeJS.Dict<string | string[]>; readonly body: string }

/** Asks with headers that fetch would not send. */
function ask(url: string, headers: Record<string, string> = {}, body?: object): Promise<Said> {
  const send = url.startsWith('https') ? httpsRequest : httpRequest
  return new Promise((done, fail) => {
    const asked = send(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      rejectUnauthorized: false,
    })
    asked.on('error', fail)
    asked.on('response', (answer) => {
      let text = ''
      answer.on('data', (chunk) => (text += chunk))
      answer.on('end', () => done({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }))
    })
    asked.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

const opened: Api[] = []
async function open(settings: Partial<Settings> = {}): Promise<Api> {
  const api = await openApi(undefined, settings)
  opened.push(api)
  return api
}
afterAll(async () => {
  for (const api of opened) await api.close()
})

const { email, password } = administrator
const signIn = (url: string, headers: Record<string, string> = {}) =>
  ask(`${url}/api/v1/session`, headers, { email, password })

describe('a server by itself', () => {
  let api: Api
  beforeAll(async () => {
    api = await open({ hosts: ['billing.example.org'] })
  })

  test('answers under its addresses, localhost and the names that it was given, and under no other', async () => {
    const status = async (host: string, path = '/health') => (await ask(`${api.url}${path}`, { host })).status
    for (const host of [
      '127.0.0.1:4000',
      'localhost',
      'LOCALHOST:1',
      '[::1]:4000',
      '10.0.0.7',
      'Billing.Example.org:443',
      'billing.example.org.',
    ])
      expect([host, await status(host)]).toEqual([host, 200])
    for (const host of [
      'evil.example',
      'localhost.evil.example',
      'xbilling.example.org',
      '127.0.0.1.evil.example',
      'a b',
      '%',
    ])
      for (const path of ['/health', '/api/v1/customers', '/', '/docs/api', '/nothing', '/errors'])
        expect([host, path, await status(host, path)]).toEqual([host, path, 421])
    const refused = await ask(`${api.url}/api/v1/session`, { host: 'evil.example:4000' })
    expect(JSON.parse(refused.body)).toMatchObject({ code: 'host_refused', host: 'evil.example:4000' })
  })

  test('takes nobody’s word for who asks or how', async () => {
    const forged = { 'x-forwarded-for': '6.6.6.6', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example' }
    const { status, headers } = await signIn(api.url, forged)
    expect(status).toBe(200)
    expect(headers['set-cookie']).toEqual([expect.stringMatching(/^whence_session=/)])
    expect(headers['strict-transport-security']).toBeUndefined()
  })

  test('says to browsers what no page of it uses, and that nothing it answers is kept', async () => {
    const authorization = `Bearer ${api.secret}`
    for (const path of ['/api/v1/customers', '/api/v1/customers/nobody', '/api/v1/session'])
      expect((await ask(`${api.url}${path}`, { authorization })).headers['cache-control']).toBe('no-store')
    const { headers } = await ask(`${api.url}/health`)
    expect(headers['permissions-policy']).toMatch(/camera=\(\), .*microphone=\(\)/)
  })
})

describe('behind a proxy that it knows', () => {
  const forwarded = {
    'x-forwarded-for': '203.0.113.9',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'billing.example.org',
  }

  test('who asks is who asked the proxy; by HTTPS the cookie belongs to this very host', async () => {
    const api = await open({ proxies: ['127.0.0.1'], hosts: ['billing.example.org'] })
    const { headers, status } = await signIn(api.url, forwarded)
    expect([status, headers['strict-transport-security']]).toEqual([200, 'max-age=31536000'])
    const [cookie = ''] = headers['set-cookie'] ?? []
    expect(cookie).toMatch(/^__Host-whence_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/)
    const [pair = ''] = cookie.split(';')
    const writing = { ...forwarded, cookie: pair, origin: 'https://billing.example.org', 'idempotency-key': 'a' }
    const made = await ask(`${api.url}/api/v1/customers`, writing, { customer_id: 'c', name: 'C', currency: 'USD' })
    expect(made.status).toBe(200)
    const [row] = await api.ledger.query<{ ip: string }>("select ip from operation where customer_id = 'c'")
    expect(row?.ip).toBe('203.0.113.9')
    const elsewhere = await ask(
      `${api.url}/api/v1/customers`,
      { ...writing, origin: api.url },
      { name: 'D', currency: 'USD' },
    )
    expect(elsewhere.status).toBe(403)
    const misled = await signIn(api.url, { ...forwarded, 'x-forwarded-host': 'evil.example' })
    expect(misled.status).toBe(421)
  })
})

describe('with a certificate of its own', () => {
  test('it speaks HTTPS, and sets the cookie of this very host', async () => {
    const api = await open()
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }])
    const web = mkdtempSync(join(tmpdir(), 'whence-tls-'))
    const server = await openServer(api.ledger.store, { web, logLevel: 'silent', tls: { cert, key } })
    try {
      const url = await server.listen({ host: '127.0.0.1', port: 0 })
      expect(url).toMatch(/^https:/)
      const { status, headers } = await signIn(url)
      expect([status, headers['strict-transport-security']]).toEqual([200, 'max-age=31536000'])
      expect(headers['set-cookie']).toEqual([expect.stringMatching(/^__Host-whence_session=.*; Secure/)])
      await expect(ask(url.replace('https', 'http'))).rejects.toThrow()
    } finally {
      await server.close()
      rmSync(web, { recursive: true })
    }
  })
})
