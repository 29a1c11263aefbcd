import { movingTypes } from '../../engine/asked/movements.ts'
import { eventNo } from '../../engine/bytes/numbers.ts'
import { decode } from '../../engine/bytes/record-bytes.ts'
import type { LedgerRecord } from '../../engine/events/record.ts'
import type { Instant } from '../../engine/time.ts'
import { textOfTime } from '../session/rows.ts'
import type { Session } from '../session/session.ts'
import { unpacked } from './packed.ts'

const moving = movingTypes.map((type) => eventNo.of(type))

/** The events of a customer up to a seq that count later than a moment and move money or debt, in order of their moments. */
export async function laterRecords(
  session: Pick<Session, 'query'>,
  customerId: string,
  effectiveAt: Instant,
  lastSeq: number,
): Promise<LedgerRecord[]> {
  const rows = await session.query<{ canonical: Buffer }>(
    `select canonical from record
      where customer_id = $1 and effective_at > $2::timestamptz and seq <= $3 and kind = 1 and type = any($4::int[])
      order by effective_at, seq`,
    [customerId, textOfTime(effectiveAt), lastSeq, moving],
  )
  return rows.map((row) => decode(unpacked(row.canonical)))
}
