import type { Day, Instant } from '../../engine/time.ts'
import { textOfTime } from '../session/rows.ts'
import type { Session } from '../session/session.ts'

/** A named clock. `movingTo`: an advance that is under way; `joinedAt`: it has ended. */
export type NamedClock = {
  readonly clock: string
  readonly now: Instant
  readonly mail: 'send' | 'withhold'
  /** off: what it tells is history, of which nothing is collected */
  readonly collection: 'on' | 'off'
  readonly movingTo: Instant | null
  readonly joining: boolean
  readonly joinedAt: Instant | null
}

type ClockRow = {
  readonly clock: string
  readonly now: Instant
  readonly mail: 'send' | 'withhold'
  readonly collection: 'on' | 'off'
  readonly moving_to: Instant | null
  readonly joining: boolean
  readonly joined_at: Instant | null
}

const fields = 'c.clock, c.now, c.mail, c.collection, c.moving_to, c.joining, c.joined_at'
const ofCustomers = `select ${fields} from clock c
  where c.clock in (select clock from customer_head where customer_id = any($1))`
const namedShared = `select ${fields} from clock c where c.clock = any($1) order by c.clock for share`

/**
 * The clocks of some customers as they stand, and those that are named. Who names a clock wants to put somebody on it:
 * it is held, so that it neither moves nor joins the wall clock before the end of the transaction.
 */
export async function clocksOf(
  session: Session,
  customerIds: readonly string[],
  names: readonly string[],
): Promise<NamedClock[]> {
  const [own, named] = await Promise.all([
    session.query<ClockRow>(ofCustomers, [customerIds]),
    names.length === 0 ? [] : session.query<ClockRow>(namedShared, [names]),
  ])
  return [...own, ...named].map(clockFrom)
}

/** A clock by its name; undefined when there is none. */
export async function findClock(session: Pick<Session, 'query'>, name: string): Promise<NamedClock | undefined> {
  const [row] = await session.query<ClockRow>(`select ${fields} from clock c where c.clock = $1`, [name])
  return row && clockFrom(row)
}

/** Locks a clock until the end of the transaction; undefined when there is none. */
export async function lockClock(session: Session, name: string): Promise<NamedClock | undefined> {
  const [row] = await session.query<ClockRow>(`select ${fields} from clock c where c.clock = $1 for update`, [name])
  return row && clockFrom(row)
}

/** Makes a clock; answers false when the name is in use. */
export async function insertClock(
  session: Session,
  one: Pick<NamedClock, 'clock' | 'now' | 'mail' | 'collection'>,
): Promise<boolean> {
  const rows = await session.query(
    `insert into clock (clock, now, mail, collection) values ($1, $2, $3, $4)
     on conflict (clock) do nothing returning clock`,
    [one.clock, textOfTime(one.now), one.mail, one.collection],
  )
  return rows.length === 1
}

/**
 * Moves a clock, never back, and says where it is being moved to: to the furthest that was asked for, until it is there.
 * One that joins the wall clock moves no more.
 */
export function setClock(session: Session, name: string, now: Instant, movingTo: Instant | null): void {
  session.send(
    `update clock set now = greatest(now, $2::timestamptz),
       moving_to = nullif(greatest(moving_to, $3::timestamptz, now, $2::timestamptz), greatest(now, $2::timestamptz))
     where clock = $1 and not joining and joined_at is null`,
    [name, textOfTime(now), movingTo === null ? null : textOfTime(movingTo)],
  )
}

/** Marks a clock as being joined to the wall clock: nobody else is put on it, and it moves no more. */
export function setJoining(session: Session, name: string): void {
  session.send('update clock set joining = true, moving_to = null where clock = $1', [name])
}

/** Ends a clock. */
export function setJoined(session: Session, name: string, at: Instant): void {
  session.send('update clock set joined_at = $2, joining = false, moving_to = null where clock = $1', [
    name,
    textOfTime(at),
  ])
}

