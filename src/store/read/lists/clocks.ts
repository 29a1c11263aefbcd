import type { Instant } from '../../../engine/time.ts'
import type { Reader } from '../records/records.ts'

/** A named clock; `joinedAt` is set once it has ended. */
export type ClockRow = {
  readonly clock: string
  readonly now: Instant
  readonly mail: 'send' | 'withhold'
  readonly collection: 'on' | 'off'
  readonly joinedAt: Instant | null
  readonly customers: number
}

/** Named clocks with how many customers follow them; unknown ones are left out. */
export async function readClocks(reader: Reader, clocks: readonly string[]): Promise<ClockRow[]> {
  if (clocks.length === 0) return []
  const rows = await reader.query<{
    clock: string
    now: Instant
    mail: 'send' | 'withhold'
    collection: 'on' | 'off'
    joined_at: Instant | null
    customers: bigint
  }>(
    `select c.clock, c.now, c.mail, c.collection, c.joined_at,
            (select count(*) from customer_head h where h.clock = c.clock) as customers
       from clock c where c.clock = any($1)`,
    [clocks],
  )
  return rows.map(({ joined_at, customers, ...row }) => ({ ...row, joinedAt: joined_at, customers: Number(customers) }))
}
