import { codeNo, subjectNo } from '../../engine/bytes/numbers.ts'
import { messageTypes } from '../../engine/events/messages.ts'
import type { Ref } from '../../engine/figures/base.ts'
import type { MessageKind } from '../../engine/policy/policy.ts'
import type { Day } from '../../engine/time.ts'
import { type Columns, insertSql, sendRows, type Table } from '../session/rows.ts'
import type { Session } from '../session/session.ts'

const columns: Columns = { customer_id: 'text', message_seq: 'bigint', next_attempt_at: 'timestamptz' }
const insert = insertSql('delivery', columns)

/** Which messages are in the queue; how far their sending has come no record says. */
export const deliveryTable: Table = {
  name: 'delivery',
  columns: { customer_id: 'text', message_seq: 'bigint' },
  key: ['customer_id', 'message_seq'],
}

/** Queues messages for sending. */
export function insertDeliveries(
  session: Session,
  rows: Iterable<{ readonly customer_id: string; readonly message_seq: number; readonly next_attempt_at: string }>,
): Promise<void> {
  return sendRows(session, insert, rows)
}

/** A message to be sent by the holder of the token, with what it states. */
export type Delivery = {
  readonly customerId: string
  readonly messageSeq: number
  /** the root of the chain that queued it */
  readonly rootSeq: number
  readonly token: bigint
  readonly attempts: number
  readonly template: MessageKind
  /** what the message is about */
  readonly about: Ref
  readonly invoice: string | null
  readonly payment: string | null
  readonly stated: bigint | null
  readonly statedDueOn: Day | null
  readonly statedOn: Day | null
  readonly statedSum: bigint | null
  readonly currency: string
  /** null when it was erased */
  readonly to: string | null
  readonly name: string | null
}

type DeliveryRow = {
  readonly customer_id: string
  readonly message_seq: bigint
  readonly root_seq: bigint
  readonly token: bigint
  readonly attempts: number
  readonly template: number
  readonly subject_kind: number
  readonly subject_no: number
  readonly invoice: string | null
  readonly payment: string | null
  readonly stated: bigint | null
  readonly stated_due_on: Day | null
  readonly stated_on: Day | null
  readonly stated_sum: bigint | null
  readonly currency: string
  readonly address: string | null
  readonly name: string | null
}

const facts = `select o.root_seq, m.template, m.subject_kind, m.subject_no, i.invoice, p.payment_id as payment, m.stated,
    m.stated_due_on, m.stated_on, m.stated_sum, h.currency, nullif(a.body, '') as address, nullif(n.body, '') as name
  from customer_head h
    left join message m on m.customer_id = h.customer_id and m.seq = $2 and m.state = ${messageTypes.message_queued}
    left join invoice i on i.customer_id = h.customer_id and i.no = m.invoice
    left join payment p on p.customer_id = h.customer_id and p.no = m.payment
    cross join lateral (select root_seq from operation where customer_id = h.customer_id and first_seq <= $2
      order by first_seq desc limit 1) o
    left join text a on a.customer_id = h.customer_id and a.text_id = m.to_text
    left join text n on n.customer_id = h.customer_id and n.text_id = h.name_text
  where h.customer_id = $1`

const due = `select customer_id, message_seq, token from delivery
  where state = 'waiting' and next_attempt_at <= statement_timestamp()
    and (select letters from restoration order by no desc limit 1) is distinct from 'held' order by next_attempt_at limit $1`
const held = `select customer_id, message_seq, token from delivery where state = 'waiting' limit $1`
const claim = `update delivery set state = 'sending', token = token + 1, attempts = attempts + 1,
    leased_until = statement_timestamp() + $4 * interval '1 millisecond'
  where customer_id = $1 and message_seq = $2 and token = $3 and state = 'waiting' returning token, attempts`

const leftOver = `select customer_id, message_seq, token from delivery
  where state = 'sending' and leased_until < statement_timestamp() limit $1`
const takeOver = `update delivery set token = token + 1, leased_until = statement_timestamp() + $4 * interval '1 millisecond'
  where customer_id = $1 and message_seq = $2 and token = $3 and state = 'sending' returning token, attempts`

/** A message that was taken, read when it is asked for: one whose row is spoilt throws for itself alone. */
export type Claimed = () => Delivery

/** How many letters are queued, whether they are due or not. */
export async function countQueued(session: Pick<Session, 'query'>): Promise<number> {
  const [row] = await session.query<{ count: number }>('select count(*)::integer as count from delivery')
  return row?.count ?? 0
}

/** A letter that is queued, as the one who decides about it wants to see it. */
export type Queued = {
  readonly customerId: string
  readonly seq: number
  readonly template: MessageKind
  readonly invoice: string | null
  readonly queuedAt: string
}

const QUEUED = `select d.customer_id as "customerId", d.message_seq::integer as seq, m.template, i.invoice,
    to_char(m.effective_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "queuedAt"
  from delivery d join message m on m.customer_id = d.customer_id and m.seq = d.message_seq
    left join invoice i on i.customer_id = m.customer_id and i.no = m.invoice
  order by d.customer_id, d.message_seq limit $1`

