import { theCustomer } from '../../engine/figures/base.ts'
import { defaultPolicy, type PolicyText, policyFrom, policyToText } from '../../engine/policy/policy.ts'
import type { Customer, Ranges } from '../../engine/state/customer.ts'
import type { Day, Instant } from '../../engine/time.ts'
import { evaluate } from '../../engine/values/evaluate.ts'
import {
  type Columns,
  insertSql,
  type OutRow,
  sendRows,
  type Table,
  textOfBytes,
  textOfDay,
  textOfTime,
} from '../session/rows.ts'
import type { Session } from '../session/session.ts'
import { amountIn, cellsFrom, type StoredCells, statusIn, storedCells } from './cells.ts'
import {
  type StoredScheduled,
  type StoredZone,
  scheduledFrom,
  storedScheduled,
  storedZones,
  zonesFrom,
} from './snapshot-state.ts'

/** Where a customer stands: his own figures, the end of his chain, and when he is to be evaluated next. */
export type Head = {
  /** subjects and charges are not loaded */
  readonly customer: Customer
  readonly hash: Uint8Array
  readonly nextEvaluationOn: Day | null
  readonly snapshotSeq: number
}

type HeadRow = {
  readonly customer_id: string
  readonly currency: string | null
  readonly time_zone: string
  readonly zones_before: readonly StoredZone[]
  readonly billing: 'postpaid' | 'prepaid'
  readonly class: string
  readonly clock: string | null
  readonly name_text: string | null
  readonly name_hash: Buffer | null
  readonly email_text: string | null
  readonly email_hash: Buffer | null
  readonly opened_at: Instant
  readonly opened_on: Day
  readonly seq: bigint
  readonly hash: Buffer
  readonly recorded_at: Instant
  readonly max_effective_at: Instant
  readonly next_evaluation_on: Day | null
  readonly rules: number
  readonly snapshot_seq: bigint
  readonly counts: Customer['counts']
  readonly unbilled: Ranges
  readonly figures: StoredCells
  readonly policy: PolicyText | null
  readonly policy_version: number
  readonly scheduled: readonly StoredScheduled[]
  readonly noticed: Customer['noticed']
}

const columns: Columns = {
  customer_id: 'text',
  currency: 'text',
  time_zone: 'text',
  zones_before: 'jsonb',
  billing: 'text',
  class: 'text',
  clock: 'text',
  name_text: 'uuid',
  name_hash: 'bytea',
  email_text: 'uuid',
  email_hash: 'bytea',
  opened_at: 'timestamptz',
  opened_on: 'date',
  seq: 'bigint',
  hash: 'bytea',
  recorded_at: 'timestamptz',
  max_effective_at: 'timestamptz',
  next_evaluation_on: 'date',
  rules: 'integer',
  snapshot_seq: 'bigint',
  status: 'smallint',
  balance: 'bigint',
  outstanding: 'bigint',
  open_count: 'integer',
  counts: 'jsonb',
  unbilled: 'jsonb',
  figures: 'jsonb',
  policy: 'jsonb',
  policy_version: 'integer',
  scheduled: 'jsonb',
  noticed: 'jsonb',
}

/** For comparing with the records. */
export const headTable: Table = { name: 'customer_head', columns, key: ['customer_id'] }

const fields = `customer_id, currency, time_zone, zones_before, billing, class, clock, name_text, name_hash, email_text, email_hash,
  opened_at, opened_on, seq, hash, recorded_at, max_effective_at, next_evaluation_on, rules, snapshot_seq, counts,
  unbilled, figures, policy, policy_version, scheduled, noticed`
const select = `select ${fields} from customer_head`

const lockOne = `${select} where customer_id = $1 for update`
const lockMany = `${select} where customer_id = any($1) order by customer_id for update`
// Citus locks no rows of several customers by reading them; an update that changes nothing locks and reads them. It does
// so in no order: two that wait for each other are told so, and one begins again.
const lockManyOnNodes = `update customer_head set seq = seq where customer_id = any($1) returning ${fields}`
const readMany = `${select} where customer_id = any($1) order by customer_id`
const upsert = insertSql('customer_head', columns, ['customer_id'])

/** Locks the heads of some customers until the end of the transaction, in the order of their ids; unknown ones are left out. */
export async function lockHeads(session: Session, customerIds: readonly string[]): Promise<Head[]> {
  const rows =
    customerIds.length === 1
      ? await session.query<HeadRow>(lockOne, [customerIds[0]])
      : await session.query<HeadRow>(session.isDistributed ? lockManyOnNodes : lockMany, [customerIds])
  return rows.map(headFrom)
}

const ifFree = `with free as materialized (select customer_id from customer_head where customer_id = $1 for update skip locked)
  select exists (select from free) as "isFree" from customer_head where customer_id = $1`

