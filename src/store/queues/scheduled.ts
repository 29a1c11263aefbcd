import type { Day, Instant } from '../../engine/time.ts'
import { type Table, textOfBytes, textOfDay, textOfTime } from '../session/rows.ts'
import type { Session } from '../session/session.ts'

/** An operation that waits for its day, as it was asked for; `dueOn` is its day in the customer's zone. */
export type ScheduledRow = {
  readonly customerId: string
  readonly scheduledId: string
  /** the record that says that it waits */
  readonly seq: number
  readonly op: string
  readonly body: unknown
  readonly caller: unknown
  readonly key: string | null
  readonly reference: string | null
  readonly effectiveAt: Instant
  readonly dueOn: Day
  /** of the hashes in the record that says that it waits; null: it has none */
  readonly salt: Uint8Array | null
}

/** An operation that waits, with how its caller is called; null: his name was erased. */
export type ListedRow = ScheduledRow & { readonly actor: string | null }

/** What became of an operation that waited. */
export type ScheduledEnd = {
  readonly customerId: string
  readonly scheduledId: string
  readonly state: 'done' | 'failed' | 'cancelled'
  readonly refusal: string | null
}

/** What of it the records say, for comparing; what was asked stands here alone. */
export const scheduledTable: Table = {
  name: 'scheduled',
  columns: {
    customer_id: 'text',
    scheduled_id: 'text',
    seq: 'bigint',
    op: 'text',
    effective_at: 'timestamptz',
    due_on: 'date',
    state: 'text',
    refusal: 'text',
  },
  key: ['customer_id', 'scheduled_id'],
}

type Row = {
  readonly customer_id: string
  readonly scheduled_id: string
  readonly seq: bigint
  readonly op: string
  readonly body: unknown
  readonly caller: unknown
  readonly key: string | null
  readonly reference: string | null
  readonly effective_at: Instant
  readonly due_on: Day
  readonly salt: Buffer | null
}

const fields =
  's.customer_id, s.scheduled_id, s.seq, s.op, s.body, s.caller, s.key, s.reference, s.effective_at, s.due_on, s.salt'
const inOrder = 'order by s.effective_at, s.customer_id, s.seq limit 500'
const waiting = `from scheduled s join customer_head h on h.customer_id = s.customer_id
  left join clock c on c.clock = h.clock where s.state = 'waiting'`

const scheduledFrom = (row: Row): ScheduledRow => ({
  customerId: row.customer_id,
  scheduledId: row.scheduled_id,
  seq: Number(row.seq),
  op: row.op,
  body: row.body,
  caller: row.caller,
  key: row.key,
  reference: row.reference,
  effectiveAt: row.effective_at,
  dueOn: row.due_on,
  salt: row.salt,
})

