import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { homeOf, openDatabase } from '../../src/store/postgres/open.ts'
import { type Postgres, startPostgres } from '../../src/store/postgres/start.ts'

const folder = mkdtempSync(join(tmpdir(), 'whence-postgres-'))
const home = join(folder, 'home')
const said: string[] = []
/** Keeps what the operator is told, but that it takes its time: on a slow machine it may. */
const hear =
  (lines: string[]) =>
  (line: string): void => {
    if (!line.includes('is recovering')) lines.push(line)
  }
const start = (): Promise<Postgres> => startPostgres({ home, say: hear(said) })
let postgres: Postgres

beforeAll(async () => {
  chmodSync(folder, 0o755)
  postgres = await start()
})

afterAll(async () => {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})

const query = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}

const setting = async (name: string): Promise<unknown> => (await query(postgres.url, `SHOW ${name}`))[0]

test('an acknowledged operation is on disk, and a damaged page is noticed', async () => {
  expect(await setting('fsync')).toBe('on')
  expect(await setting('full_page_writes')).toBe('on')
  expect(await setting('synchronous_commit')).toBe('on')
  expect(await setting('data_checksums')).toBe('on')
})

test('a forgotten transaction ends, and statements are not compiled', async () => {
  expect(await setting('idle_in_transaction_session_timeout')).toBe('1min')
  expect(await setting('jit')).toBe('off')
})

test('the planner learns soon of what has grown', async () => {
  expect(await setting('autovacuum')).toBe('on')
  expect(await setting('autovacuum_naptime')).toBe('15s')
})

test('it is reached on this machine alone, and only with the password', async () => {
  expect(await setting('listen_addresses')).toBe('127.0.0.1')
  expect(await setting('unix_socket_directories')).toBe('')
  const wrong = new URL(postgres.url)
  wrong.password = 'guess'
  await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed')
  expect(statSync(join(home, 'postgres.password')).mode & 0o777).toBe(0o600)
  expect(statSync(postgres.data).mode & 0o777).toBe(0o700)
})

test('it never runs as root', () => {
  expect(statSync(`/proc/${postgres.pid}`).uid).not.toBe(0)
})

test('text is compared by code point and folded by Unicode', async () => {
  expect(await query(postgres.url, `SELECT lower('ÄÖ'), 'Z' < 'a'`)).toEqual(['äö', true])
})

test('a second start says where the first one listens', async () => {
  await expect(start()).rejects.toMatchObject({ reason: 'already_running' })
  postgres.announce('http://127.0.0.1:4000')
  await expect(start()).rejects.toMatchObject({
    reason: 'already_running',
    address: 'http://127.0.0.1:4000',
    message: expect.stringContaining('already runs on http://127.0.0.1:4000'),
  })
})

test('a command shares the database of a running server and leaves it running', async () => {
  const shared = await openDatabase({ WHENCE_HOME: home }, { share: true })
  expect(shared.url).toBe(postgres.url)
  await shared.close()
  expect(await query(postgres.url, 'SELECT 1')).toEqual([1])
})

test('DATABASE_URL is used as it is', async () => {
  const opened = await openDatabase({ DATABASE_URL: 'postgres://elsewhere/books', WHENCE_HOME: join(folder, 'unused') })
  expect(opened.url).toBe('postgres://elsewhere/books')
  expect(opened.embedded).toBeUndefined()
  expect(existsSync(join(folder, 'unused'))).toBe(false)
  expect(homeOf({})).toBe(join(process.cwd(), '.whence'))
})

test('the next start finds the data', async () => {
  await query(postgres.url, 'CREATE TABLE kept (n int)')
  await query(postgres.url, 'INSERT INTO kept VALUES (7)')
  await postgres.stop()
  expect(readFileSync(join(home, 'server.lock'), 'utf8')).toBe('')
  postgres = await start()
  expect(await query(postgres.url, 'SELECT n FROM kept')).toEqual([7])
  expect(said).toEqual([])
})

test('a data folder of another major version is refused by name', async () => {
  await postgres.stop()
  const version = join(postgres.data, 'PG_VERSION')
  writeFileSync(version, '15\n')
  await expect(start()).rejects.toMatchObject({ reason: 'version_differs' })
  writeFileSync(version, '18\n')
  postgres = await start()
})

test('what an interrupted first start left is cleared, what is not ours is not touched', async () => {
  const other = join(folder, 'other')
  mkdirSync(join(other, 'postgres.new-abc'), { recursive: true })
  mkdirSync(join(other, 'postgres'))
  await expect(startPostgres({ home: other })).rejects.toMatchObject({ reason: 'folder_unusable' })
  expect(existsSync(join(other, 'postgres.new-abc'))).toBe(false)
  expect(existsSync(join(other, 'postgres'))).toBe(true)
})

test.runIf(process.geteuid?.() === 0)(
  'where root keeps others out, the data folder is elsewhere and linked',
  async () => {
    const closed = mkdtempSync(join(tmpdir(), 'whence-closed-'))
    const lines: string[] = []
    const first = await startPostgres({ home: join(closed, 'home'), say: hear(lines) })
    await first.stop()
    expect(lines).toEqual([expect.stringContaining(`cannot enter ${join(closed, 'home')}`)])
    expect(realpathSync(join(closed, 'home', 'postgres'))).toBe(first.data)
    const second = await startPostgres({ home: join(closed, 'home') })
    await second.stop()
    expect(second.data).toBe(first.data)
    for (const path of [closed, first.data]) rmSync(path, { recursive: true })
  },
)
