import type { ChildProcess } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Account, accountFor } from './account.ts'
import { type Binaries, runnableBinaries } from './binaries.ts'
import { checkVersion, createData, findData, readPassword } from './cluster.ts'
import { PostgresFault } from './fault.ts'
import { launch } from './launch.ts'
import { endLeftOvers } from './left-over.ts'
import { type Holder, type Lock, takeLock } from './lock.ts'
import { accepts, ensureDatabase, freePort, urlOf } from './ready.ts'
import { serverArguments } from './settings.ts'

export type StartOptions = {
  /** The folder of this installation, WHENCE_HOME. */
  readonly home: string
  /** Receives sentences for the operator; they go to standard error otherwise. */
  readonly say?: (line: string) => void
  /** False: as on a machine without setpriv. For tests. */
  readonly setpriv?: boolean
}

export type Postgres = {
  /** Superuser's address of the database `whence`. */
  readonly url: string
  /** Process id of the database server. */
  readonly pid: number
  readonly port: number
  /** The data folder, without symbolic links. */
  readonly data: string
  /** Settles with a sentence when the server ends though nobody stopped it. */
  readonly died: Promise<string>
  /** Tells a second start on this home where the web server listens. */
  readonly announce: (address: string) => void
  /** Ends all connections, writes a checkpoint if that takes no more than 3 s, frees the home. */
  readonly stop: () => Promise<void>
}

type Ground = {
  readonly home: string
  readonly data: string
  readonly binaries: Binaries
  readonly account: Account | undefined
  readonly say: (line: string) => void
  readonly setpriv?: boolean
}

const ATTEMPTS = 60
/** How long the checkpoint of an ending may take; without it, the next start recovers. */
const STOP_MS = 3000

/** Starts PostgreSQL on a home, which it first makes if need be. Throws PostgresFault. */
export const startPostgres = async ({ home: given, say = sayToOperator, ...how }: StartOptions): Promise<Postgres> => {
  const home = resolve(given)
  const taken = takeLock(home)
  if (!taken.free) throw alreadyRunning(home, taken.holder)
  try {
    const ground = await prepare(home, say)
    await endLeftOvers(ground.data, say)
    const { child, port } = await startServer({ ...ground, ...how })
    const postgres = handle(ground, child, port, taken.lock)
    await ensureDatabase(urlOf(port, readPassword(home), 'postgres')).catch(async (error: unknown) => {
      await postgres.stop()
      throw error
    })
    taken.lock.announce({ port })
    return postgres
  } catch (error) {
    taken.lock.release()
    throw error
  }
}

const prepare = async (home: string, say: (line: string) => void): Promise<Ground> => {
  const existing = findData(home)
  const account = accountFor(existing)
  const binaries = runnableBinaries({ home, account, say })
  const data = existing ?? (await createData({ home, binaries, account, say }))
  checkVersion(data, binaries)
  return { home, data, binaries, account, say }
}

/** Another attempt helps when someone else took the port meanwhile, or when memory of a killed server is still in use. */
const startServer = async (ground: Ground): Promise<{ child: ChildProcess; port: number }> => {
  const { home, data, binaries, account, say, setpriv } = ground
  const log = join(home, 'postgres.log')
  let said = ''
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = await freePort()
    const from = statSync(log, { throwIfNoEntry: false })?.size ?? 0
    const program = [binaries.postgres, ...serverArguments(data, port)]
    const child = launch({ program, account, log, ...(setpriv !== undefined && { setpriv }) })
    if (await accepts(child, urlOf(port, readPassword(home), 'postgres'), say)) return { child, port }
    said = readFileSync(log, 'utf8').slice(from).trim()
    if (!/Address already in use|shared memory block|lock file "postmaster.pid"/.test(said)) break
    await sleep(500)
  }
  throw new PostgresFault('does_not_start', `PostgreSQL does not start on ${data}. It says: ${said}`)
}

const handle = (ground: Ground, child: ChildProcess, port: number, lock: Lock): Postgres => {
  let stopping: Promise<void> | undefined
  const ended = new Promise<void>((done) => {
    if (child.exitCode !== null || child.signalCode !== null) done()
    else child.once('exit', () => done())
  })
  const stop = async (): Promise<void> => {
    child.ref()
    child.kill('SIGINT')
    const late = setTimeout(() => child.kill('SIGQUIT'), STOP_MS)
    await ended
    clearTimeout(late)
    lock.release()
  }
  return {
    url: urlOf(port, readPassword(ground.home), 'whence'),
    pid: child.pid ?? 0,
    port,
    data: ground.data,
    died: new Promise((tell) => {
      ended.then(() => {
        if (!stopping) tell(`The database stopped by itself; ${join(ground.home, 'postgres.log')} says why.`)
      })
    }),
    announce: (address) => lock.announce({ address }),
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}

const alreadyRunning = (home: string, { pid, address }: Holder): PostgresFault =>
  new PostgresFault(
    'already_running',
    address
      ? `Whence already runs on ${address} (process ${pid}) with ${home}; stop it first, or set WHENCE_HOME to another folder.`
      : `Process ${pid} already uses ${home}; wait for it or stop it, or set WHENCE_HOME to another folder.`,
    address,
  )

const sayToOperator = (line: string): void => {
  process.stderr.write(`${line}\n`)
}