/** The letters that are queued, at most so many, by customer. */
export async function listQueued(session: Pick<Session, 'query'>, limit: number): Promise<Queued[]> {
  const rows = await session.query<Omit<Queued, 'template'> & { template: number }>(QUEUED, [limit])
  return rows.map((row) => ({ ...row, template: codeNo.name(row.template) as MessageKind }))
}

type Seen = Pick<DeliveryRow, 'customer_id' | 'message_seq' | 'token'>
type Taken = Pick<DeliveryRow, 'token' | 'attempts'>
type Facts = Omit<DeliveryRow, keyof Seen | keyof Taken>

/** Most that are looked at to find one that no other process has taken meanwhile. */
const LOOKED_AT = 16

/**
 * Takes the message that is due longest, for an attempt that must end within a time; the attempt is committed before it
 * is made. undefined when none is due, or letters are held after a restore.
 */
export function claimDelivery(session: Pick<Session, 'query'>, forMs: number): Promise<Claimed | undefined> {
  return claimOf(session, due, forMs)
}

/** Takes one that waits, also while letters are held after a restore. */
export const claimHeld = (session: Pick<Session, 'query'>, forMs: number): Promise<Claimed | undefined> =>
  claimOf(session, held, forMs)

async function claimOf(session: Pick<Session, 'query'>, which: string, forMs: number): Promise<Claimed | undefined> {
  for (;;) {
    const queued = await session.query<Seen>(which, [LOOKED_AT])
    if (queued.length === 0) return undefined
    for (const one of queued) {
      const claimed = await taken(session, one, claim, forMs)
      if (claimed !== undefined) return claimed
    }
  }
}

/** Takes over attempts that did not end in time: nobody knows whether those messages went out. */
export async function claimAbandoned(
  session: Pick<Session, 'query'>,
  limit: number,
  forMs: number,
): Promise<Claimed[]> {
  const all: Claimed[] = []
  for (const one of await session.query<Seen>(leftOver, [limit])) {
    const claimed = await taken(session, one, takeOver, forMs)
    if (claimed !== undefined) all.push(claimed)
  }
  return all
}

/**
 * Takes a message whose token is still the one that was seen: whoever comes second gets none. What it states is read
 * before, so that nothing can go wrong between the taking and the handing over.
 */
async function taken(
  session: Pick<Session, 'query'>,
  { customer_id, message_seq, token }: Seen,
  take: string,
  forMs: number,
): Promise<Claimed | undefined> {
  const [stated] = await session.query<Facts>(facts, [customer_id, String(message_seq)])
  const [mine] = await session.query<Taken>(take, [customer_id, String(message_seq), String(token), forMs])
  if (stated === undefined || mine === undefined) return undefined
  return () => deliveryFrom({ customer_id, message_seq, ...stated, ...mine })
}

type Held = Pick<Delivery, 'customerId' | 'messageSeq' | 'token'>

/** Lets a message wait for another attempt; answers false when the token is not the newest: another one is at it. */
export async function postpone(session: Pick<Session, 'query'>, one: Held, forMs: number): Promise<boolean> {
  const rows = await session.query(
    `update delivery set state = 'waiting', leased_until = null,
       next_attempt_at = statement_timestamp() + $4 * interval '1 millisecond'
     where customer_id = $1 and message_seq = $2 and token = $3 returning 1 as held`,
    [one.customerId, one.messageSeq, String(one.token), forMs],
  )
  return rows.length === 1
}

/** Takes a message out of the queue; answers false when the token is not the newest: another one is at it. */
export async function takeOut(session: Pick<Session, 'query'>, one: Held): Promise<boolean> {
  const rows = await session.query(
    'delete from delivery where customer_id = $1 and message_seq = $2 and token = $3 returning 1 as gone',
    [one.customerId, one.messageSeq, String(one.token)],
  )
  return rows.length === 1
}

/** Takes a message out of the queue, whoever is at it: what became of it is recorded. */
export function deleteDelivery(session: Session, customerId: string, messageSeq: number): void {
  session.send('delete from delivery where customer_id = $1 and message_seq = $2', [customerId, messageSeq])
}

const deliveryFrom = (row: DeliveryRow): Delivery => ({
  customerId: row.customer_id,
  messageSeq: Number(row.message_seq),
  rootSeq: Number(row.root_seq),
  token: row.token,
  attempts: row.attempts,
  template: codeNo.name(row.template) as MessageKind,
  about: { kind: subjectNo.name(row.subject_kind), no: row.subject_no },
  invoice: row.invoice,
  payment: row.payment,
  stated: row.stated,
  statedDueOn: row.stated_due_on,
  statedOn: row.stated_on,
  statedSum: row.stated_sum,
  currency: row.currency,
  to: row.address,
  name: row.name,
})
