import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findData } from '../../src/store/postgres/cluster.ts'
import { launched } from '../product/launched.ts'

/** The real product on a home that outlives it, to be killed and started again. */
export type Victim = {
  readonly url: string
  readonly key: string
  readonly isAlive: () => boolean
  /** ends the server, its database, or both, at once and without a word */
  readonly kill: (what: Target) => Promise<void>
  /** ends it as Ctrl-C does */
  readonly stop: () => Promise<void>
}

export type Target = 'server' | 'database' | 'both'

/** One of several servers on a database that is not its own. */
export type Server = {
  readonly url: string
  readonly key: string
  readonly isAlive: () => boolean
  /** what it said so far, on both streams */
  readonly said: () => string
  readonly kill: () => Promise<void>
  readonly signal: (signal: NodeJS.Signals) => void
  /** ends it as Ctrl-C does; answers its exit code */
  readonly stop: () => Promise<number | null>
}

const START_MS = 60_000

/** Starts the product on a home; answers when it says where it is. `program`: the folder of another release of it. */
export async function startVictim(home: string, program = '.'): Promise<Victim> {
  const { child, url, key } = await start(home, {}, program)
  return {
    url,
    key,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    kill: async (what) => {
      const exit = once(child, 'exit')
      if (what !== 'server') process.kill(databasePid(home), 'SIGKILL')
      if (what !== 'database') child.kill('SIGKILL')
      await exit
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exit = once(child, 'exit')
      child.kill('SIGTERM')
      await exit
    },
  }
}

/** Starts a server on a database that is not its own; one that shares a home knows its sign-in data. */
export async function startServer(
  home: string,
  databaseUrl: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const { child, url, key, said } = await start(home, { DATABASE_URL: databaseUrl, ...more })
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    child.kill(signal)
    await exit
  }
  return {
    url,
    key,
    said,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    kill: () => end('SIGKILL'),
    signal: (signal) => void child.kill(signal),
    stop: async () => {
      await end('SIGTERM')
      return child.exitCode
    },
  }
}

async function start(home: string, more: Readonly<Record<string, string>> = {}, program = '.') {
  const { DATABASE_URL: _none, ...environment } = process.env
  const child = launched([resolve('node_modules/.bin/node'), 'src/cli/main.ts', 'start', '--port', '0', '--no-demo'], {
    cwd: program,
    env: { ...environment, WHENCE_HOME: home, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
  const url = await addressOf(child, () => said)
  const credentials: unknown = JSON.parse(readFileSync(join(home, 'credentials.json'), 'utf8'))
  return { child, url, key: (credentials as { api_key: string }).api_key, said: () => said }
}

async function addressOf(child: ChildProcess, said: () => string): Promise<string> {
  for (const until = performance.now() + START_MS; performance.now() < until; await sleep(20)) {
    const [, url] = /^Whence is at (\S+)/m.exec(said()) ?? []
    if (url !== undefined) return url
    if (child.exitCode !== null) break
  }
  throw new Error(`Whence did not start:\n${said()}`)
}

function databasePid(home: string): number {
  const data = findData(home)
  if (data === undefined) throw new Error(`there is no database in ${home}`)
  return Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
}
