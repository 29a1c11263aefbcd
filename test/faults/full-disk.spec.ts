import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { verify } from '../../src/service/verify/verify.ts'
import { openStore, type Store } from '../../src/store/session/store.ts'
import { whence } from '../cli/terminal.ts'
import { type Database, openDatabase } from './database.ts'
import { startServer, startVictim } from './victim.ts'

/** The disk of the database fills up: nothing falls, what cannot be booked is said, and it goes on when there is room. */

const MiB = 1024 * 1024
const place = mkdtempSync(join(tmpdir(), 'whence-disk-'))
const home = mkdtempSync(join(tmpdir(), 'whence-disk-home-'))

/** A small disk of its own, which only root may mount; says why not. */
function mounted(): string | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=320m,mode=0755', 'tmpfs', place], { stdio: 'pipe' })
    return null
  } catch (error) {
    return `no disk can be filled here, for none can be mounted: ${error instanceof Error ? error.message : error}`
  }
}

const why = mounted()

afterAll(() => {
  if (why === null) execFileSync('umount', [place])
  for (const folder of [place, home]) rmSync(folder, { recursive: true, force: true })
})

const ballast = join(place, 'ballast')
const left = (): number => {
  const { bavail, bsize } = statfsSync(place)
  return bavail * bsize
}

/** Fills the disk until so many bytes are left. */
function fill(until: number): void {
  const file = openSync(ballast, 'a')
  try {
    while (left() > until) writeSync(file, Buffer.alloc(Math.min(MiB, Math.max(left() - until, 1))))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  } finally {
    closeSync(file)
  }
}
const free = (): void => rmSync(ballast, { force: true })

type Server = { readonly url: string; readonly key: string }
const acknowledged = new Set<string>()

/** Books a note; answers the status, and the code of the problem. */
async function note(server: Server, key: string): Promise<readonly [number, string | undefined]> {
  const answer = await fetch(`${server.url}/api/v1/customers/c/notes`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${server.key}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify({ text: `note ${key} ${'x'.repeat(3000)}` }),
  })
  if (answer.status === 200) acknowledged.add(key)
  else expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
  const body = (await answer.json()) as { code?: string }
  return [answer.status, body.code]
}

const open = async ({ url, key }: Server): Promise<void> => {
  const answer = await fetch(`${url}/api/v1/customers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': 'open' },
    body: JSON.stringify({ customer_id: 'c', name: 'C', currency: 'USD' }),
  })
  expect(answer.status).toBe(200)
}

const get = async ({ url, key }: Server, path: string): Promise<readonly [number, string]> => {
  const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${key}` } })
  return [answer.status, await answer.text()]
}

const FULL = expect.stringContaining('The disk of the database is full')
/** A command beside the server: how it ended, and what it said of that. */
async function atTerminal(...args: readonly string[]): Promise<readonly [number | null, string]> {
  const { code, error } = await whence(place, args)
  return [code, error]
}

const statusOf = async (server: Server, path: string): Promise<number> => (await get(server, path))[0]

/** Every note that was acknowledged is there once, and the ledger verifies. */
async function nothingIsLost(store: Store): Promise<void> {
  const rows = await store.query<{ key: string }>("select key from idempotency where key like '%:%'")
  const kept = new Set(rows.map((row) => row.key))
  expect([...acknowledged].filter((key) => !kept.has(key))).toEqual([])
  expect((await verify(store, { decide: true })).findings).toEqual([])
}

test('with a database of its own the server refuses to write before that falls', async ({ skip }) => {
  if (why !== null) skip(why)
  const victim = await startVictim(place)
  try {
    await open(victim)
    expect(await note(victim, 'own:before')).toEqual([200, undefined])
    for (const until of [64 * MiB, 0]) {
      fill(until)
      await expect.poll(() => statusOf(victim, '/ready')).toBe(503)
      expect((await get(victim, '/ready'))[1]).toContain('the disk is full')
      for (let at = 0; at < 20; at += 1) expect(await note(victim, `own:${until} ${at}`)).toEqual([503, 'no_room'])
      expect(await atTerminal('books', 'close', '2026-01-01', '--reason', 'none')).toEqual([1, FULL])
      expect((await atTerminal('audit', 'c'))[0]).toBe(0)
      expect(await statusOf(victim, '/health')).toBe(200)
      expect(await statusOf(victim, '/api/v1/customers/c')).toBe(200)
      expect(victim.isAlive()).toBe(true)
    }
    free()
    await expect.poll(() => statusOf(victim, '/ready')).toBe(200)
    for (const until of [64 * MiB, 0])
      for (let at = 0; at < 20; at += 1) expect((await note(victim, `own:${until} ${at}`))[0]).toBe(200)
  } finally {
    await victim.stop()
  }
  const again = await startVictim(place)
  expect((await note(again, 'own:before'))[0]).toBe(200)
  await again.stop()
}, 180_000)

test('with a database of yours that is full each answer says so, and the server lives', async ({ skip }) => {
  if (why !== null) skip(why)
  rmSync(join(place, 'postgres'), { recursive: true, force: true })
  acknowledged.clear()
  const database: Database = await openDatabase({}, place)
  const server = await startServer(home, database.url)
  const store = await openStore(database.url)
  try {
    await open(server)
    expect(await note(server, 'yours:before')).toEqual([200, undefined])
    fill(0)
    const asked = new Map<string, string | undefined>()
    // until the tables are full; the log has some room left, and nothing may be said to be booked or not that is known
    for (let at = 0; at < 400 && asked.size < 20; at += 1) {
      const [status, code] = await note(server, `yours:${at}`)
      if (status !== 200) asked.set(`yours:${at}`, `${status} ${code}`)
    }
    expect(asked.size).toBe(20)
    expect(new Set(asked.values())).toEqual(new Set(['503 no_room']))
    expect(await statusOf(server, '/health')).toBe(200)
    expect(await statusOf(server, '/api/v1/customers/c')).toBe(200)
    expect(server.isAlive()).toBe(true)
    free()
    await database.start()
    await expect.poll(() => statusOf(server, '/ready')).toBe(200)
    for (const key of asked.keys()) expect((await note(server, key))[0]).toBe(200)
    await nothingIsLost(store)
  } finally {
    await store.close()
    await server.kill()
    await database.close()
  }
}, 180_000)
