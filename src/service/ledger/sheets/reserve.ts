import type { Store } from '../../../store/session/store.ts'
import { linesOf } from '../../asked/commands/wanted-of.ts'
import type { Request } from '../../asked/request.ts'
import { type Group, grouped } from './load.ts'
import { stockXdrIds } from './xdr-ids.ts'

/** Some requests by customer, and those of whom nothing is asked, each with a stock of xDR ids; what is left is a gap. */
export async function withXdrIds(
  store: Store,
  requests: readonly Request[],
  also: readonly string[],
): Promise<Group[]> {
  const { first, more } = await stockXdrIds(store, usual(requests))
  const free = [...first]
  const asking = grouped(requests).map((group) => ({
    ...group,
    xdrIds: { first: free.splice(0, usual(group.requests)), more },
  }))
  const quiet = new Set(also).difference(new Set(asking.map((group) => group.customerId)))
  return [...asking, ...[...quiet].map((customerId) => ({ customerId, requests: [], xdrIds: { first: [], more } }))]
}

/** How many are looked up together with the customers, so that usually none is left to be: one a request, or one a line. */
const usual = (requests: readonly Request[]): number => requests.reduce((sum, one) => sum + usualOf(one), 0)

function usualOf(request: Request): number {
  if (request.op === 'internal' || 'xdr_id' in request.body) return 0
  const lines = linesOf(request)
  return lines.length === 0 ? 1 : lines.filter((line) => line.xdr_id === undefined).length
}
