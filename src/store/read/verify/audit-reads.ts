import { unpacked } from '../../history/packed.ts'
import { inSection, placesOf, type Section } from '../../history/section.ts'
import type { Session } from '../../session/session.ts'

// What only verifying reads: everything there is about a customer, also where it should not be.

type Reads = Pick<Session, 'query'>

/** Tables of which every row is somebody's: those whose key his id begins, in whose order the next one is found at once. */
const ABOUT_CUSTOMERS =
  `customer_head operation record cause text idempotency snapshot snapshot_part invoice invoice_charges payment credit
  allocation note message delivery scheduled dispute`.split(/\s+/)
const ALSO_ABOUT_CUSTOMERS = ['log', 'unsequenced', 'directory']

const oneByOne = (table: string): string => `(with recursive one as (
    (select customer_id from ${table} order by customer_id limit 1)
    union all
    select (select t.customer_id from ${table} t where t.customer_id > one.customer_id order by t.customer_id limit 1)
      from one where one.customer_id is not null)
  select customer_id from one where customer_id is not null)`

const everyone = [
  ...ABOUT_CUSTOMERS.map(oneByOne),
  ...ALSO_ABOUT_CUSTOMERS.map((table) => `select customer_id from ${table}`),
].join(' union ')
const withChains = ['customer_head', 'record'].map(oneByOne).join(' union ')

/** Somebody of whom anything is known, also when his head or his records are gone; `records`: how many his head says. */
export type Known = { readonly customerId: string; readonly records: number }

/** Everyone of whom anything is known, in the order of the ids, or those alone who have a head or records. */
export async function everyCustomer(session: Reads, who: 'everyone' | 'with_chains'): Promise<Known[]> {
  const rows = await session.query<{ customer_id: string; seq: bigint | null }>(
    `select customer_id, h.seq from (${who === 'everyone' ? everyone : withChains}) e
       left join customer_head h using (customer_id) order by 1`,
  )
  return rows.map((row) => ({ customerId: row.customer_id, records: Math.max(0, Number(row.seq ?? 0n)) }))
}

/** A text as it is stored, for comparing its hash. */
export type RawText = {
  readonly customerId: string
  readonly textId: string
  readonly seq: number
  readonly slot: number
  readonly class: number
  readonly salt: Uint8Array
  readonly body: string
}

/** The texts that were named first by records of a section. */
export async function textsIn(session: Reads, section: Section): Promise<RawText[]> {
  const rows = await session.query<{
    customer_id: string
    text_id: string
    seq: bigint
    slot: number
    class: number
    salt: Buffer
    body: string
  }>(`select customer_id, text_id, seq, slot, class, salt, body from text where ${inSection('seq')}`, placesOf(section))
  return rows.map(({ customer_id: customerId, text_id: textId, seq, ...rest }) => ({
    customerId,
    textId,
    seq: Number(seq),
    ...rest,
  }))
}

/** Where the order of all transactions does not cover a customer's records without a gap; null: every customer. */
export async function logGaps(
  session: Reads,
  customerId: string | null,
): Promise<{ customerId: string; afterSeq: number; nextSeq: number }[]> {
  const rows = await session.query<{ customer_id: string; after_seq: bigint; next_seq: bigint }>(
    `with stretch as (
       select customer_id, first_seq, last_seq from log where $1::text is null or customer_id = $1
       union all
       select customer_id, first_seq, last_seq from unsequenced where $1::text is null or customer_id = $1
       union all
       select customer_id, seq + 1, seq + 1 from customer_head where $1::text is null or customer_id = $1),
     lined as (
       select customer_id, first_seq, coalesce(lag(last_seq) over (partition by customer_id order by first_seq), 0) as before
       from stretch)
     select customer_id, before as after_seq, first_seq as next_seq from lined where first_seq <> before + 1
     order by 1, 2 limit 50`,
    [customerId],
  )
  return rows.map((row) => ({
    customerId: row.customer_id,
    afterSeq: Number(row.after_seq),
    nextSeq: Number(row.next_seq),
  }))
}

/** Positions of the log behind which the next one is missing. */
export async function positionGaps(session: Reads): Promise<{ shard: number; after: bigint }[]> {
  return await session.query<{ shard: number; after: bigint }>(
    `with placed as (
       select shard, position, lag(position, 1, 0::bigint) over (partition by shard order by position) as before from log
       union all
       select s.shard, coalesce(h.last + 1, -1), coalesce((select max(position) from log l where l.shard = s.shard), 0)
         from (select 0::smallint as shard union select shard from log) s left join log_head h on h.shard = s.shard)
     select shard, before as after from placed where position <> before + 1 order by 1, 2 limit 50`,
  )
}

/** Heads of shards that are none; and places of which the time, or the customer, is not that of its operations. */
export async function strangePlaces(
  session: Reads,
): Promise<{ where: string; customerId: string; seq: bigint | null }[]> {
  return await session.query(
    `with placed as (
       select 'log position ' || position as place, customer_id, first_seq, last_seq, recorded_at from log
       union all
       select 'unsequenced', customer_id, first_seq, last_seq, recorded_at from unsequenced)
     select place as "where", p.customer_id as "customerId", p.first_seq as seq
       from placed p left join record f on f.customer_id = p.customer_id and f.seq = p.last_seq
       where f.recorded_at is distinct from p.recorded_at
     union all
     select 'log_head shard ' || shard, '~operator', null from log_head where shard <> 0
     order by 2, 3 limit 50`,
  )
}

/** Currencies in which more was moved out of customers than in to others, or less; by the customers' own figures. */
export async function unclearedMoves(session: Reads): Promise<{ currency: string; sum: bigint }[]> {
  return await session.query<{ currency: string; sum: bigint }>(
    `select currency, sum((figures -> 'customer.moved' ->> 0)::bigint)::bigint as sum from customer_head
     where figures ? 'customer.moved' group by currency having sum((figures -> 'customer.moved' ->> 0)::bigint) <> 0`,
  )
}

/** A version of terms as the table has it. */
export type KeptPolicy = { readonly version: number; readonly scope: string; readonly effective: string }

/** All versions of terms, and the bytes of the operator's records of one type. */
export async function keptPolicies(
  session: Reads,
  operatorId: string,
  type: number,
): Promise<{ readonly rows: readonly KeptPolicy[]; readonly records: readonly Uint8Array[] }> {
  const rows = await session.query<KeptPolicy>('select version, scope, effective from policy order by version')
  return { rows, records: await operatorRecordsOf(session, operatorId, type) }
}

/** The bytes of the operator's records of one type, in their order. */
export async function operatorRecordsOf(session: Reads, operatorId: string, type: number): Promise<Uint8Array[]> {
  const records = await session.query<{ canonical: Buffer }>(
    'select canonical from record where customer_id = $1 and kind = 1 and type = $2 order by seq',
    [operatorId, type],
  )
  return records.map((row) => unpacked(row.canonical))
}
