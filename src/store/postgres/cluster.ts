import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Account, mayUse, namedAccount } from './account.ts'
import { type Binaries, SHARED_FOLDER } from './binaries.ts'
import { PostgresFault } from './fault.ts'
import { diesWithUs } from './launch.ts'

const run = promisify(execFile)

const DRAFT = 'postgres.new-'

type Wanted = {
  readonly home: string
  readonly binaries: Binaries
  readonly account: Account | undefined
  readonly say: (line: string) => void
}

/** The data folder of a home, or undefined when it has none yet. */
export const findData = (home: string): string | undefined => {
  const data = join(home, 'postgres')
  return existsSync(join(data, 'PG_VERSION')) ? realpathSync(data) : undefined
}

/** Refuses a data folder that another major version made. */
export const checkVersion = (data: string, binaries: Binaries): void => {
  const made = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim()
  if (made === binaries.major) return
  throw new PostgresFault(
    'version_differs',
    `${data} was made by PostgreSQL ${made} and this release has ${binaries.major}; back up with the old release and restore with this one.`,
  )
}

/** The superuser's password of this home. */
export const readPassword = (home: string): string => {
  try {
    return readFileSync(passwordFile(home), 'utf8').trim()
  } catch {
    throw new PostgresFault('password_missing', `${passwordFile(home)} cannot be read; put it back from a backup.`)
  }
}

/**
 * Makes the data folder of a home and its password, and returns the folder.
 * It is made under another name and moved into place when whole: a start killed half-way leaves nothing that a later
 * start could mistake for a database.
 */
export const createData = async (wanted: Wanted): Promise<string> => {
  const { home } = wanted
  const place = join(home, 'postgres')
  removeDrafts(home)
  if (existsSync(place)) {
    throw new PostgresFault('folder_unusable', `${place} is not a data folder of PostgreSQL; move it away.`)
  }
  const password = randomBytes(24).toString('base64url')
  writeFileSync(passwordFile(home), `${password}\n`, { mode: 0o600 })
  const parent = parentOfData(wanted)
  const draft = join(parent, `${DRAFT}${randomBytes(6).toString('hex')}`)
  await initdb(wanted, draft, password)
  if (parent === home) renameSync(draft, place)
  else moveAndLink(draft, place)
  return realpathSync(place)
}

const passwordFile = (home: string): string => join(home, 'postgres.password')

/** The home, opened for passing through; or, where folders above it are closed to the account, a folder for all. */
const parentOfData = ({ home, account, say }: Wanted): string => {
  if (!account) return home
  chmodSync(home, (statSync(home).mode & 0o777) | 0o011)
  if (mayUse(account, home)) return home
  mkdirSync(SHARED_FOLDER, { recursive: true, mode: 0o755 })
  say(
    `The account of the database cannot enter ${home}; its data folder is made in ${SHARED_FOLDER} and linked; remove both together.`,
  )
  return SHARED_FOLDER
}

const moveAndLink = (draft: string, place: string): void => {
  const data = draft.replace(DRAFT, 'postgres-')
  renameSync(draft, data)
  symlinkSync(data, place)
}

const initdb = async ({ binaries, account }: Wanted, data: string, password: string): Promise<void> => {
  const maker = account && namedAccount()
  const secret = `${data}.password`
  mkdirSync(data, { mode: 0o700 })
  writeFileSync(secret, password, { mode: 0o600 })
  if (maker) for (const path of [data, secret]) chownSync(path, maker.uid, maker.gid)
  const command = diesWithUs('KILL', [binaries.initdb, ...initdbArguments(data, secret)], maker)
  try {
    await run(command.file, command.args, {
      ...command.account,
      cwd: '/',
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
    })
    if (account) await run('chown', ['-R', '--no-dereference', `${account.uid}:${account.gid}`, data])
  } catch (error) {
    rmSync(data, { recursive: true, force: true })
    const cause = error instanceof Error ? error.message : String(error)
    throw new PostgresFault('folder_unusable', `The data folder could not be made: ${cause}`)
  } finally {
    rmSync(secret, { force: true })
  }
}

/** Text is compared by code point and folded by Unicode on every machine alike, whatever locales it has. */
const initdbArguments = (data: string, passwordFrom: string): string[] => [
  `--pgdata=${data}`,
  '--username=postgres',
  `--pwfile=${passwordFrom}`,
  '--auth-host=scram-sha-256',
  '--auth-local=reject',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--data-checksums',
  '--no-instructions',
]

const removeDrafts = (home: string): void => {
  for (const name of readdirSync(home)) {
    if (name.startsWith(DRAFT)) rmSync(join(home, name), { recursive: true, force: true })
  }
}
