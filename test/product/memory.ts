import { readdirSync, readFileSync } from 'node:fs'
import type { Product } from './start.ts'

/** Memory of a server and of all processes of its database, in MB; pages that are shared count once. */
export type Memory = { readonly server: number; readonly database: number }

/** What the processes of a product take right now. */
export function memoryOf({ home, process: server }: Product): Memory {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const parentOf = new Map(processes.map((pid) => [pid, /\) \S (\d+)/.exec(read(`/proc/${pid}/stat`))?.[1]]))
  const roots = processes.filter((pid) => pid === String(server.pid) || read(`/proc/${pid}/cmdline`).includes(home))
  const isOurs = (pid: string | undefined): boolean =>
    pid !== undefined && pid !== '0' && (roots.includes(pid) || isOurs(parentOf.get(pid)))
  const all = processes.filter(isOurs)
  return {
    server: megabytes(all.filter((pid) => pid === String(server.pid))),
    database: megabytes(all.filter((pid) => pid !== String(server.pid))),
  }
}

function megabytes(pids: readonly string[]): number {
  const kilobytes = pids.map((pid) => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0))
  return Math.round(kilobytes.reduce((sum, one) => sum + one, 0) / 1024)
}

/** What a file of a process says; nothing of one that has ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