/** Keeps what was asked until its day. */
export function insertScheduled(session: Session, one: ScheduledRow): void {
  session.send(
    `insert into scheduled (customer_id, scheduled_id, seq, op, body, caller, key, reference, effective_at, due_on, salt)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      one.customerId,
      one.scheduledId,
      one.seq,
      one.op,
      JSON.stringify(one.body),
      JSON.stringify(one.caller),
      one.key,
      one.reference,
      textOfTime(one.effectiveAt),
      textOfDay(one.dueOn),
      one.salt === null ? null : textOfBytes(one.salt),
    ],
  )
}

/** Says what became of it; what was asked is forgotten here, for the records of the operation hold it. */
export function endScheduledRow(session: Session, { customerId, scheduledId, state, refusal }: ScheduledEnd): void {
  session.send('select end_scheduled($1, $2, $3, $4)', [customerId, scheduledId, state, refusal])
}

/** What is due on the clock of each customer, the wall clock's now handed in; at most 500, the earliest first. */
export async function scheduledDue(session: Pick<Session, 'query'>, wall: Instant): Promise<ScheduledRow[]> {
  const sql = `select ${fields} ${waiting} and s.effective_at <= case when h.clock is null then $1::timestamptz else c.now end ${inOrder}`
  return (await session.query<Row>(sql, [textOfTime(wall)])).map(scheduledFrom)
}

/** What some customers have waiting up to a moment; at most 500, the earliest first. */
export async function scheduledOf(
  session: Pick<Session, 'query'>,
  customerIds: readonly string[],
  upTo: Instant,
): Promise<ScheduledRow[]> {
  const sql = `select ${fields} ${waiting} and s.customer_id = any($1) and s.effective_at <= $2 ${inOrder}`
  return (await session.query<Row>(sql, [customerIds, textOfTime(upTo)])).map(scheduledFrom)
}

/** What waits on a named clock for a day or an earlier one, up to a moment; at most 500, the earliest first. */
export async function scheduledOn(
  session: Pick<Session, 'query'>,
  clock: string,
  day: Day,
  upTo: Instant,
): Promise<ScheduledRow[]> {
  const sql = `select ${fields} ${waiting} and h.clock = $1 and s.due_on <= $2 and s.effective_at <= $3 ${inOrder}`
  return (await session.query<Row>(sql, [clock, textOfDay(day), textOfTime(upTo)])).map(scheduledFrom)
}

/** The first day after one for which something waits on a named clock, up to a moment; null when nothing does. */
export async function nextScheduledDay(
  session: Pick<Session, 'query'>,
  clock: string,
  after: string,
  upTo: Instant,
): Promise<Day | null> {
  const [row] = await session.query<{ day: Day | null }>(
    `select min(s.due_on) as day ${waiting} and h.clock = $1 and s.due_on > $2 and s.effective_at <= $3`,
    [clock, after, textOfTime(upTo)],
  )
  return row?.day ?? null
}

/** What a customer has waiting, the earliest first; at most 500. */
export async function waitingOf(
  session: Pick<Session, 'query'>,
  customerId: string,
  { after, limit }: { readonly after: { readonly at: Instant; readonly seq: number } | null; readonly limit: number },
): Promise<ListedRow[]> {
  const sql = `select ${fields}, ${actorName} as actor ${waiting} and s.customer_id = $1
      and (s.effective_at, s.seq) > ($2::timestamptz, $3::bigint) order by s.effective_at, s.seq limit $4::int`
  const rows = await session.query<Row & { readonly actor: string | null }>(sql, [
    customerId,
    after === null ? '-infinity' : textOfTime(after.at),
    after?.seq ?? 0,
    limit,
  ])
  return rows.map((row) => ({ ...scheduledFrom(row), actor: row.actor }))
}

const actorName = `case when s.caller -> 'name' is null then s.caller ->> 'actor'
  else (select t.body from text t where t.customer_id = '~operator'
    and t.text_id = (s.caller -> 'name' ->> 'textId')::uuid and octet_length(t.salt) > 0) end`

/** The records that say that some operations wait or waited, and their references. */
export async function recordsOfScheduled(
  session: Pick<Session, 'query'>,
  customerId: string,
  scheduledIds: readonly string[],
): Promise<{ readonly scheduledId: string; readonly seq: number; readonly reference: string | null }[]> {
  const rows = await session.query<{ scheduled_id: string; seq: bigint; reference: string | null }>(
    'select scheduled_id, seq, reference from scheduled where customer_id = $1 and scheduled_id = any($2)',
    [customerId, scheduledIds],
  )
  return rows.map((row) => ({ scheduledId: row.scheduled_id, seq: Number(row.seq), reference: row.reference }))
}

/** All that some customers have waiting, and what has ended and was not forgotten. For verifying. */
export async function allKeptOf(
  session: Pick<Session, 'query'>,
  customerIds: readonly string[],
): Promise<(ScheduledRow & { readonly isWaiting: boolean })[]> {
  const sql = `select ${fields}, s.state = 'waiting' as waits from scheduled s where s.customer_id = any($1)
    and (s.state = 'waiting' or s.body is not null or s.salt is not null)`
  const rows = await session.query<Row & { readonly waits: boolean }>(sql, [customerIds])
  return rows.map((row) => ({ ...scheduledFrom(row), isWaiting: row.waits }))
}

/**
 * What has ended and bears another key, reference or caller than the operation by which it waited: of rules 3 on the row
 * keeps no caller, before it may. For verifying.
 */
export async function endedAsAnother(
  session: Pick<Session, 'query'>,
  customerIds: readonly string[],
): Promise<{ readonly customerId: string; readonly scheduledId: string; readonly seq: number }[]> {
  const rows = await session.query<{ customer_id: string; scheduled_id: string; seq: bigint }>(
    `select s.customer_id, s.scheduled_id, s.seq from scheduled s
       left join operation o on o.customer_id = s.customer_id and s.seq between o.first_seq and o.last_seq
       left join idempotency i on i.customer_id = o.customer_id and i.first_seq = o.first_seq
     where s.customer_id = any($1) and s.state <> 'waiting'
       and (s.key is distinct from i.key or s.reference is distinct from o.reference
         or s.caller <> '{}' and (o.rules >= 3
           or array[s.caller ->> 'actor', s.caller ->> 'realm', s.caller ->> 'channel', s.caller ->> 'ip']
             is distinct from array[o.actor, o.realm, o.channel, o.ip]))`,
    [customerIds],
  )
  return rows.map((row) => ({
    customerId: row.customer_id,
    scheduledId: row.scheduled_id,
    seq: Number(row.seq),
  }))
}
