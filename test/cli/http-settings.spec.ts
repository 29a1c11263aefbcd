import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { heardByOthers, httpSettings } from '../../src/cli/http-settings.ts'

/** Settings of HTTP are read as they are meant, or refused in a sentence that says what to give. */

const folder = mkdtempSync(join(tmpdir(), 'whence-http-'))
const [cert, key, other] = ['cert.pem', 'key.pem', 'other.pem'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
]
beforeAll(async () => {
  const mine = await generate([{ name: 'commonName', value: 'localhost' }])
  writeFileSync(cert, mine.cert)
  writeFileSync(key, mine.private)
  writeFileSync(other, (await generate([{ name: 'commonName', value: 'localhost' }])).private)
})
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => vi.unstubAllEnvs())

function settings(env: Readonly<Record<string, string>>) {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  return httpSettings()
}

test('names, addresses and nets are read by comma; without any, there is none', () => {
  expect(httpSettings()).toEqual({ listen: '127.0.0.1', hosts: [], proxies: [], tls: undefined })
  expect(
    settings({ WHENCE_HOSTS: 'Billing.Example.org, b.example ,', WHENCE_PROXIES: '127.0.0.1,10.0.0.0/8, ::1' }),
  ).toEqual({
    listen: '127.0.0.1',
    hosts: ['billing.example.org', 'b.example'],
    proxies: ['127.0.0.1', '10.0.0.0/8', '::1'],
    tls: undefined,
  })
})

test('a certificate and its key are read', () => {
  expect(settings({ WHENCE_TLS_CERT: cert, WHENCE_TLS_KEY: key }).tls?.cert).toMatch(/BEGIN CERTIFICATE/)
})

test('who listens for others without HTTPS is told', () => {
  expect(heardByOthers(settings({}))).toBeNull()
  const open = settings({ WHENCE_LISTEN: '0.0.0.0' })
  expect(heardByOthers(open)).toMatch(/^It listens at 0\.0\.0\.0 without HTTPS: /)
  expect(heardByOthers(settings({ WHENCE_TLS_CERT: cert, WHENCE_TLS_KEY: key }))).toBeNull()
})

test.each([
  [{ WHENCE_LISTEN: 'everywhere' }, /^WHENCE_LISTEN: everywhere is no address; /],
  [
    { WHENCE_HOSTS: 'https://billing.example.org' },
    /^WHENCE_HOSTS: https:\/\/billing\.example\.org is no name of a host; /,
  ],
  [{ WHENCE_HOSTS: 'billing.example.org:443' }, /give names alone/],
  [{ WHENCE_PROXIES: 'true' }, /^WHENCE_PROXIES: true is no address; /],
  [{ WHENCE_PROXIES: '10.0.0.0/33' }, /is no address/],
  [{ WHENCE_TLS_CERT: cert }, /give both or neither\.$/],
  [{ WHENCE_TLS_CERT: join(folder, 'nothing'), WHENCE_TLS_KEY: key }, /^WHENCE_TLS_CERT: ENOENT/],
  [{ WHENCE_TLS_CERT: cert, WHENCE_TLS_KEY: other }, /cannot be used: /],
])('%o is refused in a sentence', (env, sentence) => {
  expect(() => settings(env)).toThrow(sentence)
})
