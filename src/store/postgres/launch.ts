import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, renameSync, statSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
import type { Account } from './account.ts'

/** A program to run; `account` is set only where Node has to change the user because setpriv is not there to do it. */
type Command = { readonly file: string; readonly args: readonly string[]; readonly account?: Account }

const LOG_LIMIT_BYTES = 10_000_000

let present: boolean | undefined
const hasSetpriv = (): boolean => {
  present ??= spawnSync('setpriv', ['--pdeathsig', 'INT', 'true']).status === 0
  return present
}

/**
 * A command that runs as that account and gets the signal from the kernel when this process dies, however it dies.
 * One setpriv does both, and in this order: a change of user would clear a death signal asked for before it.
 */
export const diesWithUs = (
  signal: 'INT' | 'KILL',
  [program = '', ...args]: readonly string[],
  account: Account | undefined,
): Command => {
  if (!hasSetpriv()) return { file: program, args, ...(account && { account }) }
  const drop = account ? ['--reuid', `${account.uid}`, '--regid', `${account.gid}`, '--clear-groups'] : []
  return { file: 'setpriv', args: [...drop, '--pdeathsig', signal, '--', program, ...args] }
}

/**
 * Without setpriv a shell beside the program does the same: it reads a pipe of ours, which ends when we do. The shell
 * becomes the program, so that the process id is the program's.
 */
export const watchedByShell = (program: readonly string[], account: Account | undefined): Command => ({
  file: 'sh',
  args: ['-c', '(cat <&3 >/dev/null 2>&1; kill -INT $$) >/dev/null 2>&1 & exec "$@" 3<&-', 'sh', ...program],
  ...(account && { account }),
})

type Launch = {
  readonly program: readonly string[]
  readonly account: Account | undefined
  readonly log: string
  /** False tries the way for machines without setpriv. */
  readonly setpriv?: boolean
}

/** Starts the database server as a child that neither outlives this process nor keeps it alive. */
export const launch = ({ program, account, log, setpriv = hasSetpriv() }: Launch): ChildProcess => {
  // The kernel's death signal follows the thread that spawned, not the process.
  if (!isMainThread) throw new Error('The database must be started from the main thread.')
  const command = setpriv ? diesWithUs('INT', program, account) : watchedByShell(program, account)
  shortenLog(log)
  const fd = openSync(log, 'a', 0o600)
  const child = spawn(command.file, command.args, {
    ...command.account,
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    // A session of its own: Ctrl-C in the terminal is for us, who then stop the database when our work is done.
    detached: true,
    stdio: setpriv ? ['ignore', fd, fd] : ['ignore', fd, fd, 'pipe'],
  })
  closeSync(fd)
  // Without a listener a failed spawn would end this process; the caller sees it as a server that ended.
  child.on('error', () => undefined)
  child.unref()
  const pipe = child.stdio[3]
  if (pipe && 'unref' in pipe && typeof pipe.unref === 'function') pipe.unref()
  return child
}

const shortenLog = (log: string): void => {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0
  if (size > LOG_LIMIT_BYTES) renameSync(log, `${log}.1`)
}
