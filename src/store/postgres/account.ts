import { spawnSync } from 'node:child_process'
import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { PostgresFault } from './fault.ts'

/** The user that PostgreSQL runs as; `undefined` stands for "as ourselves". */
export type Account = { readonly uid: number; readonly gid: number }

/** First of the ids tried for the database's own account: above the ids given to people, below those of services. */
const FIRST_OWN_ID = 59_432

/**
 * PostgreSQL refuses to run as root. Root therefore runs it as the owner of the data folder, or, for a new folder, as an
 * id that nobody has: unlike `nobody`, it is shared with no other service of the machine.
 */
export const accountFor = (data: string | undefined): Account | undefined => {
  const root = process.geteuid?.() === 0
  const owner = data === undefined ? undefined : ownerOf(data)
  if (!root) {
    if (owner && owner.uid !== process.geteuid?.()) {
      throw new PostgresFault(
        'account_unusable',
        `${data} belongs to user ${owner.uid}; start as that user or as root, or set WHENCE_HOME to another folder.`,
      )
    }
    return undefined
  }
  if (owner?.uid === 0) {
    throw new PostgresFault('account_unusable', `${data} belongs to root; give it to an ordinary user with chown -R.`)
  }
  return usable(owner ?? unusedAccount())
}

/** An account that has a name, which initdb insists on; it is left as soon as initdb is done. */
export const namedAccount = (): Account => {
  const ordinary = accounts().filter(({ uid }) => uid !== 0)
  const found = ordinary.find(({ name }) => name === 'nobody') ?? ordinary[0]
  if (!found) throw new PostgresFault('account_unusable', 'There is no user but root; add one, or set DATABASE_URL.')
  return { uid: found.uid, gid: found.gid }
}

/** Whether that account may enter a folder or run a file, all folders above it included. Asked by trying. */
export const mayUse = (account: Account | undefined, path: string): boolean => {
  if (account) return spawnSync('test', ['-x', path], { ...account, cwd: '/' }).status === 0
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const ownerOf = (path: string): Account => {
  const { uid, gid } = statSync(path)
  return { uid, gid }
}

const unusedAccount = (): Account => {
  const used = new Set(accounts().map(({ uid }) => uid))
  let id = FIRST_OWN_ID
  while (used.has(id)) id += 1
  return { uid: id, gid: id }
}

const usable = (account: Account): Account => {
  if (spawnSync('true', [], { ...account, cwd: '/' }).status === 0) return account
  throw new PostgresFault(
    'account_unusable',
    'PostgreSQL does not run as root and this root may not become another user; start as an ordinary user or set DATABASE_URL.',
  )
}

const accounts = (): { readonly name: string; readonly uid: number; readonly gid: number }[] =>
  readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .filter((line) => line.includes(':'))
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
