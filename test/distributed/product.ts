import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { whence } from '../cli/terminal.ts'
import { launched } from '../product/launched.ts'
import type { Address } from '../scenarios/on-api.ts'

/** A server on somebody else's database, perhaps not the first one on it. */
export type Guest = Address & {
  /** runs `whence …` on the same database */
  readonly whence: (...words: readonly string[]) => ReturnType<typeof whence>
  readonly stop: () => Promise<void>
}

/** Starts a server on a database, with a key of its own: the first sign-in may have been given to another one before. */
export async function startOn(database: string): Promise<Guest> {
  const home = mkdtempSync(join(tmpdir(), 'whence-guest-'))
  const run = (...words: readonly string[]) => whence(home, words, { database })
  const child = launched([resolve('script/start'), '--port', '0', '--no-demo'], {
    env: { ...process.env, WHENCE_HOME: home, DATABASE_URL: database },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
    rmSync(home, { recursive: true, force: true })
  }
  let said = ''
  const url = new Promise<string>((found, lost) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        const at = /^Whence is at (\S+)/m.exec(said)?.[1]
        if (at !== undefined) found(at)
      })
    ended.then(() => lost(new Error(`Whence ended:\n${said}`)))
  })
  try {
    const [at, { out }] = [await url, await run('keys', 'add', 'distributed')]
    return { url: at, api_key: out.trim().split('\n').at(-1) ?? '', whence: run, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
