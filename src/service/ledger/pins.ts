import { operatorId } from '../../engine/state/customer.ts'
import { everyPinnedRow, type PinnedRow, type PinnedTable, pinnedRow } from '../../store/beside/pinned.ts'
import type { Session } from '../../store/session/session.ts'
import { inTransaction, type Store } from '../../store/session/store.ts'
import type { Caller, InternalRequest } from '../asked/request.ts'
import { areClocksOnRecord, nameOfRow, rowsOnRecord } from '../sheet/operate/rows-on-record.ts'
import { doing, theSystem } from './doings.ts'
import { performTogether } from './perform.ts'

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

/** Whether a row beside the log is as the last record says that holds it. */
export function isPinned(store: Store, table: PinnedTable, id: string): Promise<boolean> {
  const read = async (session: Session): Promise<boolean> => {
    const [row, held] = await Promise.all([pinnedRow(session, table, id), rowsOnRecord(session)])
    const record = held.get(nameOfRow(table, id))
    return row !== undefined && record !== undefined && Buffer.compare(record.hash, row.hash) === 0
  }
  return inTransaction(store, read, 'repeatable read')
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
    const held = await rowsOnRecord(session)
    const areClocksHeld = areClocksOnRecord(held)
    const isLeft = (row: PinnedRow): boolean => (isOfClock(row) ? !areClocksHeld : held.size === 0)
    const rows = (await everyPinnedRow(session)).filter(isLeft)
    count = rows.length
    return rows.map(asFound)
  })
  return count
}

/** Looked at without a lock first: it is asked at every start. */
async function isAnyLeft(store: Store): Promise<boolean> {
  const held = await rowsOnRecord(store)
  return held.size === 0 || (!areClocksOnRecord(held) && (await everyPinnedRow(store)).some(isOfClock))
}

const isOfClock = ({ table }: PinnedRow): boolean => table === 'clock'
