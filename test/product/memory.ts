import { writeFileSync } from 'node:fs'
import { ofProcess, processesOf } from './processes.ts'
import type { Product } from './start.ts'

/** Memory of a server and of all processes of its database, in MB; pages that are shared count once. */
export type Memory = { readonly server: number; readonly database: number }

/** What the processes of a product take right now. */
export function memoryOf(product: Product): Memory {
  const { server, database } = processesOf(product)
  return { server: megabytes(server), database: megabytes(database) }
}

function megabytes(pids: readonly string[]): number {
  const kilobytes = pids.map((pid) => Number(/^Pss:\s+(\d+)/m.exec(ofProcess(pid, 'smaps_rollup'))?.[1] ?? 0))
  return Math.round(kilobytes.reduce((sum, one) => sum + one, 0) / 1024)
}

/** The most that a process took with all of its threads since it was counted anew, or began; MB (RSS), 0 when it has ended. */
export const peakOf = (pid: number | undefined): number =>
  Math.round(Number(/^VmHWM:\s+(\d+)/m.exec(ofProcess(String(pid), 'status'))?.[1] ?? 0) / 1024)

/** Counts the most memory of a process anew from now on. */
export const forgetPeak = (pid: number | undefined): void => writeFileSync(`/proc/${pid}/clear_refs`, '5')
