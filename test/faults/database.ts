import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountFor } from '../../src/store/postgres/account.ts'
import { runnableBinaries } from '../../src/store/postgres/binaries.ts'
import { createData, readPassword } from '../../src/store/postgres/cluster.ts'
import { launch } from '../../src/store/postgres/launch.ts'
import { processesOn } from '../../src/store/postgres/left-over.ts'
import { accepts, ensureDatabase, freePort, urlOf } from '../../src/store/postgres/ready.ts'
import { serverArguments } from '../../src/store/postgres/settings.ts'

/** A PostgreSQL that belongs to none of its clients: it keeps its address, whatever is killed of it and started again. */
export type Database = {
  readonly url: string
  /** Process ids by what `ps` says that they are: "walwriter", "client backend" and so on; "postmaster" for the server. */
  readonly processes: () => ReadonlyMap<number, string>
  /** ends one of its processes without a word; the server itself is gone when this answers */
  readonly kill: (pid: number) => Promise<void>
  /** starts it where it is not running, once nothing is left of the last one */
  readonly start: () => Promise<void>
  /** starts it so that it recovers for ever and lets nobody in; answers how to end the recovery */
  readonly recover: () => () => void
  /** ends it as an administrator does, connections and all */
  readonly stop: () => Promise<void>
  readonly close: () => Promise<void>
}

/** `more`: settings beside those that Whence gives; `parent`: where its folder is made. */
export async function openDatabase(
  more: Readonly<Record<string, string>> = {},
  parent: string = tmpdir(),
): Promise<Database> {
  const folder = mkdtempSync(join(parent, 'whence-database-'))
  chmodSync(folder, 0o755)
  const say = (): void => {}
  const account = accountFor(undefined)
  const binaries = runnableBinaries({ home: folder, account, say })
  const data = await createData({ home: folder, binaries, account, say })
  const port = await freePort()
  const address = (database: string): string => urlOf(port, readPassword(folder), database)
  let child: ChildProcess | undefined
  const ended = async (): Promise<void> => {
    if (child !== undefined && child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    while (processesOn(data).length > 0) await new Promise((done) => setTimeout(done, 20))
  }
  const start = async (): Promise<void> => {
    if (child !== undefined && child.exitCode === null && child.signalCode === null) return
    await ended()
    const settings = Object.entries(more).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const program = [binaries.postgres, ...serverArguments(data, port), ...settings]
    child = launch({ program, account, log: join(folder, 'postgres.log') })
    if (!(await accepts(child, address('postgres'), say)))
      throw new Error(readFileSync(join(folder, 'postgres.log'), 'utf8').slice(-2000))
  }
  const recover = (): (() => void) => {
    writeFileSync(join(data, 'standby.signal'), '')
    const program = [binaries.postgres, ...serverArguments(data, port), '-c', 'hot_standby=off']
    const server = launch({ program, account, log: join(folder, 'postgres.log') })
    child = server
    return () => {
      writeFileSync(join(data, 'promote'), '')
      server.kill('SIGUSR1')
    }
  }
  const kill = async (pid: number): Promise<void> => {
    const isServer = pid === child?.pid
    killIfThere(pid)
    if (isServer) await ended()
  }
  const stop = async (): Promise<void> => {
    child?.kill('SIGINT')
    await ended()
  }
  await start()
  await ensureDatabase(address('postgres'))
  return {
    url: address('whence'),
    processes: () => new Map(processesOn(data).map((pid) => [pid, titleOf(pid)])),
    kill,
    start,
    recover,
    stop,
    close: async () => {
      child?.kill('SIGQUIT')
      await ended()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What a process of PostgreSQL says that it is; the server itself has no such title. */
function titleOf(pid: number): string {
  try {
    const [title = ''] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    const [, what] = /^postgres: [^:]+: (.*?)\s*$/.exec(title) ?? []
    return what === undefined ? 'postmaster' : what
  } catch {
    return 'gone'
  }
}

/** It may have ended since it was looked for. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