/** Whose head somebody holds at this moment. */
export async function heldHeads(session: Pick<Session, 'query'>, customerIds: readonly string[]): Promise<string[]> {
  const held: string[] = []
  for (const customerId of customerIds) {
    const [row] = await session.query<{ isFree: boolean }>(ifFree, [customerId])
    if (row?.isFree === false) held.push(customerId)
  }
  return held
}

/** Waits until nobody else holds the head of a customer. */
export async function awaitHead(session: Session, customerId: string): Promise<void> {
  await session.query('select from customer_head where customer_id = $1 for update', [customerId])
}

/** The heads of some customers as they are now, without a lock. */
export async function readHeads(session: Pick<Session, 'query'>, customerIds: readonly string[]): Promise<Head[]> {
  if (customerIds.length === 0) return []
  return (await session.query<HeadRow>(readMany, [customerIds])).map(headFrom)
}

/** The hash that the records of a customer end with, or those of the operator; empty where there are none. */
export async function readHash(session: Pick<Session, 'query'>, customerId: string): Promise<Uint8Array> {
  const [row] = await session.query<{ hash: Buffer }>('select hash from customer_head where customer_id = $1', [
    customerId,
  ])
  return row?.hash ?? new Uint8Array(0)
}

/** At which record the heads of some customers stand, without anything else of them. For verifying. */
export async function headSeqs(
  session: Pick<Session, 'query'>,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await session.query<{ customer_id: string; seq: bigint }>(
    'select customer_id, seq from customer_head where customer_id = any($1)',
    [customerIds],
  )
  return new Map(rows.map((row) => [row.customer_id, Number(row.seq)]))
}

/**
 * Writes where customers stand. A head that is new to two transactions at once is written by both; the number of the
 * first record then stops the second.
 */
export function writeHeads(session: Session, heads: readonly Head[]): Promise<void> {
  return sendRows(session, upsert, heads.values().map(headRow))
}

/** A head as its row, as it is written. */
export function headRow({ customer, hash, nextEvaluationOn, snapshotSeq }: Head): OutRow {
  return {
    customer_id: customer.id,
    currency: customer.currency,
    time_zone: customer.timeZone,
    zones_before: storedZones(customer.zonesBefore),
    billing: customer.billing,
    class: customer.class,
    clock: customer.clock,
    name_text: customer.name?.textId ?? null,
    name_hash: customer.name === null ? null : textOfBytes(customer.name.hash),
    email_text: customer.email?.textId ?? null,
    email_hash: customer.email === null ? null : textOfBytes(customer.email.hash),
    opened_at: textOfTime(customer.openedAt),
    opened_on: textOfDay(customer.openedOn),
    seq: customer.seq,
    hash: textOfBytes(hash),
    recorded_at: textOfTime(customer.recordedAt),
    max_effective_at: textOfTime(customer.maxEffectiveAt),
    next_evaluation_on: textOfDay(nextEvaluationOn),
    rules: customer.rules,
    snapshot_seq: snapshotSeq,
    status: statusIn(customer.cells, 'customer.status'),
    balance: String(evaluate(customer, 'customer.balance', theCustomer, 0) ?? 0n),
    outstanding: amountIn(customer.cells, 'customer.outstanding'),
    open_count: Number(evaluate(customer, 'customer.open_count', theCustomer, 0) ?? 0n),
    counts: customer.counts,
    unbilled: customer.unbilled,
    figures: storedCells(customer.cells),
    policy: customer.policy.version === 0 ? null : policyToText(customer.policy),
    policy_version: customer.policy.version,
    scheduled: storedScheduled(customer.scheduled),
    noticed: customer.noticed,
  }
}

function headFrom(row: HeadRow): Head {
  const customer: Customer = {
    id: row.customer_id,
    currency: row.currency,
    timeZone: row.time_zone,
    zonesBefore: zonesFrom(row.zones_before),
    billing: row.billing,
    class: row.class,
    clock: row.clock,
    name: textRef(row.name_text, row.name_hash),
    email: textRef(row.email_text, row.email_hash),
    openedAt: row.opened_at,
    openedOn: row.opened_on,
    seq: Number(row.seq),
    recordedAt: row.recorded_at,
    maxEffectiveAt: row.max_effective_at,
    rules: row.rules,
    policy: row.policy === null ? defaultPolicy : policyFrom(row.policy, row.policy_version),
    scheduled: scheduledFrom(row.scheduled),
    noticed: row.noticed,
    now: row.max_effective_at,
    counts: row.counts,
    cells: cellsFrom(row.figures),
    subjects: new Map(),
    unbilled: row.unbilled,
    charges: new Map(),
  }
  return {
    customer,
    hash: row.hash,
    nextEvaluationOn: row.next_evaluation_on,
    snapshotSeq: Number(row.snapshot_seq),
  }
}

const textRef = (textId: string | null, hash: Buffer | null): Customer['name'] =>
  textId === null || hash === null ? null : { textId, hash }
