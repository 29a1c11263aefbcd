import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { whence } from '../cli/terminal.ts'
import { launched } from '../product/launched.ts'
import { type BackedUp, openBackedUp } from './backed-up.ts'

/** Killed with -9 wherever it is, neither backing up nor restoring leaves anything that looks whole. */

let of: BackedUp

beforeAll(async () => {
  of = await openBackedUp()
})
afterAll(() => of?.close())

const PARTS = [0, 0.2, 0.4, 0.6, 0.8]

test('killed at five points, a backup leaves nothing in its place, and the server goes on', async () => {
  for (const [no, part] of PARTS.entries()) {
    const path = join(of.folder, `killed-${no}.backup`)
    // by turns all of it, and what is newer than another
    const isLater = no % 2 === 1
    const { size } = statSync(isLater ? of.later : of.file)
    const since = isLater ? ['--since', of.file] : []
    const child = launched([resolve('node_modules/.bin/node'), 'src/cli/main.ts', 'backup', path, ...since], {
      env: { ...process.env, WHENCE_HOME: of.home },
      stdio: 'ignore',
    })
    const ended = new Promise((done) => child.on('close', done))
    const unfinished = `${path}.unfinished`
    while (child.exitCode === null && !(existsSync(unfinished) && statSync(unfinished).size >= part * size))
      await sleep(1)
    child.kill('SIGKILL')
    await ended
    expect([part, child.signalCode, existsSync(path)]).toEqual([part, 'SIGKILL', false])
    const torn = await of.restored('postgresql://nobody@127.0.0.1:1/none', unfinished)
    expect(torn).toMatchObject({ code: 1, out: '' })
    expect((await whence(of.home, ['backup', path])).error).toMatch(
      /\.unfinished is there, of a backup that is under way or/,
    )
  }
  expect(of.source.isAlive()).toBe(true)
})

/** What the database does for a restore at five points, by who asks and how his statement begins. */
const POINTS: readonly (readonly [string, string])[] = [
  ['making tables', "query ~ '^-- Why'"],
  ['copying', "query ~* '^copy'"],
  ['making indexes', "query ~* '^create.* index .* using'"],
  ['counting', "query ~* '^analyze'"],
  ['verifying', "usename like 'whence_server_%'"],
]

test.each(POINTS)(
  'killed while %s, a restore leaves no ledger, and the next one does it all again',
  async (what, isAt) => {
    const { url, name } = await of.empty()
    const child = launched([resolve('node_modules/.bin/node'), 'src/cli/main.ts', 'restore', of.file, of.later], {
      env: { ...process.env, WHENCE_HOME: of.elsewhere, DATABASE_URL: url },
      stdio: 'ignore',
    })
    const ended = new Promise((done) => child.on('close', done))
    const watching = new pg.Client({ connectionString: inject('server') })
    await watching.connect()
    const question = `select from pg_stat_activity where datname = $1 and ${isAt}`
    while (child.exitCode === null && (await watching.query(question, [name])).rowCount === 0) await sleep(1)
    child.kill('SIGKILL')
    await ended
    await watching.end()
    expect(child.signalCode).toBe('SIGKILL')
    for (const command of [['verify'], ['start', '--port', '0']])
      expect(await whence(of.elsewhere, command, { database: url })).toMatchObject({
        code: 1,
        out: '',
        error: expect.stringMatching(/^A backup is being restored into this database, or was until that was cut off/),
      })
    // verified once among the five
    const isLast = what === 'verifying'
    expect(await of.restored(url, of.file, of.later, ...(isLast ? [] : ['--no-verify']))).toMatchObject({
      code: 0,
      out: expect.stringContaining(isLast ? 'all of it holds' : 'and counts are those of the backup.'),
    })
  },
)
