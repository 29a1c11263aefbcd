import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Account, namedAccount } from '../../src/store/postgres/account.ts'
import { processesOn } from '../../src/store/postgres/left-over.ts'
import { startPostgres } from '../../src/store/postgres/start.ts'
import { launched } from '../product/launched.ts'
import { programFor } from './program-for.ts'

/** Real processes, really killed: the promise is about what the kernel does then. */

type Held = { readonly holder: ChildProcess; readonly url: string; readonly pid: number; readonly data: string }

const HOLDER = 'test/store/postgres-holder.ts'
const isRoot = process.geteuid?.() === 0

let folder: string
let home: string
let toEnd: ChildProcess[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whence-killed-'))
  home = join(folder, 'home')
  mkdirSync(home)
  chmodSync(folder, 0o755)
  toEnd = []
})

afterEach(() => {
  for (const child of toEnd) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const hold = async (way: 'setpriv' | 'shell' = 'setpriv', account?: Account): Promise<Held> => {
  const { node, file } = programFor(account, HOLDER, folder)
  const cwd = account === undefined ? '.' : folder
  const holder = launched([node, file, home, way], { stdio: ['ignore', 'pipe', 'inherit'], cwd, ...account })
  toEnd.push(holder)
  const ended = once(holder, 'exit').then(() => Promise.reject(new Error('The holder ended.')))
  const said = new Promise<Buffer>((heard) => holder.stdout?.once('data', heard))
  const line = await Promise.race([said, ended])
  return { holder, ...(JSON.parse(line.toString()) as Omit<Held, 'holder'>) }
}

const kill = async (holder: ChildProcess): Promise<void> => {
  holder.kill('SIGKILL')
  await once(holder, 'exit')
}

const connects = (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  )
}

/** Waits until something is so, for as long as the test may take: how fast is the machine's affair. */
const until = async (is: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await is())) await sleep(20)
}
const refuses = (url: string): Promise<void> => until(async () => !(await connects(url)))
const gone = (data: string): Promise<void> => until(() => processesOn(data).length === 0)

const nextStartWorks = async (): Promise<void> => {
  const next = await startPostgres({ home })
  expect(await connects(next.url)).toBe(true)
  await next.stop()
}

test('the server killed: no new connection, nothing left running, the next start works', async () => {
  const { holder, url, data } = await hold()
  expect(await connects(url)).toBe(true)
  await kill(holder)
  await refuses(url)
  await gone(data)
  await nextStartWorks()
})

test('the same on a machine without setpriv', async () => {
  const { holder, url, data } = await hold('shell')
  await kill(holder)
  await refuses(url)
  await gone(data)
  await nextStartWorks()
})

test.runIf(isRoot)('the same as an ordinary user, whose data root may also start, still not as root', async () => {
  const ordinary = namedAccount()
  chownSync(home, ordinary.uid, ordinary.gid)
  const { holder, url, data, pid } = await hold('setpriv', ordinary)
  expect(statSync(`/proc/${pid}`).uid).toBe(ordinary.uid)
  await kill(holder)
  await refuses(url)
  await gone(data)
  const asRoot = await startPostgres({ home })
  expect(statSync(`/proc/${asRoot.pid}`).uid).toBe(ordinary.uid)
  await asRoot.stop()
})

test('killed under load: nothing left running, and every acknowledged row is there', async () => {
  const { holder, url, data } = await hold()
  const acknowledged = await loadUntil(url, () => kill(holder))
  expect(acknowledged.length).toBeGreaterThan(0)
  await gone(data)
  const next = await startPostgres({ home })
  const client = new pg.Client({ connectionString: next.url })
  await client.connect()
  const { rows } = await client.query<{ n: number }>('SELECT n FROM load')
  await client.end()
  await next.stop()
  const found = new Set(rows.map(({ n }) => n))
  expect(acknowledged.filter((n) => !found.has(n))).toEqual([])
})

test('a left-over that is slow to stop is waited for, not adopted', async () => {
  const { holder, pid, data } = await hold()
  process.kill(pid, 'SIGSTOP')
  await kill(holder)
  const said: string[] = []
  const say = (line: string): void => {
    if (said.length === 0) setTimeout(() => process.kill(pid, 'SIGCONT'), 500)
    said.push(line)
  }
  const next = await startPostgres({ home, say })
  expect(said[0]).toContain(`left over on ${data} (process ${pid})`)
  expect(next.pid).not.toBe(pid)
  await next.stop()
})

/** INT waits for a checkpoint; what cannot make one is not waited for longer than a start may take. */
test('a left-over that cannot do what INT asks of it is ended by QUIT', { timeout: 40_000 }, async () => {
  const { holder, data } = await hold()
  const checkpointer = processesOn(data).find((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('checkpointer'),
  )
  process.kill(checkpointer ?? 0, 'SIGSTOP')
  await kill(holder)
  await nextStartWorks()
})

test('the database killed: its owner is told, and the next start works though connections outlived it', async () => {
  const first = await startPostgres({ home })
  const busy = new pg.Client({ connectionString: first.url })
  busy.on('error', () => undefined)
  await busy.connect()
  const cut = busy
    .query('SELECT count(*) FROM generate_series(1, 100000), generate_series(1, 100000)')
    .catch(() => 'cut')
  process.kill(first.pid, 'SIGKILL')
  expect(await first.died).toContain('stopped by itself')
  await first.stop()
  await nextStartWorks()
  expect(await cut).toBe('cut')
})

/** Four connections insert numbers until the database goes; returns those whose insertion was acknowledged. */
const loadUntil = async (url: string, end: () => Promise<void>): Promise<number[]> => {
  const acknowledged: number[] = []
  const pool = new pg.Pool({ connectionString: url, max: 4 })
  pool.on('error', () => undefined)
  await pool.query('CREATE TABLE load (n int, filler text)')
  const writer = async (first: number): Promise<void> => {
    for (let n = first; ; n += 4) {
      await pool.query("INSERT INTO load VALUES ($1, repeat('x', 2000))", [n])
      acknowledged.push(n)
    }
  }
  const writers = [0, 1, 2, 3].map((first) => writer(first).catch(() => undefined))
  await sleep(1500)
  await end()
  await Promise.all(writers)
  await pool.end()
  return acknowledged
}
