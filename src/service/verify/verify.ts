import { addTo } from '../../engine/many.ts'
import { everyCustomer } from '../../store/read/verify/audit-reads.ts'
import { inTransaction, type Store } from '../../store/session/store.ts'
import type { Finding } from './checks/finding.ts'
import { verifyOrder } from './checks/order.ts'
import { type Reviewed, reviewCustomer } from './review.ts'
import { verifyWhole } from './whole.ts'

export type { Finding } from './checks/finding.ts'

/** What verifying came to. */
export type Verified = {
  readonly customers: number
  readonly records: number
  /** whether the database itself keeps the server from changing history */
  readonly appendOnly: boolean
  /** operations whose command was decided again, and those of older rules, which were only booked again; null: not asked */
  readonly decided: Reviewed['decided']
  readonly findings: readonly Finding[]
}

export type VerifyOptions = {
  /** only this customer */
  readonly customer?: string | undefined
  /** decide every command again, on the state before it, and compare with what was booked */
  readonly decide?: boolean | undefined
  /** told after each customer, for a progress bar */
  readonly progress?: (done: number, total: number, records: number) => void
}

/**
 * Verifies the ledger: every record's bytes and typed columns, the chain of hashes, the digest of every operation, every
 * operation booked again byte for byte, heads and read tables made again from the records, texts by their hashes,
 * identities, the order of all transactions, the clearing of moves, and the versions of terms; with `decide` also what
 * every command of rules 3 and newer comes to. Reads only; each customer as of one moment, also while others write.
 */
export async function verify(store: Store, options: VerifyOptions = {}): Promise<Verified> {
  const { customer, decide = false, progress } = options
  const customerIds = customer === undefined ? await everyCustomer(store) : [customer]
  const findings: Finding[] = []
  const decided = { again: 0, not: 0 }
  let records = 0
  for (const [at, customerId] of customerIds.entries()) {
    const one = await inTransaction(store, (session) => reviewCustomer(session, customerId, decide), 'repeatable read')
    decided.again += one.decided?.again ?? 0
    decided.not += one.decided?.not ?? 0
    records += one.records
    addTo(findings, one.findings)
    progress?.(at + 1, customerIds.length, records)
  }
  addTo(findings, await verifyOrder(store, customer ?? null))
  if (customer === undefined) addTo(findings, await verifyWhole(store))
  const { appendOnly } = store
  return { customers: customerIds.length, records, appendOnly, decided: decide ? decided : null, findings }
}
