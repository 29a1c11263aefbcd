import { headSeqs } from '../../store/heads/heads.ts'
import { beforeAll, behindAll } from '../../store/history/section.ts'
import { linksIn } from '../../store/read/verify/raw-records.ts'
import type { Session } from '../../store/session/session.ts'
import { type Chain, followedLink, openChain } from './checks/chain.ts'
import { type Findings, openFindings } from './checks/finding.ts'
import { checkHead, endOf } from './checks/heads.ts'
import type { Looked, Reviewed } from './review.ts'

type Followed = { readonly chain: Chain; readonly findings: Findings }

/**
 * Follows the chains of some customers, in the order of their ids, without looking into the records: they stream by, so
 * that neither their number nor their length costs anything else. Of whom a mark is trusted, from there on.
 */
export async function followCustomers(session: Session, looked: readonly Looked[]): Promise<Reviewed[]> {
  const all = new Map<string, Followed>()
  for (const { customerId, trusted } of looked)
    all.set(customerId, { chain: openChain(trusted ?? undefined), findings: openFindings(customerId) })
  for (const section of sectionsOf(looked)) {
    await linksIn(session, section, (customerId, seq, hash, row, at) => {
      const one = all.get(customerId)
      if (one !== undefined) followedLink(one.chain, { seq, hash, row, at }, one.findings)
    })
  }
  const heads = await headSeqs(session, [...all.keys()])
  return [...all].map(([customerId, { chain, findings }]) => {
    checkHead(heads.get(customerId), chain, findings)
    return { customerId, records: chain.count, findings: findings.all, decided: null, end: endOf(chain) }
  })
}

/** Customers without a mark together, where they stand side by side; each of the others behind his mark. */
function* sectionsOf(looked: readonly Looked[]) {
  let together: string[] = []
  const all = () => ({ after: beforeAll(together[0] ?? ''), upTo: behindAll(together.at(-1) ?? '') })
  for (const { customerId, trusted } of looked) {
    if (trusted === null) together.push(customerId)
    else {
      if (together.length > 0) yield all()
      together = []
      yield { after: { customerId, seq: trusted.seq }, upTo: behindAll(customerId) }
    }
  }
  if (together.length > 0) yield all()
}
