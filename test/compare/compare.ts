import { createHash } from 'node:crypto'
import { decode } from '../../src/engine/bytes/record-bytes.ts'
import { operationsAfter } from '../../src/store/history/operations.ts'
import { unpacked } from '../../src/store/history/packed.ts'
import { textsOf } from '../../src/store/history/texts.ts'
import type { Store } from '../../src/store/session/store.ts'
import { type MaskedRecord, maskHistory, type Stored } from './mask.ts'

/** Where two ledgers differ first; `at` is the member of the record or of its operation. */
export type Difference = {
  readonly customerId: string
  readonly seq: number
  readonly at: string
  readonly one: string
  readonly other: string
}

/** What comparing came to: equal histories have the same fingerprint in every run. */
export type Comparison =
  | { readonly same: true; readonly customers: number; readonly records: number; readonly fingerprint: string }
  | { readonly same: false; readonly difference: Difference }

/**
 * Compares the records of two ledgers, customer by customer and the operator's own stream, without what chance and the
 * wall clock put in (see maskHistory). Finds the first difference in order of customers and records.
 */
export async function compareLedgers(one: Store, other: Store): Promise<Comparison> {
  const ids = await customersOf(one)
  const all = [...new Set([...ids, ...(await customersOf(other))])].sort()
  const fingerprint = createHash('sha256')
  let records = 0
  for (const customerId of all) {
    const [left, right] = await Promise.all([maskedOf(one, customerId), maskedOf(other, customerId)])
    const difference = firstDifference(customerId, left, right)
    if (difference !== null) return { same: false, difference }
    records += left.length
    fingerprint.update(customerId).update(left.at(-1)?.hash ?? '')
  }
  return { same: true, customers: all.length, records, fingerprint: fingerprint.digest('hex') }
}

async function customersOf(store: Store): Promise<string[]> {
  const rows = await store.query<{ customer_id: string }>('select distinct customer_id from record order by 1')
  return rows.map((row) => row.customer_id)
}

const ALL = 2 ** 31 - 1

async function maskedOf(store: Store, customerId: string): Promise<MaskedRecord[]> {
  const [rows, operations, texts] = await Promise.all([
    store.query<{ canonical: Buffer }>('select canonical from record where customer_id = $1 order by seq', [
      customerId,
    ]),
    operationsAfter(store, customerId, 0, ALL),
    textsOf(store, customerId),
  ])
  const stored: Stored = {
    records: rows.map((row) => decode(unpacked(row.canonical))),
    operations,
    bodies: new Map(texts.map((text) => [text.textId, text.body])),
  }
  return maskHistory(stored)
}

function firstDifference(
  customerId: string,
  left: readonly MaskedRecord[],
  right: readonly MaskedRecord[],
): Difference | null {
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const [one, other] = [left[at], right[at]]
    if (one?.hash === other?.hash && shown(one?.operation) === shown(other?.operation)) continue
    const found = differing(toldFirst(one), toldFirst(other), '')
    return { customerId, seq: at + 1, ...(found ?? { at: 'hash', one: one?.hash ?? '', other: other?.hash ?? '' }) }
  }
  return null
}

/** The operation before the record: a record that begins one holds its digest, which says less. */
const toldFirst = (one: MaskedRecord | undefined) => ({ operation: one?.operation, record: one?.record })

type Found = Pick<Difference, 'at' | 'one' | 'other'>

/** The first member in which two values differ, by its path. */
function differing(one: unknown, other: unknown, at: string): Found | null {
  if (!isTree(one) || !isTree(other))
    return shown(one) === shown(other) ? null : { at, one: shown(one), other: shown(other) }
  const members = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  for (const member of members) {
    const found = differing(one[member], other[member], at === '' ? member : `${at}.${member}`)
    if (found !== null) return found
  }
  return null
}

const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !(value instanceof Uint8Array)

const shown = (value: unknown): string => JSON.stringify(plain(value)) ?? 'nothing'

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([member, one]) => [member, plain(one)]))
}
