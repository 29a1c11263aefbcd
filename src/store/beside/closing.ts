import type { Day, Instant } from '../../engine/time.ts'
import { textOfDay, textOfTime } from '../session/rows.ts'
import type { Session } from '../session/session.ts'

/** Until when the books are closed, as it was said last; null: they are open. */
export type Closing = { readonly no: number; readonly closedUntil: Day | null; readonly recordedAt: Instant }

/** All sayings, in their order; the last one holds. */
export const allClosings = (session: Pick<Session, 'query'>): Promise<Closing[]> =>
  session.query<Closing>(
    `select no, closed_until as "closedUntil", recorded_at as "recordedAt" from closing order by no`,
  )

/** The last saying; undefined when nobody has closed anything. */
export async function lastClosing(session: Pick<Session, 'query'>): Promise<Closing | undefined> {
  const [row] = await session.query<Closing>(
    `select no, closed_until as "closedUntil", recorded_at as "recordedAt" from closing order by no desc limit 1`,
  )
  return row
}

/** Keeps a saying. */
export async function insertClosing(
  session: Pick<Session, 'query'>,
  { no, closedUntil, recordedAt }: Closing,
): Promise<void> {
  await session.query('insert into closing (no, closed_until, recorded_at) values ($1, $2, $3)', [
    no,
    textOfDay(closedUntil),
    textOfTime(recordedAt),
  ])
}
