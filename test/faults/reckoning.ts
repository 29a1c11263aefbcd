import { expect } from 'vitest'
import { verify } from '../../src/service/verify/verify.ts'
import { sequenceAll } from '../../src/service/work/sequencer.ts'
import type { Store } from '../../src/store/session/store.ts'
import { type Account, customerIds } from './load.ts'

/** What a ledger must say after whatever happened to it, given what was asked and what was acknowledged. */

type Kept = ReadonlyMap<string, { customer_id: string; first_seq: bigint; last_seq: bigint }>

const keysOf = async (store: Store): Promise<Kept> => {
  const rows = await store.query<{ key: string; customer_id: string; first_seq: bigint; last_seq: bigint }>(
    `select key, customer_id, first_seq, last_seq from idempotency where customer_id <> '~operator'`,
  )
  expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length)
  return new Map(rows.map((row) => [row.key, row]))
}

/** Every acknowledged operation is there, and nothing that nobody asked for. */
export async function nothingLost(store: Store, account: Account): Promise<void> {
  const kept = await keysOf(store)
  expect([...account.acknowledged.keys()].filter((key) => !kept.has(key))).toEqual([])
  expect([...kept.keys()].filter((key) => !account.acknowledged.has(key))).toEqual([])
}

/** Each is there once, as the sums say. */
export async function nothingDoubled(store: Store, account: Account): Promise<void> {
  const all = [...account.acknowledged.values()]
  for (const customerId of customerIds) {
    const asked = (kind: string) => BigInt(all.filter((one) => one.path === `/customers/${customerId}/${kind}`).length)
    const rows = await store.query<{ type: number; n: bigint; sum: bigint | null }>(
      `select type, count(*) as n, sum(amount) as sum from record
       where customer_id = $1 and kind = 1 and type in (2, 3, 5) group by type`,
      [customerId],
    )
    const of = (type: number) => rows.find((row) => row.type === type)
    expect(of(5) ?? { n: 0n, sum: 0n }).toMatchObject({ n: asked('payments'), sum: asked('payments') * 1_000_000n })
    expect(of(2)?.n ?? 0n).toBeGreaterThanOrEqual(asked('charges'))
    expect(of(3)?.n ?? 0n).toBe(asked('invoices'))
  }
}

/** Invoice numbers have no gap. */
export async function numbersWithoutGap(store: Store): Promise<void> {
  const rows = await store.query<{ invoice: string }>('select invoice from invoice order by invoice')
  expect(rows.map((row) => row.invoice)).toEqual(rows.map((_, at) => `INV-${String(at + 1).padStart(6, '0')}`))
}

/** Neither the records of a customer nor the order of all transactions have a gap, and the ledger verifies. */
export async function inOrder(store: Store): Promise<void> {
  const sequenced = async (): Promise<readonly unknown[]> => {
    await sequenceAll(store, '01a20366-3d7c-7259-a1ac-0a4df881e1ba')
    return store.query('select customer_id from unsequenced')
  }
  // a server that was killed holds the sequencer's lease for 10 s more
  await expect.poll(sequenced, { timeout: 120_000, interval: 500 }).toEqual([])
  const gaps = await store.query(
    'select customer_id from record group by customer_id having count(*) <> max(seq) or min(seq) <> 1',
  )
  expect(gaps).toEqual([])
  const [log] = await store.query('select count(*) - max(position) as missing, min(position) as first from log')
  expect(log).toEqual({ missing: 0n, first: 1n })
  const { findings, appendOnly } = await verify(store, { decide: true })
  expect(findings).toEqual([])
  expect(appendOnly).toBe(true)
}
