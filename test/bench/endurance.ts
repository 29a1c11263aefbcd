import { memoryOf } from '../product/memory.ts'
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
    const { server, database } = memoryOf(product)
    rows.push({
      what: `minute ${minute} at ${rate}/s`,
      result: `${perSecond(result['2xx'], duration * 1000)}, p99 ${latency.p99} ms, server ${server} MB, database ${database} MB`,
      target: minute === 1 ? 'no error' : `p99 ≤ ${2 * first} ms, memory flat`,
    })
    say(`  ${rows.at(-1)?.result}`)
  }
  return rows
}
