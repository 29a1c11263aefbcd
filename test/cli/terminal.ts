import { resolve } from 'node:path'
import { launched } from '../product/launched.ts'

/** What a command said and how it ended. */
export type Said = { readonly code: number | null; readonly out: string; readonly error: string }

type By = {
  readonly node?: string
  readonly file?: string
  readonly database?: string
  /** where the person stands; else the project's folder */
  readonly folder?: string
  readonly input?: string | Buffer
}

/** Runs `whence …` as a person at a terminal does, on a home, by the pinned Node or another one. */
export function whence(home: string, args: readonly string[], by: By = {}): Promise<Said> {
  const { node = resolve('node_modules/.bin/node'), file = 'src/cli/main.ts', database, folder = '.', input } = by
  const { DATABASE_URL: _, ...environment } = process.env
  const child = launched([node, resolve(file), ...args], {
    cwd: folder,
    env: { ...environment, WHENCE_HOME: home, ...(database !== undefined && { DATABASE_URL: database }) },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  child.stdin?.end(input)
  return new Promise((done) => {
    const said = { out: '', error: '' }
    child.stdout?.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
    child.stderr?.on('data', (chunk: Buffer) => (said.error += chunk.toString()))
    child.on('close', (code) => done({ code, ...said }))
  })
}
