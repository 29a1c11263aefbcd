import { inTransaction, type Session, type Store } from '../store/store.ts'
import { append } from './append.ts'
import { type Group, grouped, load } from './load.ts'
import { operate } from './operate.ts'
import type { Attempt, Outcome, Request } from './request.ts'
import { retried } from './retry.ts'
import type { Sheet } from './sheet.ts'
import { wake } from './wake.ts'
import { wallNow } from './wall-clock.ts'
import { xdrIdsOf } from './wanted-of.ts'
import { reserveXdrIds } from './xdr-ids.ts'

/**
 * Carries out some operations in one transaction, each customer's in their order; a refused one stops no other. Answers
 * what became of them in the order of the requests. Where the transaction fails, they are tried one by one, so that a
 * fault is that of one request only; this is safe for those who bring a key, so nobody else is tried again.
 */
export async function performBatch(store: Store, requests: readonly Request[]): Promise<Attempt[]> {
  const together = await attempted(store, requests)
  const hasFailed = together.some((one) => one.status === 'fault')
  if (!hasFailed || requests.length === 1 || requests.some((one) => one.key === null)) return together
  const attempts: Attempt[] = []
  for (const request of requests) attempts.push(...(await attempted(store, [request])))
  return attempts
}

async function attempted(store: Store, requests: readonly Request[]): Promise<Attempt[]> {
  try {
    return await performTogether(store, requests)
  } catch (error) {
    return requests.map(() => ({ status: 'fault', error }))
  }
}

/**
 * Carries out a few operations in one transaction together with other writing: both are there, or nothing. The other
 * writing comes after the heads were locked; when it throws, nothing has happened.
 */
export async function performTogether(
  store: Store,
  requests: readonly Request[],
  other: (session: Session) => Promise<void> | void = nothing,
): Promise<Outcome[]> {
  const outcomes = await retried(async () => {
    const groups = await withXdrIds(store, requests)
    return inTransaction(store, async (session) => {
      const sheets = await load(session, groups)
      await other(session)
      const done = await operateAll(session, groups, sheets)
      await append(session, sheets)
      return done
    })
  })
  wake(store)
  return requests.map((request) => outcomes.get(request) ?? missing())
}

const nothing = (): void => {}

async function withXdrIds(store: Store, requests: readonly Request[]): Promise<Group[]> {
  const groups = grouped(requests)
  const needs = groups.map((group) => group.requests.reduce((sum, one) => sum + xdrIdsOf(one).needed, 0))
  const ids = await reserveXdrIds(
    store,
    needs.reduce((sum, need) => sum + need, 0),
  )
  return groups.map((group, at) => ({ ...group, xdrIds: ids.splice(0, needs[at]) }))
}

async function operateAll(
  session: Session,
  groups: readonly Group[],
  sheets: readonly Sheet[],
): Promise<Map<Request, Outcome>> {
  const wall = wallNow()
  const outcomes = new Map<Request, Outcome>()
  for (const [at, sheet] of sheets.entries())
    for (const request of groups[at]?.requests ?? [])
      outcomes.set(request, await operate(session, sheet, request, wall))
  return outcomes
}

function missing(): never {
  throw new Error('Bug: a request without an outcome')
}
