import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { launched } from './launched.ts'

/** The real product, started as its users start it, in a home of its own. */
export type Product = {
  readonly home: string
  readonly url: string
  readonly email: string
  readonly password: string
  readonly api_key: string
  readonly process: ChildProcess
  /** Ends it as Ctrl-C does and removes its home. */
  readonly stop: () => Promise<void>
}

const START_MS = 120_000
const STOP_MS = 20_000

/**
 * Starts the product of a checkout, this one unless another is named, on a free port, with an empty ledger unless `demo` is
 * wanted; answers when it says where it is.
 */
export async function startProduct({
  checkout = '.',
  demo = false,
  env = {},
}: {
  checkout?: string
  demo?: boolean
  env?: NodeJS.ProcessEnv
} = {}): Promise<Product> {
  const home = mkdtempSync(join(tmpdir(), 'whence-product-'))
  const { DATABASE_URL: _, ...environment } = process.env
  const child = launched([resolve(checkout, 'script/start'), '--port', '0', ...(demo ? [] : ['--no-demo'])], {
    env: { ...environment, ...env, WHENCE_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = async (): Promise<void> => {
    await ended(child)
    rmSync(home, { recursive: true, force: true })
  }
  try {
    return { home, ...(await signInOf(home, child)), process: child, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

type SignIn = Pick<Product, 'url' | 'email' | 'password' | 'api_key'>

async function signInOf(home: string, child: ChildProcess): Promise<SignIn> {
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const path = join(home, 'credentials.json')
  for (const until = performance.now() + START_MS; performance.now() < until; await sleep(50)) {
    if (child.exitCode !== null) throw new Error(`Whence ended with code ${child.exitCode}:\n${said}`)
    if (/^Whence is at /m.test(said) && existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as SignIn
  }
  throw new Error(`Whence did not start in ${START_MS / 1000} s:\n${said}`)
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  const kill = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await exit
  clearTimeout(kill)
}
