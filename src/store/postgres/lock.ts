import { spawnSync } from 'node:child_process'
import { chmodSync, closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { PostgresFault } from './fault.ts'

/** Who holds a home: written by the holder for those who come second. */
export type Holder = {
  readonly pid: number
  /** Address of the web server, once it listens. */
  readonly address?: string
  /** Port of the embedded database on 127.0.0.1, once it accepts connections. */
  readonly port?: number
}

export type Lock = {
  /** Adds what a second start should be told. */
  readonly announce: (facts: Omit<Holder, 'pid'>) => void
  readonly release: () => void
}

export type Taken = { readonly free: true; readonly lock: Lock } | { readonly free: false; readonly holder: Holder }

/**
 * Takes the lock of a home, or tells who has it.
 * The lock is the kernel's (flock) on `server.lock`, not the file's existence: the kernel drops it when the holder dies,
 * however it dies, so no start can be misled by a file left behind or by a process id used again.
 */
export const takeLock = (home: string): Taken => {
  const file = fileOf(home)
  const fd = openLock(home, file)
  if (!flock(fd)) {
    closeSync(fd)
    return { free: false, holder: readHolder(home) }
  }
  let held = true
  let holder: Holder = { pid: process.pid }
  write(fd, holder)
  return {
    free: true,
    lock: {
      announce: (facts) => {
        holder = { ...holder, ...facts }
        write(fd, holder)
      },
      release: () => {
        if (!held) return
        held = false
        ftruncateSync(fd)
        closeSync(fd)
      },
    },
  }
}

/** What the holder of a home has said so far; process 0 when it has said nothing yet. */
export const readHolder = (home: string): Holder => {
  try {
    return JSON.parse(readFileSync(fileOf(home), 'utf8')) as Holder
  } catch {
    return { pid: 0 }
  }
}

const openLock = (home: string, file: string): number => {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 })
    const fd = openSync(file, 'a+', 0o600)
    chmodSync(file, 0o600)
    return fd
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    throw new PostgresFault(
      'folder_unusable',
      `${home} cannot be written (${cause}); set WHENCE_HOME to a folder of yours.`,
    )
  }
}

/** Node has no flock; the lock belongs to the open file, so it stays ours when the tool that asked for it has ended. */
const flock = (fd: number): boolean => {
  const asked = spawnSync('flock', ['--nonblock', '3'], { stdio: ['ignore', 'ignore', 'ignore', fd] })
  if (asked.error) {
    throw new PostgresFault('folder_unusable', 'The program flock is missing; install util-linux or set DATABASE_URL.')
  }
  return asked.status === 0
}

const write = (fd: number, holder: Holder): void => {
  ftruncateSync(fd)
  writeSync(fd, `${JSON.stringify(holder)}\n`)
}

const fileOf = (home: string): string => join(home, 'server.lock')
