import { once } from 'node:events'
import { chmodSync, existsSync, globSync, mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launched } from '../product/launched.ts'

/** A run of tests that is killed without a word takes its servers and databases with it. */

const folder = mkdtempSync(join(tmpdir(), 'whence-left-'))
beforeAll(() => chmodSync(folder, 0o755))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What runs of it: each process has the folder among its settings, or works in it as the database does. */
const running = (): string[] =>
  globSync('/proc/[0-9]*').filter(
    (process) =>
      orNothing(() => readFileSync(join(process, 'environ'), 'latin1')).includes(folder) ||
      orNothing(() => readlinkSync(join(process, 'cwd'))).startsWith(folder),
  )

/** What a process says of itself; nothing where it has ended meanwhile, or is somebody else's. */
function orNothing(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}

test('nothing of it is left', async () => {
  const config = 'test/product/killed/vitest.config.ts'
  const run = launched(
    [resolve('node_modules/.bin/node'), resolve('node_modules/vitest/vitest.mjs'), '--run', '--config', config],
    {
      env: { ...process.env, TMPDIR: folder },
      stdio: 'ignore',
    },
  )
  const ended = once(run, 'exit')
  await expect.poll(() => existsSync(join(folder, 'is-up')), { timeout: 60_000 }).toBe(true)
  const programs = running().map((process) => orNothing(() => readFileSync(join(process, 'cmdline'), 'latin1')))
  for (const one of [/vitest/, /main\.ts\0start/, /bin\/postgres/])
    expect(programs).toContainEqual(expect.stringMatching(one))
  run.kill('SIGKILL')
  await ended
  await expect.poll(running, { timeout: 60_000 }).toEqual([])
})
