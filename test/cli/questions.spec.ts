import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '../../src/store/migrations/migrate.ts'
import { type Cellar, type Ledger, openCellar } from '../service/ledger.ts'
import { whence } from './terminal.ts'

/** Questions about a database of an older release change nothing of it, and say what to do. */

const OWN = 'src/store/migrations'
const folder = mkdtempSync(join(tmpdir(), 'whence-older-'))
let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellar()
  for (const name of readdirSync(OWN).filter((file) => file < '0015')) cpSync(join(OWN, name), join(folder, name))
  ledger = await cellar.filled(async (owner) => {
    await migrate(owner, folder)
  })
})
afterAll(async () => {
  await cellar.close()
  rmSync(folder, { recursive: true })
})

const run = (...args: string[]) => whence(folder, args, { database: ledger.url })
const applied = async () => (await ledger.query('select number from migration')).length

test('verify and questions never migrate; db migrate does, and then they answer', async () => {
  for (const args of [['verify'], ['audit', '--json'], ['explain', 'c', 'customer.balance'], ['keys', 'list']]) {
    const { code, error } = await run(...args)
    expect([args[0], code]).toEqual([args[0], 1])
    expect(error).toMatch(/older release.*run "whence db migrate"/)
  }
  expect(await applied()).toBe(14)
  expect((await run('db', 'migrate')).out).toMatch(/^Applied no-more-rights/)
  expect(await applied()).toBeGreaterThan(14)
  expect(await run('verify')).toMatchObject({ code: 0 })
  expect((await run('verify')).out).not.toContain('not enforced')
})
