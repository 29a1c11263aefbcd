import { afterAll, beforeAll, expect, test } from 'vitest'
import { permissionNames } from '../../src/contract/permissions.ts'
import { type Answer, type Api, administrator, openApi } from './api.ts'

let api: Api
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const { email, name, password } = administrator
const signIn = (body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  api.raw('/api/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
const who = { email, name, role: 'administrator', permissions: permissionNames }
const cookieOf = (answer: Answer): string => answer.headers.get('set-cookie')?.split(';')[0] ?? ''
const asUser = (
  cookie: string,
  method = 'GET',
  path = '/session',
  headers: Record<string, string> = {},
): Promise<Answer> =>
  api.raw(`/api/v1${path}`, {
    method,
    headers: { cookie, ...headers },
    ...(method === 'POST' && { body: '{"name":"N","currency":"USD"}' }),
  })

test('nobody is let in without a key or a session', async () => {
  for (const path of ['/customers', '/audit', '/customers/x', '/clocks/x', '/runs/x', '/session']) {
    const { status, headers, body } = await api.raw(`/api/v1${path}`, {})
    expect([path, status, body.code]).toEqual([path, 401, 'not_signed_in'])
    expect(headers.get('www-authenticate')).toBe('Bearer realm="Whence"')
  }
  const wrong = await api.raw('/api/v1/customers', { headers: { authorization: 'Bearer wk_nothing' } })
  expect(wrong.body.code).toBe('not_signed_in')
})

test('signing in gives a cookie that no script reads and no other site sends', async () => {
  const answer = await signIn({ email: email.toUpperCase(), password })
  expect([answer.status, answer.body]).toEqual([200, who])
  expect(answer.headers.get('set-cookie')).toMatch(/^whence_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
  expect((await asUser(cookieOf(answer))).body).toEqual(who)
})

test('a wrong address or password is refused alike', async () => {
  for (const body of [
    { email, password: 'wrong' },
    { email: 'nobody@example.com', password },
  ]) {
    const answer = await signIn(body)
    expect([answer.status, answer.body.code, answer.headers.get('set-cookie')]).toEqual([401, 'sign_in_failed', null])
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="Whence"')
  }
})

test('what is done in a session has the name of the user and the channel web', async () => {
  const cookie = cookieOf(await signIn({ email, password }))
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'a', origin: api.url }
  const opened = await asUser(cookie, 'POST', '/customers', headers)
  expect(opened.body.records[0]).toMatchObject({ actor: name, channel: 'web' })
})

test('a page of another origin cannot write with the cookie', async () => {
  const cookie = cookieOf(await signIn({ email, password }))
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'b' }
  for (const foreign of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
  ] as Record<string, string>[]) {
    const answer = await asUser(cookie, 'POST', '/customers', { ...headers, ...foreign })
    expect([answer.status, answer.body.code]).toEqual([403, 'origin_refused'])
  }
  expect((await signIn({ email, password }, { origin: 'https://evil.example' })).body.code).toBe('origin_refused')
})

test('signing out ends the session', async () => {
  const cookie = cookieOf(await signIn({ email, password }))
  expect((await asUser(cookie, 'DELETE')).status).toBe(204)
  expect((await asUser(cookie)).body.code).toBe('not_signed_in')
})

test('guessing is slowed down', async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, () => signIn({ email, password: 'guess' })))
  const limited = answers.find((answer) => answer.status === 429)
  expect(limited?.body).toMatchObject({ code: 'too_many_requests', retry_after: expect.any(Number) })
})
