import { ofProcess, processesOf } from './processes.ts'
import type { Product } from './start.ts'

/** What server and database have worked so far, in milliseconds of a core. */
export type Work = { readonly server: number; readonly database: number }

/** The kernel counts in hundredths of a second. */
const TICK_MS = 10
/** Where user and system time stand behind the name of the process, then those of children that have ended. */
const [USER, CHILDREN] = [11, 15]

/** What the processes of a product have worked, those that have ended included. */
export function workOf(product: Product): Work {
  const { server, database } = processesOf(product)
  return { server: milliseconds(server), database: milliseconds(database) }
}

function milliseconds(pids: readonly string[]): number {
  const ticks = pids.flatMap((pid) => {
    const text = ofProcess(pid, 'stat')
    return text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .slice(USER, CHILDREN)
      .map(Number)
  })
  return ticks.reduce((sum, one) => sum + one, 0) * TICK_MS
}
