import type { EventType } from '../../../engine/events/effects.ts'
import type { Facts } from '../../../engine/events/slots.ts'
import { operatorId } from '../../../engine/state/customer.ts'
import { usesOf } from '../../../store/history/idempotency.ts'
import { readRecordsByKey } from '../../../store/read/records/records.ts'
import { inTransaction, type Store } from '../../../store/session/store.ts'
import { readOf } from './shelf.ts'

/** Whose key, and what it is to do: a doing of the operator with these facts. */
type Key = { readonly caller: string; readonly key: string }
type Wish = { readonly type: EventType } & Pick<Facts, 'clock' | 'now' | 'mail' | 'collectionOff'>

/** Whether a key has done this doing of the operator before, or another one; undefined when it was never used. */
export async function doneBefore(
  store: Store,
  key: Key,
  { type, ...facts }: Wish,
): Promise<'this' | 'another' | undefined> {
  return await inTransaction(
    store,
    async (session) => {
      const [use] = await usesOf(session, [{ customerId: operatorId, ...key }])
      if (use === undefined) return undefined
      const [row] = await readRecordsByKey(session, [{ customerId: operatorId, seq: use.firstSeq }])
      const record = row && readOf(row).record
      if (record?.kind !== 'event' || record.type !== type) return 'another'
      const names = Object.keys(facts) as (keyof typeof facts)[]
      return names.every((name) => record.facts[name] === facts[name]) ? 'this' : 'another'
    },
    'repeatable read',
  )
}
