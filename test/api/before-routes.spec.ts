import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from './api.ts'

/** What no route sees is answered as all else: a problem document, an id of the request, the headers of a browser. */

let api: Api
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

/** Sends bytes over a connection of their own; the answer as it came. */
async function said(bytes: string) {
  const { hostname, port } = new URL(api.url)
  const socket = connect(Number(port), hostname)
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.on('error', () => {}).write(bytes)
  await closed
  const [head = '', body = ''] = text.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const headers = new Map(lines.map((line) => [line.split(': ')[0]?.toLowerCase(), line.split(': ')[1]]))
  return { status: Number(first.split(' ')[1]), headers, body: JSON.parse(body) }
}

const get = (path: string, headers = '') =>
  `GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${headers}\r\n`

test.each([
  ['a broken escape in the address', get('/api/v1/customers/%zz'), 400, 'malformed_request'],
  ['an id that is too long', get(`/api/v1/customers/${'x'.repeat(2000)}`), 414, 'address_too_long'],
  ['headers that are too large', get('/', `cookie: ${'x'.repeat(20_000)}\r\n`), 431, 'headers_too_large'],
  ['no HTTP at all', 'HELO there\r\n\r\n', 400, 'malformed_request'],
  ['a method that nobody knows', get('/').replace('GET', 'FROB'), 400, 'malformed_request'],
  [
    'a method that the address does not take',
    get('/api/v1/customers').replace('GET', 'DELETE'),
    405,
    'method_not_allowed',
  ],
])('%s', async (_, bytes, status, code) => {
  const answer = await said(bytes)
  expect([answer.status, answer.body.code, answer.body.status]).toEqual([status, code, status])
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect(answer.headers.get('content-security-policy')).toMatch(/^default-src/)
  expect(answer.headers.get('x-request-id')).toBe(answer.body.request_id)
})

test.each(['PATCH', 'QUERY', 'OPTIONS', 'PROPFIND'])('%s is not taken, whatever is sent with it', async (method) => {
  for (const [type, body] of [
    [undefined, undefined],
    ['text/plain', 'x'],
    ['application/json', '{'],
    ['application/json', 'x'.repeat(1_100_000)],
  ]) {
    const headers = type === undefined ? {} : { 'content-type': type }
    const init = { method, headers, ...(body !== undefined && { body }) }
    const known = await fetch(`${api.url}/api/v1/books`, init)
    expect([known.status, known.headers.get('allow')]).toEqual([405, 'GET, HEAD, PUT'])
    expect((await fetch(`${api.url}/api/v1/nothing-here`, init)).status).toBe(404)
  }
})

test('an address says which methods it takes', async () => {
  const response = await fetch(`${api.url}/api/v1/customers/c/policy`, { method: 'DELETE' })
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, PUT'])
  expect((await fetch(`${api.url}/api/v1/nothing-here`, { method: 'DELETE' })).status).toBe(404)
})
