import type { Store } from '../store/store.ts'
import { type Group, grouped } from './load.ts'
import type { Request } from './request.ts'
import { reserveXdrIds } from './xdr-ids.ts'
import { xdrIdsOf } from './xdr-needs.ts'

/** Some requests by customer, with the xDR ids that they need as far as that is known before loading. */
export async function withXdrIds(store: Store, requests: readonly Request[]): Promise<Group[]> {
  const groups = grouped(requests)
  const needs = groups.map((group) => group.requests.reduce((sum, one) => sum + xdrIdsOf(one).needed, 0))
  const ids = await reserveXdrIds(
    store,
    needs.reduce((sum, need) => sum + need, 0),
  )
  return groups.map((group, at) => ({ ...group, xdrIds: ids.splice(0, needs[at]) }))
}
