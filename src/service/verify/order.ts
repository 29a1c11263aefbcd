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
        ...gaps.map(gapFinding),
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

type Gap = Awaited<ReturnType<typeof logGaps>>[number]

const gapFinding = ({ customerId, afterSeq, nextSeq }: Gap): Finding =>
  nextSeq > afterSeq
    ? { customerId, seq: afterSeq + 1, what: `the order of all transactions lacks it, up to record ${nextSeq - 1}` }
    : { customerId, seq: nextSeq, what: `the order of all transactions has it twice, or the head stands before it` }
