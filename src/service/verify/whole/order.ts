import { logGaps, positionGaps, strangePlaces } from '../../../store/read/verify/audit-reads.ts'
import { inTransaction, type Store } from '../../../store/session/store.ts'
import type { Finding } from '../checks/finding.ts'

/** Compares the order of all transactions with the records: positions without gaps, every record covered once. */
export function verifyOrder(store: Store, customerId: string | null): Promise<Finding[]> {
  return inTransaction(
    store,
    async (session) => {
      const gaps = await logGaps(session, customerId)
      const positions = customerId === null ? await positionGaps(session) : []
      const strange = customerId === null ? await strangePlaces(session) : []
      return [
        ...gaps.map(gapFinding),
        ...positions.map(({ shard, after }) => ({
          customerId: '~operator',
          seq: null,
          what: `the order of all transactions has a gap after position ${after} of shard ${shard}`,
        })),
        ...strange.map(({ where, customerId, seq }) => ({
          customerId,
          seq: seq === null ? null : Number(seq),
          what: `the order of all transactions is not as its records say: ${where}`,
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
