import type { Store } from '../../../store/session/store.ts'
import { linesOf } from '../../asked/commands/wanted-of.ts'
import type { Request } from '../../asked/request.ts'
import type { XdrStock } from '../../sheet/sheet.ts'
import { type Group, grouped } from './load.ts'
import { stockXdrIds } from './xdr-ids.ts'

/** Some requests by customer, and those who ask nothing, each with a stock of xDR ids. */
export const withXdrIds = async (
  store: Store,
  requests: readonly Request[],
  others: readonly string[] = [],
): Promise<Group[]> => inGroups(await stockFor(store, requests), requests, others)

/** The stock for some requests; what of it they do not take is a gap. */
export const stockFor = (store: Store, requests: readonly Request[]): Promise<XdrStock> =>
  stockXdrIds(store, usual(requests))

/** The requests by customer, and those who ask nothing, with their shares of a stock. */
export function inGroups(stock: XdrStock, requests: readonly Request[], others: readonly string[]): Group[] {
  const { more } = stock
  const free = [...stock.first]
  const asking = grouped(requests).map((group) => ({
    ...group,
    xdrIds: { first: free.splice(0, usual(group.requests)), more },
  }))
  const known = new Set(asking.map((group) => group.customerId))
  const quiet = others.filter((customerId) => !known.has(customerId))
  return [...asking, ...quiet.map((customerId) => ({ customerId, requests: [], xdrIds: { first: [], more } }))]
}

/** How many are looked up together with the customers, so that usually none is left to be: one a request, or one a line. */
const usual = (requests: readonly Request[]): number => requests.reduce((sum, one) => sum + usualOf(one), 0)

function usualOf(request: Request): number {
  if (request.op === 'internal' || 'xdr_id' in request.body) return 0
  const lines = linesOf(request)
  return lines.length === 0 ? 1 : lines.filter((line) => line.xdr_id === undefined).length
}
