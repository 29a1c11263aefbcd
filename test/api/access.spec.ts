import { afterAll, beforeAll, expect, test } from 'vitest'
import { addUser } from '../../src/service/people/people.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { type Answer, type Api, administrator, openApi } from './api.ts'

/** Who came, who did not get in, who left; sessions that end; passwords that are tried. */

let api: Api
const caller = { actor: 'Test', realm: 'operator', channel: 'cli', ip: null }
const { email } = administrator
const sue = { email: 'sue@example.org', name: 'Sue Lind', password: 'a good password', role: 'support' } as const
beforeAll(async () => {
  api = await openApi()
  await addUser(api.ledger.store, sue, caller)
})
afterAll(() => api.close())

const send = (method: string, path: string, headers: Record<string, string> = {}, body?: object): Promise<Answer> =>
  api.raw(`/api/v1${path}`, {
    method,
    headers: {
      ...headers,
      'user-agent': 'Test 1.0',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })

async function signIn(as: { email: string; password: string } = administrator): Promise<string> {
  const answer = await send('POST', '/session', {}, { email: as.email, password: as.password })
  expect(answer.status).toBe(200)
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}
type Row = { readonly session: string; readonly is_this: boolean; readonly email: string; readonly agent: string }
const sessionsOf = async (cookie: string): Promise<Row[]> => (await send('GET', '/session/all', { cookie })).body.items
const isGood = async (cookie: string) => (await send('GET', '/session', { cookie })).status === 200
/** Sessions are remembered for half a minute; who ends one forgets all. */
const forget = async () => {
  const cookie = await signIn(sue)
  const [own] = (await sessionsOf(cookie)).filter((one) => one.is_this)
  await send('DELETE', `/session/all/${own?.session}`, { cookie })
}

test('a user sees his sessions, and ends another of them; somebody else’s he cannot', async () => {
  const [first, second, hers] = [await signIn(), await signIn(), await signIn(sue)]
  const mine = await sessionsOf(first)
  expect(mine.map((one) => [one.email, one.agent])).toEqual(mine.map(() => [email, 'Test 1.0']))
  expect(mine.filter((one) => one.is_this)).toHaveLength(1)
  const other = (await sessionsOf(second)).find((one) => one.is_this)?.session
  const foreign = (await sessionsOf(hers)).find((one) => one.is_this)?.session
  expect((await send('DELETE', `/session/all/${foreign}`, { cookie: first })).body.code).toBe('session_unknown')
  expect(await isGood(hers)).toBe(true)
  expect((await send('DELETE', `/session/all/${other}`, { cookie: first })).status).toBe(204)
  expect([await isGood(first), await isGood(second)]).toEqual([true, false])
  const all = (await send('GET', '/access/sessions', { cookie: first })).body.items as Row[]
  expect(new Set(all.map((one) => one.email))).toEqual(new Set([email, sue.email]))
  expect((await send('GET', '/access/sessions', { cookie: hers })).body.code).toBe('not_permitted')
  expect((await send('DELETE', `/access/sessions/${foreign}`, { cookie: first })).status).toBe(204)
  expect(await isGood(hers)).toBe(false)
  expect((await api.get('/session/all')).body.code).toBe('not_in_a_session')
})

test('a session ends half an hour after it was used last, and after 12 hours however it is used', async () => {
  const cookie = await signIn()
  const mine = (await sessionsOf(cookie)).find((one) => one.is_this)?.session
  const set = (column: string, ago: string) =>
    api.ledger.query(`update session set ${column} = now() - $2::interval where session_id = $1`, [mine, ago])
  await set('seen_at', '29 minutes')
  await forget()
  expect(await isGood(cookie)).toBe(true)
  const [row] = await api.ledger.query<{ recent: boolean }>(
    "select seen_at > now() - interval '1 minute' as recent from session where session_id = $1",
    [mine],
  )
  expect(row?.recent).toBe(true)
  await set('seen_at', '31 minutes')
  await forget()
  expect(await isGood(cookie)).toBe(false)
  const another = await signIn()
  const its = (await sessionsOf(another)).find((one) => one.is_this)?.session
  await api.ledger.query("update session set expires_at = now() - interval '1 s' where session_id = $1", [its])
  await forget()
  expect(await isGood(another)).toBe(false)
})

test('another password is taken by who has the present one; his other sessions end', async () => {
  const [here, there] = [await signIn(sue), await signIn(sue)]
  const take = (cookie: string, body: object) => send('POST', '/session/password', { cookie }, body)
  const wrong = await take(here, { password: 'not the one', new_password: 'another password' })
  expect([wrong.status, wrong.body.code]).toEqual([422, 'password_wrong'])
  const short = await take(here, { password: sue.password, new_password: 'short' })
  expect([short.status, short.body.code]).toEqual([422, 'password_unfit'])
  expect(short.body.expected).toMatch(/at least 12 characters and this has 5; /)
  expect((await take(here, { password: sue.password, new_password: 'another password' })).status).toBe(204)
  expect([await isGood(here), await isGood(there)]).toEqual([true, false])
  const changed = await send('POST', '/session', {}, { email: sue.email, password: sue.password })
  expect(changed.body.code).toBe('sign_in_failed')
  expect(await signIn({ ...sue, password: 'another password' })).not.toBe('')
  const back = { password: 'another password', new_password: sue.password }
  expect((await take(here, back)).status).toBe(204)
  expect((await verify(api.ledger.store)).findings).toEqual([])
})

test('after ten wrong passwords in a row an address is closed for a while, whoever’s it is', async () => {
  for (const address of [sue.email, 'nobody@example.org']) {
    await api.ledger.query(
      "insert into sign_in_failure values (sha256(convert_to($1, 'UTF8')), 9, now() - interval '1 minute')",
      [address],
    )
    const attempt = (given: string) => send('POST', '/session', {}, { email: address.toUpperCase(), password: given })
    expect((await attempt('the tenth')).body.code).toBe('sign_in_failed')
    const closed = await attempt(sue.password)
    expect([closed.status, closed.body.code]).toEqual([429, 'too_many_requests'])
    expect(closed.body.retry_after).toBeGreaterThan(800)
    expect(closed.body.retry_after).toBeLessThanOrEqual(901)
    await api.ledger.query("update sign_in_failure set last_at = now() - interval '16 minutes'")
    const again = await attempt(sue.password)
    expect(again.status).toBe(address === sue.email ? 200 : 401)
  }
  const [left] = await api.ledger.query<{ n: bigint }>('select count(*) as n from sign_in_failure where count > 1')
  expect(Number(left?.n)).toBe(0)
})

test('who came, who did not get in and who left is told, and nothing that was typed', async () => {
  const cookie = await signIn()
  await send('POST', '/session', {}, { email: 'my password by mistake', password: 'x' })
  await send('POST', '/session', {}, { email: sue.email, password: 'wrong' })
  const foreign = { cookie, origin: 'https://evil.example', 'idempotency-key': 'k' }
  expect((await send('POST', '/customers', foreign, { name: 'N', currency: 'USD' })).status).toBe(403)
  expect((await send('DELETE', '/session', { cookie })).status).toBe(204)
  const reader = await signIn()
  const { items } = (await send('GET', '/access?limit=6', { cookie: reader })).body
  expect(items.map((one: { sentence: string }) => one.sentence)).toEqual([
    'Ada Byron signed in.',
    'Ada Byron signed out.',
    'A page of another origin asked with the cookie of Ada Byron; it was refused.',
    'A wrong password for Sue Lind.',
    'A wrong password for an address that is nobody’s.',
    'Ada Byron signed in.',
  ])
  expect(items[0]).toMatchObject({ ip: '127.0.0.1', agent: 'Test 1.0', kind: 'signed_in' })
  const kept = await api.ledger.query<{ row: string }>('select access::text as row from access')
  expect(kept.map((one) => one.row).join()).not.toMatch(/by mistake|nobody@example|sue@example/)
  const pages = []
  for (let next: string | null = ''; next !== null; ) {
    const { body } = await send('GET', `/access?limit=3${next === '' ? '' : `&cursor=${next}`}`, { cookie: reader })
    pages.push(...body.items)
    next = body.next
  }
  expect(pages).toHaveLength(kept.length)
  expect(new Set(pages.map((one) => one.access)).size).toBe(kept.length)
  const user = items[0].user
  const { body } = await send('GET', `/access?user=${user}`, { cookie: reader })
  expect(new Set(body.items.map((one: { user: string }) => one.user))).toEqual(new Set([user]))
  expect((await send('GET', '/access', { cookie: await signIn(sue) })).body.code).toBe('not_permitted')
})
