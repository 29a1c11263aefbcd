import { addTo } from '../../engine/many.ts'
import { type KeptState, snapshotsIn } from '../../store/heads/snapshots.ts'
import { type CauseRow, causesIn } from '../../store/history/causes.ts'
import { type KeyUse, usesIn } from '../../store/history/idempotency.ts'
import { operationsIn, type StoredOperation } from '../../store/history/operations.ts'
import { beforeAll, behindAll, type Place, type Section } from '../../store/history/section.ts'
import { type RawText, textsIn } from '../../store/read/verify/audit-reads.ts'
import { type RawRecord, recordsIn } from '../../store/read/verify/raw-records.ts'
import type { Session } from '../../store/session/session.ts'
import { beginsOperation } from './checks/chain.ts'
import type { Levels } from './levels.ts'

/** What is kept about a section of records: of one customer, or of all that lie in it. */
export type Kept = {
  readonly records: readonly RawRecord[]
  readonly operations: readonly StoredOperation[]
  readonly uses: readonly KeyUse[]
  readonly snapshots: readonly KeptState[]
  readonly texts: readonly RawText[]
  readonly causes: readonly CauseRow[]
}

/** Some whole operations of customers in the order of their ids, and all that is kept about them. */
export type Page = {
  readonly of: (customerId: string) => Kept
  /** whose records may go on in the next page; null: nobody's, it is the last one */
  readonly goesOn: string | null
}

/** The pages of some customers; the next one is fetched while the last one is looked at. */
type Pages = {
  /** null: there is no more */
  readonly next: () => Promise<Page | null>
  /** when nothing is being fetched: before a statement that may fail, and that would take down what is asked meanwhile */
  readonly fetched: () => Promise<void>
}

const RECORDS = 2000

/**
 * Reads all that is kept about some customers page by page, small ones together.
 */
export function openPages(session: Session, customerIds: readonly string[], levels: Levels): Pages {
  const [first = '', last = first] = [customerIds[0], customerIds.at(-1)]
  const end = behindAll(last)
  const how = { limit: RECORDS, withTyped: levels.columns }
  let [readTo, cutAt, isLast]: [Place, Place, boolean] = [beforeAll(first), beforeAll(first), customerIds.length === 0]
  let carried: RawRecord[] = []

  async function fetched(): Promise<Page | null> {
    if (isLast) return null
    let whole = 0
    while (whole === 0) {
      const more = await recordsIn(session, { after: readTo, upTo: end }, how)
      readTo = more.at(-1) ?? readTo
      addTo(carried, more)
      isLast = more.length < RECORDS
      // the last operation may go on
      whole = isLast ? carried.length : Math.max(0, carried.findLastIndex(beginsOperation))
      if (isLast) break
    }
    const records = carried.slice(0, whole)
    carried = carried.slice(whole)
    const section = { after: cutAt, upTo: isLast ? end : (records.at(-1) ?? cutAt) }
    cutAt = section.upTo
    return pageOf(records, await beside(session, section, levels), isLast ? null : section.upTo.customerId)
  }

  let next: Promise<Page | null> | undefined
  return {
    next: async () => {
      const page = await (next ?? fetched())
      next = page === null ? undefined : fetched()
      // who asks for it is told
      next?.catch(() => {})
      return page
    },
    fetched: async () => void (await next?.catch(() => null)),
  }
}

type Beside = Omit<Kept, 'records'>

async function beside(session: Session, section: Section, { columns }: Levels): Promise<Beside> {
  const none = Promise.resolve([])
  const [operations, uses, snapshots, texts, causes] = await Promise.all([
    operationsIn(session, section),
    columns ? usesIn(session, section) : none,
    columns ? snapshotsIn(session, section) : none,
    columns ? textsIn(session, section) : none,
    columns ? causesIn(session, section) : none,
  ])
  return { operations, uses, snapshots, texts, causes }
}

function pageOf(records: readonly RawRecord[], all: Beside, goesOn: string | null): Page {
  const of = {
    records: byCustomer(records),
    operations: byCustomer(all.operations),
    uses: byCustomer(all.uses),
    snapshots: byCustomer(all.snapshots),
    texts: byCustomer(all.texts),
    causes: byCustomer(all.causes),
  }
  return {
    of: (customerId) => ({
      records: of.records.get(customerId) ?? [],
      operations: of.operations.get(customerId) ?? [],
      uses: of.uses.get(customerId) ?? [],
      snapshots: of.snapshots.get(customerId) ?? [],
      texts: of.texts.get(customerId) ?? [],
      causes: of.causes.get(customerId) ?? [],
    }),
    goesOn,
  }
}

const byCustomer = <T extends { readonly customerId: string }>(rows: readonly T[]): ReadonlyMap<string, T[]> =>
  Map.groupBy(rows, (one) => one.customerId)
