import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The program of a release before, to be started beside this one; or why there is none here. */
export type Older = { readonly name: string; readonly folder: string } | { readonly why: string }

/** Before the first release: a commit of an older database, so that there is something to go on from. */
const BEFORE_TAGS = 'd1538fcd39'

/**
 * Unpacks the program of the last tag into a folder, with the packages of this one. WHENCE_UPGRADE_FROM names another
 * commit; while there is no tag it is one of an older database.
 */
export function unpackLastRelease(into: string): Older {
  const tag = said('describe', '--tags', '--abbrev=0', '--match', 'v*')
  const name = process.env.WHENCE_UPGRADE_FROM ?? tag ?? BEFORE_TAGS
  if (said('rev-parse', '--verify', `${name}^{commit}`) === null)
    return { why: `skipped: no tag is here to go on from, nor the commit ${name}; WHENCE_UPGRADE_FROM names one` }
  const folder = join(into, 'older')
  mkdirSync(folder)
  execFileSync('sh', ['-c', `git archive "$1" | tar -x -C "$2"`, 'sh', name, folder])
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  return { name, folder }
}

/** What git says, or null where it knows nothing of it. */
function said(...args: string[]): string | null {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return null
  }
}
