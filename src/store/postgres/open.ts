import { resolve } from 'node:path'
import { readPassword } from './cluster.ts'
import { PostgresFault } from './fault.ts'
import { readHolder } from './lock.ts'
import { urlOf } from './ready.ts'
import { type Postgres, startPostgres } from './start.ts'

export type Environment = { readonly DATABASE_URL?: string | undefined; readonly WHENCE_HOME?: string | undefined }

export type OpenOptions = {
  /** A command beside a running server uses that server's database; without this it is refused. */
  readonly share?: boolean
  readonly say?: (line: string) => void
}

export type OpenDatabase = {
  /** Address for `pg`, of an account that may migrate. */
  readonly url: string
  /** The embedded server if this process started it. */
  readonly embedded?: Postgres
  /** Stops the embedded server if this process started it. */
  readonly close: () => Promise<void>
}

/** The folder of this installation: WHENCE_HOME, else `.whence` below the working folder. */
export const homeOf = (env: Environment): string => resolve(env.WHENCE_HOME || '.whence')

/** The database of DATABASE_URL, else the embedded one of the home. Throws PostgresFault. */
export const openDatabase = async (
  env: Environment,
  { share = false, say }: OpenOptions = {},
): Promise<OpenDatabase> => {
  if (env.DATABASE_URL) return { url: env.DATABASE_URL, close: nothingToClose }
  const home = homeOf(env)
  try {
    const embedded = await startPostgres({ home, ...(say && { say }) })
    return { url: embedded.url, embedded, close: embedded.stop }
  } catch (error) {
    const url = share && isRunning(error) ? runningUrl(home) : undefined
    if (!url) throw error
    return { url, close: nothingToClose }
  }
}

const isRunning = (error: unknown): boolean => error instanceof PostgresFault && error.reason === 'already_running'

/** Undefined while the holder is still starting. */
const runningUrl = (home: string): string | undefined => {
  const { port } = readHolder(home)
  return port === undefined ? undefined : urlOf(port, readPassword(home), 'whence')
}

const nothingToClose = (): Promise<void> => Promise.resolve()
