import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'
import { launched } from '../product/launched.ts'

/** How to reach the product that all browser tests share: the real one, with its demonstration data. */
export type Product = {
  readonly url: string
  readonly email: string
  readonly password: string
  readonly api_key: string
  /** its folder */
  readonly home: string
}

declare module 'vitest' {
  interface ProvidedContext {
    product: Product
  }
}

const node = resolve('node_modules/.bin/node')
const startWithinMs = 170_000

const freePort = (): Promise<number> =>
  new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => found(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

const finished = (child: ChildProcess): Promise<number | null> =>
  new Promise((done) => {
    if (child.exitCode !== null) done(child.exitCode)
    else child.once('exit', done)
  })

/** The environment of a person who starts the product: not that of a test run, which would build another page. */
const { DATABASE_URL: _, ...mine } = process.env
const environment = { ...mine, NODE_ENV: 'production' }

/** As script/start does it: only when something that goes into the page is newer than it. */
const buildPage = async (): Promise<void> => {
  const path = `${resolve('node_modules/.bin')}:${process.env.PATH}`
  const build = launched(['bash', '-c', '. script/steps.sh && build_web'], {
    env: { ...environment, PATH: path },
    stdio: 'inherit',
  })
  if ((await finished(build)) !== 0) throw new Error('The web page could not be built.')
}

/** Whether the story of John Doe has been told to its end. */
const isReady = async (product: Credentials): Promise<boolean> => {
  const answer = await fetch(`${product.url}/api/v1/invoices/2026-09-001`, {
    headers: { authorization: `Bearer ${product.api_key}` },
  }).catch(() => null)
  if (!answer?.ok) return false
  const invoice = (await answer.json()) as { status: string }
  return invoice.status === 'overdue'
}

type Credentials = Omit<Product, 'home'>

const credentialsOf = (home: string): Credentials | undefined => {
  const path = join(home, 'credentials.json')
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Credentials) : undefined
}

const started = async (home: string, child: ChildProcess, said: readonly string[]): Promise<Credentials> => {
  const until = Date.now() + startWithinMs
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`Whence ended with code ${child.exitCode}:\n${said.join('')}`)
    const product = credentialsOf(home)
    if (product && (await isReady(product))) return product
    await sleep(250)
  }
  throw new Error(`Whence did not start in ${startWithinMs / 1000} s:\n${said.join('')}`)
}

/** Builds the page, starts the product in a folder of its own, and hands its address to the tests. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  await buildPage()
  const home = mkdtempSync(join(tmpdir(), 'whence-e2e-'))
  const said: string[] = []
  const child = launched([node, 'src/cli/main.ts', 'start'], {
    env: { ...environment, WHENCE_HOME: home, PORT: String(await freePort()) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout?.on('data', (text) => said.push(String(text)))
  child.stderr?.on('data', (text) => said.push(String(text)))
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await Promise.race([finished(child), sleep(20_000, undefined, { ref: false }).then(() => child.kill('SIGKILL'))])
    rmSync(home, { recursive: true, force: true })
  }
  try {
    project.provide('product', { ...(await started(home, child, said)), home })
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}
