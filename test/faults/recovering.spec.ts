import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connected } from '../../src/store/session/connected.ts'
import { type Database, openDatabase } from './database.ts'

/** After a crash PostgreSQL is there and lets nobody in until it has recovered: whoever starts meanwhile waits for it. */

let database: Database

beforeAll(async () => {
  database = await openDatabase()
})

afterAll(() => database?.close())

/** What the database says to whoever comes. */
async function knock(): Promise<string> {
  const client = new pg.Client({ connectionString: database.url })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.end()
    return 'come in'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}

test('a database that recovers is waited for', async () => {
  await database.stop()
  const recovered = database.recover()
  while ((await knock()) !== '57P03') await sleep(20)
  const asked = connected(database.url, async (client) => (await client.query('select 1 as one')).rows)
  // so that it has been sent away at least once
  asked.catch(() => {})
  expect(await Promise.race([asked, sleep(300, 'still waiting')])).toBe('still waiting')
  recovered()
  expect(await asked).toEqual([{ one: 1 }])
})

test('one that is not there at all is not waited for', async () => {
  await database.stop()
  await expect(connected(database.url, async () => null)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await database.start()
})
