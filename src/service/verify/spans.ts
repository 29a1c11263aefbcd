import { everyCustomer } from '../../store/read/verify/audit-reads.ts'
import { readByKeys } from '../../store/read/verify/raw-records.ts'
import { inTransaction, type Store } from '../../store/session/store.ts'
import { type Levels, looksInto } from './levels.ts'
import { followCustomers } from './links.ts'
import type { Trusted } from './marks.ts'
import { type Looked, type Reviewed, reviewCustomers } from './review.ts'

/** Customers side by side in the order of their ids, who are looked at together, and how many records they have. */
export type Span = { readonly looked: readonly Looked[]; readonly records: number }

/** About how many records, and at most how many customers, are looked at together. */
const [RECORDS, CUSTOMERS] = [20_000, 500]

type Marks = ReadonlyMap<string, Trusted>

const lookedAt = (customerId: string, marks: Marks): Looked => ({ customerId, trusted: marks.get(customerId) ?? null })

/** Everyone of whom anything is known, in spans, but those of whom all is marked; given one customer, only he. */
export async function spansOf(
  store: Store,
  levels: Levels,
  { customer, marks = new Map() }: { readonly customer?: string | undefined; readonly marks?: Marks },
): Promise<Span[]> {
  if (customer !== undefined) return [{ looked: [lookedAt(customer, marks)], records: 0 }]
  const spans: { looked: Looked[]; records: number }[] = []
  for (const known of await everyCustomer(store, looksInto(levels) ? 'everyone' : 'with_chains')) {
    if (marks.get(known.customerId)?.isAll === true) continue
    let span = spans.at(-1)
    if (span === undefined || span.records + known.records > RECORDS || span.looked.length === CUSTOMERS) {
      span = { looked: [], records: 0 }
      spans.push(span)
    }
    span.looked.push(lookedAt(known.customerId, marks))
    span.records += known.records
  }
  return spans
}

/** What looking at a span came to, how long it took, and how long this thread worked for it; ms. */
export type Spanned = { readonly reviewed: readonly Reviewed[]; readonly ms: number; readonly cpuMs: number }

/** Looks at a span in one transaction, so that each customer is seen as of one moment. */
export async function reviewSpan(store: Pick<Store, 'pool'>, { looked }: Span, levels: Levels): Promise<Spanned> {
  const begun = performance.now()
  const cpu = process.threadCpuUsage()
  const reviewed = await inTransaction(
    store,
    async (session) => {
      readByKeys(session)
      return looksInto(levels) ? await reviewCustomers(session, looked, levels) : await followCustomers(session, looked)
    },
    'repeatable read',
  )
  const { user, system } = process.threadCpuUsage(cpu)
  return { reviewed, ms: performance.now() - begun, cpuMs: (user + system) / 1000 }
}
