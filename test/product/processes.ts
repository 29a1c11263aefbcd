import { readdirSync, readFileSync } from 'node:fs'
import type { Product } from './start.ts'

/** The processes of a product: its server, and those of its database. */
export type Processes = { readonly server: readonly string[]; readonly database: readonly string[] }

/** Finds them by who was started by whom, and by the home that the command line of the database names. */
export function processesOf({ home, process: server }: Product): Processes {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const parentOf = new Map(processes.map((pid) => [pid, /\) \S (\d+)/.exec(ofProcess(pid, 'stat'))?.[1]]))
  const roots = processes.filter((pid) => pid === String(server.pid) || ofProcess(pid, 'cmdline').includes(home))
  const isOurs = (pid: string | undefined): boolean =>
    pid !== undefined && pid !== '0' && (roots.includes(pid) || isOurs(parentOf.get(pid)))
  const all = processes.filter(isOurs)
  return {
    server: all.filter((pid) => pid === String(server.pid)),
    database: all.filter((pid) => pid !== String(server.pid)),
  }
}

/** What a file of a process says; nothing of one that has ended meanwhile. */
export function ofProcess(pid: string, file: 'stat' | 'status' | 'cmdline' | 'smaps_rollup'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
