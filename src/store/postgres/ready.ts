import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** The address of a database on this machine for `pg`. */
export const urlOf = (port: number, password: string, database: string): string =>
  `postgres://postgres:${password}@127.0.0.1:${port}/${database}`

/** A port of 127.0.0.1 that nobody listens on now. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.')
  return address.port
}

/**
 * Waits until the server lets us in, for as long as it lives: after a crash it first replays its log, however long that
 * is. False when it ended instead.
 */
export const accepts = async (child: ChildProcess, url: string, say: (line: string) => void): Promise<boolean> => {
  const started = Date.now()
  let said = false
  while (child.exitCode === null && child.signalCode === null) {
    if (await connects(url)) return true
    await sleep(30)
    if (!said && Date.now() - started > 5000) {
      say('The database is recovering; waiting for it.')
      said = true
    }
  }
  return false
}

/** Makes the database `whence` if it is not there. */
export const ensureDatabase = async (adminUrl: string): Promise<void> => {
  const client = new pg.Client({ connectionString: adminUrl })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = 'whence'")
    if (rowCount === 0) await client.query('CREATE DATABASE whence')
  } finally {
    await client.end()
  }
}

const connects = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}
