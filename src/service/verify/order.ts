import { logGaps, positionGaps } from '../../store/audit-reads.ts'
import { inTransaction, type Store } from '../../store/store.ts'
import type { Finding } from './finding.ts'

/** Compares the order of all transactions with the records: positions without gaps, every record covered once. */
export function verifyOrder(store: Store, customerId: string | null): Promise<Finding[]> {
  return inTransaction(
    store,
    async (session) => {
      const gaps = await logGaps(session, customerId)
      const positions = customerId === null ? await positionGaps(session) : []
      return [
        ...gaps.map(({ customerId: whose, afterSeq, nextSeq }) => ({
          customerId: whose,
          seq: afterSeq + 1,
          what: `the order of all transactions goes on with record ${nextSeq} after record ${afterSeq}`,
        })),
        ...positions.map(({ shard, after }) => ({
          customerId: '~operator',
          seq: null,
          what: `the order of all transactions has a gap after position ${after} of shard ${shard}`,
        })),
      ]
    },
    'repeatable read',
  )
}
