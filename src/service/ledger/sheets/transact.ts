import type { Instant } from '../../../engine/time.ts'
import type { Session } from '../../../store/session/session.ts'
import { inTransaction, type Store } from '../../../store/session/store.ts'
import { customerIdOf } from '../../asked/commands/wanted-of.ts'
import type { Request } from '../../asked/request.ts'
import { wallNow } from '../../asked/wall-clock.ts'
import type { Sheet } from '../../sheet/sheet.ts'
import { breathing } from '../../work/breathing.ts'
import { wake } from '../../work/wake.ts'
import { append } from './append.ts'
import { byItself } from './by-itself.ts'
import { keep } from './kept.ts'
import { type Group, load } from './load.ts'
import { withXdrIds } from './reserve.ts'
import { retried } from './retry.ts'

/** Whom a transaction is about; `also`: who is loaded though nothing is asked of him. */
export type Whom = { readonly requests: readonly Request[]; readonly also?: readonly string[] }

/** What there is to work with in a transaction. */
export type Bench = {
  readonly session: Session
  readonly sheets: readonly Sheet[]
  readonly sheetOf: (customerId: string) => Sheet
  /** now by the wall clock, taken after the heads were locked */
  readonly wall: Instant
  /** between two operations: others of this thread have their turn */
  readonly breathe: () => Promise<void>
}

export type How = {
  /** how long rows are waited for that somebody else holds, for work of a lane; without it the work goes by itself */
  readonly lockMs?: number | undefined
  /** false: nobody who is held is waited for, since what fails is done by parts then */
  readonly aside?: boolean | undefined
  /** locks what is to be locked before the heads are */
  readonly first?: (session: Session) => Promise<void>
}

/**
 * The transaction on loaded sheets, and the only one: xDR ids are reserved, heads locked and read, the work is done, what
 * it booked is appended, those who wait for commits are woken. Who loses a race begins anew; when the work throws,
 * nothing has happened. It knows nothing of what waits for its day: all but that go by `onSheets`, which books it first.
 */
export async function transact<T>(
  store: Store,
  { requests, also = [] }: Whom,
  work: (bench: Bench) => Promise<T>,
  { lockMs, aside = true, first }: How = {},
): Promise<T> {
  let isAnythingBooked = false
  let standing: readonly Sheet[] = []
  const worked = async (session: Session, groups: readonly Group[]): Promise<T> => {
    await first?.(session)
    const sheets = await load(session, groups)
    const done = await work(benchOf(session, sheets))
    await append(session, sheets)
    isAnythingBooked = sheets.some(({ entries }) => entries.length > 0)
    standing = sheets.filter(({ customer }) => customer.seq > 0)
    return done
  }
  const once = (ms: number): Promise<T> =>
    retried(async () => {
      const groups = await withXdrIds(store, requests, also)
      return await inTransaction(store, (session) => worked(session, groups), { lockMs: ms })
    })
  const customerIds = [...new Set([...requests.map(customerIdOf), ...also])]
  const result = await (lockMs === undefined ? byItself(store, customerIds, once, { aside }) : once(lockMs))
  for (const sheet of standing) keep(sheet.customer, sheet.hash, sheet)
  if (isAnythingBooked) wake(store)
  return result
}

function benchOf(session: Session, sheets: readonly Sheet[]): Bench {
  const byCustomer = new Map(sheets.map((sheet) => [sheet.customerId, sheet]))
  const sheetOf = (customerId: string): Sheet => byCustomer.get(customerId) ?? missing(customerId)
  return { session, sheets, sheetOf, wall: wallNow(), breathe: breathing(session) }
}

function missing(customerId: string): never {
  throw new Error(`Bug: no sheet of ${customerId}`)
}
