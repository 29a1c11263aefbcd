import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launched } from '../product/launched.ts'
import { type Product, startProduct } from '../product/start.ts'
import { type Said, whence } from './terminal.ts'

/** `whence users`: who was added can sign in, and no password stands where others can read it. */

const SMTP_PASSWORD = 'smtp-secret-3141'
let product: Product
beforeAll(async () => {
  product = await startProduct({ env: { SMTP_URL: `smtp://mail:${SMTP_PASSWORD}@127.0.0.1:9` } })
})
afterAll(() => product.stop())

const run = (args: string[], input?: string | Buffer): Promise<Said> =>
  whence(product.home, args, input === undefined ? {} : { input })
const emails = async () =>
  (JSON.parse((await run(['users', 'list', '--json'])).out) as { email: string }[]).map((one) => one.email)

async function signIn(email: string, password: string): Promise<{ status: number; cookie: string }> {
  const answer = await fetch(`${product.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  return { status: answer.status, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' }
}
const asUser = async (cookie: string) => (await fetch(`${product.url}/api/v1/session`, { headers: { cookie } })).status

test('a password comes from standard input or a file; without one it is made up and shown once', async () => {
  expect(await run(['users', 'add', 'ann@example.org', '--name', 'Ann'], 'correct horse battery\n')).toMatchObject({
    code: 0,
    out: 'Added ann@example.org\n',
  })
  expect((await signIn('ann@example.org', 'correct horse battery')).status).toBe(200)
  const file = join(product.home, 'password')
  writeFileSync(file, ' spaces are characters \r\n')
  expect((await run(['users', 'add', 'ben@example.org', '--password-file', file])).out).toBe('Added ben@example.org\n')
  expect((await signIn('ben@example.org', ' spaces are characters ')).status).toBe(200)
  expect((await run(['users', 'add', 'cy@example.org', '--password-file', '-'], 'from standard input')).code).toBe(0)
  expect((await signIn('cy@example.org', 'from standard input')).status).toBe(200)
  const [, made = ''] =
    /^Added di@example\.org, password (\S{16})\n$/.exec((await run(['users', 'add', 'di@example.org'])).out) ?? []
  expect((await signIn('di@example.org', made)).status).toBe(200)
})

test('who was added signs in however he types it: case, white space around, composed or not', async () => {
  expect((await run(['users', 'add', ' Zoe@Example.ORG '], 'cre\u0300me bru\u0302le\u0301e')).code).toBe(0)
  expect(await emails()).toContain('zoe@example.org')
  for (const email of ['zoe@example.org', ' ZOE@EXAMPLE.ORG'])
    for (const password of ['crème brûlée', 'crème brûlée'.normalize('NFD')])
      expect((await signIn(email, password)).status).toBe(200)
  expect((await run(['users', 'add', 'ZOE@example.org'], 'another password')).error).toMatch(/^.*\nThere is a user /)
})

test('what is not one good line is refused in a sentence, and nobody is added', async () => {
  const wrong: [email: string, password: string | Buffer, sentence: RegExp][] = [
    ['nobody', 'a good password', /“nobody” is no e-mail address; /],
    ['short@example.org', 'elevenchars', /at least 12 characters and this has 11; /],
    ['two@example.org', 'a good password\nand another\n', /has more than one line; /],
    ['empty@example.org', '\n', /has no password in it; /],
    ['latin@example.org', Buffer.from('a good passw\xf6rd', 'latin1'), /not written in UTF-8/],
  ]
  const before = await emails()
  for (const [email, password, sentence] of wrong) {
    const said = await run(['users', 'add', email], password)
    expect([said.code, said.out, said.error]).toEqual([1, '', expect.stringMatching(sentence)])
    expect(said.error).not.toMatch(/\n\s+at /)
  }
  expect(await emails()).toEqual(before)
})

test('a password on the command line is refused, and how to give it is said', async () => {
  for (const command of [
    ['add', 'seen@example.org'],
    ['password', 'ann@example.org'],
  ]) {
    const said = await run(['users', ...command, '--password', 'a good password'], 'a good password')
    expect([said.code, said.out]).toEqual([1, ''])
    expect(said.error).toMatch(/^Everybody on this machine can read a command line .* --password-file\.\n$/)
  }
  expect(await emails()).not.toContain('seen@example.org')
  expect((await run(['users', 'add', '--help'])).out).not.toMatch(/--password\b(?!-)/)
})

test('another password ends the sessions, a removal too; both are on record, and all verifies', async () => {
  const before = await signIn('ann@example.org', 'correct horse battery')
  const changed = await run(['users', 'password', ' Ann@example.org'], 'battery horse correct\n')
  expect(changed).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^Changed the password of .*\nServers that are /),
  })
  expect(await asUser(before.cookie)).toBe(401)
  expect((await signIn('ann@example.org', 'correct horse battery')).status).toBe(401)
  const after = await signIn('ann@example.org', 'battery horse correct')
  expect(after.status).toBe(200)
  expect((await run(['users', 'password', 'nobody@example.org'], 'a good password')).error).toMatch(/There is no user /)
  expect((await run(['users', 'password', 'ann@example.org'], 'short')).error).toMatch(/at least 12 characters/)
  expect((await run(['users', 'remove', 'ann@example.org', '--reason', 'has left'])).code).toBe(0)
  expect(await asUser(after.cookie)).toBe(401)
  expect((await signIn('ann@example.org', 'battery horse correct')).status).toBe(401)
  const { out: told, ...audit } = await run(['audit', '--type', 'password_changed,user_removed,user_added'])
  expect(audit).toEqual({ code: 0, error: '' })
  expect(told).toMatch(/Password of user \S+ changed\./)
  expect(told).toMatch(/User \S+ removed\. Reason: has left\./)
  expect(told).not.toMatch(/ann@example\.org/)
  expect(await run(['verify'])).toMatchObject({ code: 0 })
})

test('a role is given when somebody is added, and later; it is on record, and the page and the API learn it', async () => {
  expect((await run(['users', 'add', 'sue@example.org', '--role', 'support'], 'a good password')).code).toBe(0)
  const { cookie } = await signIn('sue@example.org', 'a good password')
  const read = async (path: string) => (await fetch(`${product.url}/api/v1${path}`, { headers: { cookie } })).json()
  expect(await read('/session')).toMatchObject({ role: 'support', permissions: expect.arrayContaining(['note.add']) })
  const close = (cookie: string) =>
    fetch(`${product.url}/api/v1/books`, {
      method: 'PUT',
      headers: { cookie, 'content-type': 'application/json', 'idempotency-key': 'k', origin: product.url },
      body: JSON.stringify({ closed_until: '2020-01-01', reason: 'year end' }),
    })
  expect(await (await close(cookie)).json()).toMatchObject({ code: 'not_permitted', permission: 'books.close' })
  expect((await run(['users', 'role', 'sue@example.org', 'emperor'])).error).toMatch(
    /^There is no role emperor; give one of /,
  )
  expect((await run(['users', 'role', 'nobody@example.org', 'billing'])).error).toMatch(/There is no user /)
  const moved = await run(['users', 'role', 'sue@example.org', 'administrator', '--reason', 'acting head'])
  expect(moved).toMatchObject({ code: 0, out: expect.stringMatching(/^sue@example\.org is administrator now\n/) })
  const again = await run(['users', 'role', 'sue@example.org', 'administrator'])
  expect(again.out).toBe('sue@example.org is administrator already\n')
  const anew = await signIn('sue@example.org', 'a good password')
  expect((await close(anew.cookie)).status).toBe(200)
  const { out: told } = await run(['audit', '--type', 'user_role_set,user_added'])
  expect(told).toMatch(/User \S+ is administrator from now on\. Reason: acting head\./)
  expect(told).toMatch(/User .* added as support\./)
  const limited = await run(['roles', 'limit', 'support', 'invoice.adjust', 'USD', '--each', '50.00', '--day', '200'])
  expect(limited).toMatchObject({ code: 0, out: 'support, invoice.adjust: 50.00 USD each, 200.00 USD a day\n' })
  for (const [args, sentence] of [
    [['administrator', 'invoice.adjust', 'USD', '--each', '1'], /^An administrator has no limits; /],
    [['support', 'books.close', 'USD', '--each', '1'], /^books\.close has no limit; give one of invoice\.adjust, /],
    [['support', 'payment.refund', 'USD', '--each', '1'], /^support may not do this at all: payment\.refund\./],
    [['support', 'invoice.adjust', 'usd', '--each', '1'], /^usd is no ISO 4217 currency; /],
    [['support', 'invoice.adjust', 'USD'], /^Give --each or --day or both, or --none alone\./],
    [['support', 'invoice.adjust', 'USD', '--each', '0.001'], /^0\.001 is no amount of USD; /],
  ] as const)
    expect((await run(['roles', 'limit', ...args])).error).toMatch(sentence)
  expect((await run(['roles', 'list'])).out).toMatch(/support .* invoice\.adjust: 50\.00 USD each, 200\.00 USD a day/)
  const made = await run(['keys', 'add', 'Feed', '--role', 'integration'])
  const [, secret = ''] = /^Key .*\n(wk_\S+)\n$/.exec(made.out) ?? []
  const refused = await fetch(`${product.url}/api/v1/books`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json', 'idempotency-key': 'l' },
    body: JSON.stringify({ closed_until: '2020-01-02', reason: 'year end' }),
  })
  expect(refused.status).toBe(403)
  expect(JSON.parse((await run(['keys', 'list', '--json'])).out)).toContainEqual(
    expect.objectContaining({ name: 'Feed', role: 'integration' }),
  )
  expect(await run(['verify'])).toMatchObject({ code: 0 })
})

test('at a terminal a password is asked for twice, and not shown', async () => {
  const at = (answers: string[], email: string) => typedAt(['users', 'add', email], answers)
  const told = await at(['typed at night', 'typed at night'], 'eve@example.org')
  expect(told).toMatch(/Password .*: \r\nThe same again: \r\nAdded eve@example\.org\r\n$/)
  expect((await signIn('eve@example.org', 'typed at night')).status).toBe(200)
  expect(await at(['typed at night', 'typed at noon.'], 'fay@example.org')).toMatch(
    /The two are not the same; nothing /,
  )
  expect(await at(['\u0003'], 'gus@example.org')).toMatch(/No password was given; nothing was changed\./)
  expect(await at([''], 'hal@example.org')).toMatch(/Added hal@example\.org, password \S{16}\r\n$/)
  expect(await emails()).not.toEqual(expect.arrayContaining(['fay@example.org']))
  expect(await emails()).not.toEqual(expect.arrayContaining(['gus@example.org']))
})

/** Runs a command at a terminal of its own, which answers each question with a line. */
async function typedAt(args: readonly string[], answers: readonly string[]): Promise<string> {
  const words = [resolve('node_modules/.bin/node'), resolve('src/cli/main.ts'), ...args]
  const child = launched(['script', '-qec', words.join(' '), '/dev/null'], {
    env: { ...process.env, WHENCE_HOME: product.home },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  let [told, asked] = ['', 0]
  child.stdout?.on('data', (chunk: Buffer) => {
    told += chunk.toString()
    const questions = told.match(/(?:made up\)|again): /g)?.length ?? 0
    for (; asked < questions; asked += 1)
      child.stdin?.write(`${answers[asked] ?? ''}${answers[asked] === '\u0003' ? '' : '\r'}`)
  })
  await once(child, 'close')
  for (const answer of answers) if (answer.length > 1) expect(told).not.toContain(answer)
  return told
}

test('no secret stands in a command line, nor in the environment of the database', async () => {
  const { smtp, ...secrets } = {
    smtp: SMTP_PASSWORD,
    password: product.password,
    key: product.api_key,
    database: readFileSync(join(product.home, 'postgres.password'), 'utf8').trim(),
    typed: 'typed while we look',
  }
  const child = launched(
    [resolve('node_modules/.bin/node'), resolve('src/cli/main.ts'), 'users', 'add', 'ivy@example.org'],
    {
      env: { ...process.env, WHENCE_HOME: product.home },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  )
  await new Promise((heard) => child.stderr?.once('data', heard))
  child.stdin?.write(secrets.typed)
  const seen = processes()
  expect(seen.some((one) => one.pid === child.pid)).toBe(true)
  expect(seen.filter((one) => one.line.includes('postgres')).length).toBeGreaterThan(1)
  for (const secret of [smtp, ...Object.values(secrets)]) {
    expect(seen.filter((one) => one.line.includes(secret))).toEqual([])
    expect(
      seen
        .filter((one) => one.line.startsWith('postgres') || /bin\/postgres/.test(one.line))
        .filter((one) => one.environment.includes(secret)),
    ).toEqual([])
  }
  child.stdin?.end()
  await once(child, 'close')
  expect((await signIn('ivy@example.org', secrets.typed)).status).toBe(200)
})

/** All processes of the machine, as whoever asks `ps` sees them; the environment of those of this account. */
const processes = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), line: readable(name, 'cmdline'), environment: readable(name, 'environ') }))

/** Empty where the process has ended meanwhile, or is somebody else's. */
function readable(pid: string, what: string): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'latin1').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}
