import { readdirSync, readFileSync } from 'node:fs'
import type { Product } from '../product/start.ts'
import { operate, signIn } from './operations.ts'
import { perSecond, type Row } from './table.ts'

/** The share of the measured rate that is kept up. */
const SHARE = 0.7
const MEASURED_SECONDS = 20

/**
 * Keeps up a load of 70 % of the measured rate, minute by minute: each minute's operations, latency and memory of server
 * and database. An operation that is not accepted ends it.
 */
export async function endurance(product: Product, minutes: number, say: (line: string) => void): Promise<Row[]> {
  const cookie = await signIn(product)
  const measured = await operate(product, { cookie, seconds: MEASURED_SECONDS })
  const rate = Math.floor((measured['2xx'] / measured.duration) * SHARE)
  const rows: Row[] = []
  let first = 0
  for (let minute = 1; minute <= minutes; minute += 1) {
    const { latency, duration, ...result } = await operate(product, { cookie, seconds: 60, rate })
    if (minute === 1) first = latency.p99
    rows.push({
      what: `minute ${minute} at ${rate}/s`,
      result: `${perSecond(result['2xx'], duration * 1000)}, p99 ${latency.p99} ms, ${memoryOf(product)}`,
      target: minute === 1 ? 'no error' : `p99 ≤ ${2 * first} ms, memory flat`,
    })
    say(`  ${rows.at(-1)?.result}`)
  }
  return rows
}

/** Memory of the server and of all processes of its database; pages that are shared count once. */
function memoryOf({ home, process: server }: Product): string {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const parentOf = new Map(processes.map((pid) => [pid, /\) \S (\d+)/.exec(read(`/proc/${pid}/stat`))?.[1]]))
  const roots = processes.filter((pid) => pid === String(server.pid) || read(`/proc/${pid}/cmdline`).includes(home))
  const isOurs = (pid: string | undefined): boolean =>
    pid !== undefined && pid !== '0' && (roots.includes(pid) || isOurs(parentOf.get(pid)))
  const all = processes.filter(isOurs)
  const own = megabytes(all.filter((pid) => pid === String(server.pid)))
  return `server ${own} MB, database ${megabytes(all.filter((pid) => pid !== String(server.pid)))} MB`
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
