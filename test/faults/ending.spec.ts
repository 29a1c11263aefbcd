import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer, type Server as Listener } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from './database.ts'
import { post } from './load.ts'
import { owing } from './owing.ts'
import { startServer } from './victim.ts'

/** A server that is told to end does so, whatever others do meanwhile. */

const home = mkdtempSync(join(tmpdir(), 'whence-ending-'))
let database: Database
let tarpit: Listener
let caught = 0

beforeAll(async () => {
  database = await openDatabase()
  // a mail server that greets, and then says a little every second, for ever, and nothing that ends
  tarpit = createServer((socket) => {
    caught += 1
    socket.on('error', () => {})
    const slowly = setInterval(() => socket.write('220-wait\r\n'), 1000)
    socket.on('close', () => clearInterval(slowly))
  })
  await new Promise<void>((resolve) => tarpit.listen(0, '127.0.0.1', resolve))
})

afterAll(async () => {
  tarpit?.close()
  await database?.close()
  rmSync(home, { recursive: true, force: true })
})

test('it ends though a mail server holds a letter and somebody holds a row', async () => {
  const { port } = tarpit.address() as AddressInfo
  const server = await startServer(home, database.url, { SMTP_URL: `smtp://127.0.0.1:${port}` })
  for (const asked of owing('c0')) expect(await post(server, asked)).toBe(true)
  await expect.poll(() => caught).toBeGreaterThan(0)
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query('begin')
  await client.query('select from customer_head for update')
  const payment = { customerId: 'c0', path: '/customers/c0/payments', body: { amount: '6.00' }, key: 'held' }
  const held = post(server, payment)
  const answered = held.catch(() => false)
  expect(await server.stop()).toBe(0)
  expect(await answered).toBe(false)
  await client.end()
})