/** Customers of a clock (null: the wall clock) who are to be evaluated on a day or before, in order of their ids. */
export async function customersToEvaluate(
  session: Pick<Session, 'query'>,
  clock: string | null,
  upTo: string,
  { limit, after = '' }: { readonly limit: number; readonly after?: string },
): Promise<string[]> {
  const rows = await session.query<{ customer_id: string }>(
    `select customer_id from customer_head
     where next_evaluation_on <= $2 and clock is not distinct from $1 and customer_id > $4
     order by customer_id limit $3`,
    [clock, upTo, limit, after],
  )
  return rows.map((row) => row.customer_id)
}

/** How many customers are to be evaluated on a day or before, on a named clock, or (undefined) on whatever clock. */
export async function countToEvaluate(session: Pick<Session, 'query'>, upTo: string, clock?: string): Promise<number> {
  const [row] = await session.query<{ n: bigint }>(
    `select count(*) as n from customer_head
     where next_evaluation_on <= $1 and ($2::text is null or clock = $2)`,
    [upTo, clock ?? null],
  )
  return Number(row?.n ?? 0n)
}

/** Whether more customers than so many follow a clock. */
export async function isFollowedByMore(session: Pick<Session, 'query'>, clock: string, than: number): Promise<boolean> {
  const rows = await session.query('select 1 as one from customer_head where clock = $1 offset $2 limit 1', [
    clock,
    than,
  ])
  return rows.length === 1
}

/** The first day after one on which a customer of a clock is to be evaluated; null when there is none. */
export async function nextDayToEvaluate(
  session: Pick<Session, 'query'>,
  clock: string,
  after: string,
): Promise<Day | null> {
  const [row] = await session.query<{ day: Day | null }>(
    'select min(next_evaluation_on) as day from customer_head where clock = $1 and next_evaluation_on > $2',
    [clock, after],
  )
  return row?.day ?? null
}

/** The clocks that have not joined the wall clock, in order of their names. */
export async function runningClocks(session: Pick<Session, 'query'>): Promise<NamedClock[]> {
  const rows = await session.query<ClockRow>(`select ${fields} from clock c where c.joined_at is null order by c.clock`)
  return rows.map(clockFrom)
}

/** The clocks whose move or join was begun and has not ended, in order of their names. */
export async function clocksUnderWay(session: Pick<Session, 'query'>): Promise<NamedClock[]> {
  const rows = await session.query<ClockRow>(
    `select ${fields} from clock c where c.joined_at is null and (c.joining or c.moving_to is not null) order by c.clock`,
  )
  return rows.map(clockFrom)
}

/** All clocks, in order of their names. For verifying. */
export async function allClocks(session: Pick<Session, 'query'>): Promise<NamedClock[]> {
  return (await session.query<ClockRow>(`select ${fields} from clock c order by c.clock`)).map(clockFrom)
}

/** The clocks that somebody moves or joins, or did when he was killed: the lease of that work is theirs. */
export async function clocksAtWork(session: Pick<Session, 'query'>): Promise<string[]> {
  const rows = await session.query<{ clock: string }>(
    "select substr(name, 7) as clock from lease where name like 'clock:%'",
  )
  return rows.map((row) => row.clock)
}

/** How many customers follow a clock. */
export async function countOn(session: Pick<Session, 'query'>, clock: string): Promise<number> {
  const [row] = await session.query<{ n: bigint }>('select count(*) as n from customer_head where clock = $1', [clock])
  return Number(row?.n ?? 0n)
}

/** Customers who follow a clock, in order of their ids. */
export async function customersOn(
  session: Pick<Session, 'query'>,
  clock: string,
  limit: number,
  after = '',
): Promise<string[]> {
  const rows = await session.query<{ customer_id: string }>(
    'select customer_id from customer_head where clock = $1 and customer_id > $3 order by customer_id limit $2',
    [clock, limit, after],
  )
  return rows.map((row) => row.customer_id)
}

const clockFrom = (row: ClockRow): NamedClock => ({
  clock: row.clock,
  now: row.now,
  mail: row.mail,
  collection: row.collection,
  movingTo: row.moving_to,
  joining: row.joining,
  joinedAt: row.joined_at,
})
