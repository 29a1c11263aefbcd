import { memoryOf } from '../product/memory.ts'
import { customers } from './fixtures/customers.ts'
import { load } from './load.ts'
import { type Result, resultOf } from './measure.ts'
import { mixed } from './rows/operations.ts'
import type { Side } from './sides.ts'
import { quick } from './sizes.ts'
import { tableOf } from './table.ts'

/** The share of the measured rate that is kept up. */
const SHARE = 0.7
const MEASURED_SECONDS = 20
const connections = 16

/**
 * Keeps up a load of 70 % of the measured rate, minute by minute: each minute's operations, latency and memory of server
 * and database. An operation that is not accepted ends it.
 */
export async function endurance(sides: readonly Side[], minutes: number, say: (line: string) => void): Promise<string> {
  const lines: string[][] = []
  for (const side of sides) {
    await customers(side, quick)
    const { perSecond } = resultOf([await load(side, { connections, seconds: MEASURED_SECONDS }, mixed(0))])
    const rate = Math.floor(perSecond * SHARE)
    for (let minute = 1; minute <= minutes; minute += 1) {
      const result = resultOf([await load(side, { connections, seconds: 60, rate }, mixed(minute))])
      lines.push(lineOf(side, `${minute} at ${rate}/s`, result))
      say(`  ${lines.at(-1)?.join('  ')}`)
    }
  }
  return tableOf([['side', 'minute', 'operations', 'p99', 'memory of server and database'], ...lines])
}

function lineOf({ name, product }: Side, minute: string, { perSecond, p99 }: Result): string[] {
  const { server, database } = memoryOf(product)
  return [name, minute, `${Math.round(perSecond)}/s`, `${(p99 ?? 0).toFixed(1)} ms`, `${server} + ${database} MB`]
}
