import type { Micros } from '../../engine/money/amount.ts'
import { type Day, type Instant, textFromDay } from '../../engine/time.ts'
import { textOfTime } from '../session/rows.ts'
import type { Session } from '../session/session.ts'

type Reads = Pick<Session, 'query'>

/** How much a role may do of a permission in a currency: each time, and in a day; null: as much as it likes. */
export type RoleLimit = {
  readonly role: string
  readonly permission: string
  readonly currency: string
  readonly each: Micros | null
  readonly perDay: Micros | null
}

/** By what the log calls a limit. */
export const limitId = ({ role, permission, currency }: Omit<RoleLimit, 'each' | 'perDay'>): string =>
  `${role} ${permission} ${currency}`

type Row = Pick<RoleLimit, 'role' | 'permission' | 'currency'> & {
  readonly each: bigint | null
  readonly per_day: bigint | null
}
const limitFrom = ({ per_day: perDay, ...row }: Row): RoleLimit => ({ ...row, perDay })

/** Sets a limit; answers false where it is so already. */
export async function setLimit(session: Reads, limit: RoleLimit, at: Instant): Promise<boolean> {
  const rows = await session.query(
    `insert into role_limit (limit_id, role, permission, currency, each, per_day, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (limit_id) do update set each = excluded.each, per_day = excluded.per_day,
       recorded_at = excluded.recorded_at
       where (role_limit.each, role_limit.per_day) is distinct from (excluded.each, excluded.per_day)
     returning limit_id`,
    [limitId(limit), limit.role, limit.permission, limit.currency, limit.each, limit.perDay, textOfTime(at)],
  )
  return rows.length === 1
}

/** The limits of a role for a permission, in every currency that has one. */
export const limitsFor = async (session: Reads, role: string, permission: string): Promise<RoleLimit[]> =>
  (
    await session.query<Row>(
      `select role, permission, currency, each, per_day from role_limit
       where role = $1 and permission = $2 and (each is not null or per_day is not null) order by currency`,
      [role, permission],
    )
  ).map(limitFrom)

/** All limits that hold. */
export const allLimits = async (session: Reads): Promise<RoleLimit[]> =>
  (
    await session.query<Row>(
      `select role, permission, currency, each, per_day from role_limit
       where each is not null or per_day is not null order by limit_id`,
    )
  ).map(limitFrom)

type Use = {
  readonly actorId: string
  readonly day: Day
  readonly permission: string
  readonly currency: string
}

/**
 * Takes an amount of what somebody may do in a day, and holds that row until the end of the transaction; answers false,
 * with nothing taken, where it would come to more than `most`.
 */
export async function takeOfDay(session: Reads, use: Use, amount: Micros, most: Micros): Promise<boolean> {
  const rows = await session.query(
    `insert into limit_use (actor_id, day, permission, currency, used)
     select $1, $2, $3, $4, $5::bigint where $5::bigint <= $6::bigint
     on conflict (actor_id, day, permission, currency) do update set used = limit_use.used + excluded.used
       where limit_use.used + excluded.used <= $6::bigint
     returning used`,
    [use.actorId, textFromDay(use.day), use.permission, use.currency, amount, most],
  )
  return rows.length === 1
}

/** What somebody has used of a day. */
export async function usedOfDay(session: Reads, use: Use): Promise<Micros> {
  const [row] = await session.query<{ used: bigint }>(
    'select used from limit_use where actor_id = $1 and day = $2 and permission = $3 and currency = $4',
    [use.actorId, textFromDay(use.day), use.permission, use.currency],
  )
  return row?.used ?? 0n
}
