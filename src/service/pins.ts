import { eventNo } from '../engine/bytes/numbers.ts'
import { decode } from '../engine/bytes/record-bytes.ts'
import { operatorId } from '../engine/customer/state.ts'
import { operatorRecordsOf } from '../store/audit-reads.ts'
import { everyPinnedRow, type PinnedRow, type PinnedTable, pinnedRow } from '../store/pinned.ts'
import type { Session, Store } from '../store/store.ts'
import { doing, theSystem } from './doings.ts'
import { performTogether } from './perform.ts'
import type { Caller, InternalRequest } from './request.ts'

/** The doing that holds a row beside the log as it stands: changed behind the log's back, it is a finding of verify. */
export async function pinning(
  session: Session,
  [table, id]: readonly [PinnedTable, string],
  caller: Caller,
  correlationId?: string,
): Promise<InternalRequest[]> {
  const row = await pinnedRow(session, table, id)
  return row === undefined ? [] : [pinOf(row, caller, correlationId)]
}

const pinOf = ({ table, id, hash }: PinnedRow, caller: Caller, correlationId?: string): InternalRequest =>
  doing('row_pinned', { scope: table, id, pinned: hash }, caller, correlationId)

/** Writes a row beside the log together with what holds it; answers whether anything was written. */
export async function pinned(
  store: Store,
  work: (session: Session) => Promise<readonly InternalRequest[]>,
): Promise<boolean> {
  let count = 0
  await performTogether(
    store,
    [],
    async (session) => {
      const pins = await work(session)
      count = pins.length
      return pins
    },
    { also: [operatorId] },
  )
  return count > 0
}

/** The same, of a row that was there before there were such records. */
const asFound = ({ table, id, hash }: PinnedRow): InternalRequest =>
  doing('row_pinned', { scope: table, id, pinned: hash, because: 'as_found' }, theSystem)

/**
 * Takes over what stood beside the log before rows were held there: each row is held as it is found, on record. Once: as
 * soon as any row is held, one that is not is nobody's; clocks were held later than all else, and have their own once.
 * Answers how many were taken over.
 */
export async function takeOverRows(store: Store): Promise<number> {
  let count = 0
  if (!(await isAnyLeft(store))) return count
  await pinned(store, async (session) => {
    const held = await tablesHeld(session)
    const rows = (await everyPinnedRow(session)).filter(({ table }) => !(table === 'clock' ? held.clocks : held.any))
    count = rows.length
    return rows.map(asFound)
  })
  return count
}

/** Looked at without a lock first: it is asked at every start. */
async function isAnyLeft(store: Store): Promise<boolean> {
  const held = await tablesHeld(store)
  return !held.any || (!held.clocks && (await everyPinnedRow(store)).some(({ table }) => table === 'clock'))
}

async function tablesHeld(session: Pick<Session, 'query'>): Promise<{ any: boolean; clocks: boolean }> {
  const records = await operatorRecordsOf(session, operatorId, eventNo.of('row_pinned'))
  const scopes = new Set(
    records.map((bytes) => decode(bytes)).map((one) => (one.kind === 'event' ? one.facts.scope : null)),
  )
  return { any: scopes.size > 0, clocks: scopes.has('clock') }
}
