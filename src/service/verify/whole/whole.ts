import { eventNo } from '../../../engine/bytes/numbers.ts'
import { decode } from '../../../engine/bytes/record-bytes.ts'
import { formatAmount } from '../../../engine/money/amount.ts'
import { currencyDigits } from '../../../engine/money/currencies.ts'
import { operatorId } from '../../../engine/state/customer.ts'
import { allClosings } from '../../../store/beside/closing.ts'
import { keptPolicies, unclearedMoves } from '../../../store/read/verify/audit-reads.ts'
import type { Session } from '../../../store/session/session.ts'
import { inTransaction, type Store } from '../../../store/session/store.ts'
import type { Finding } from '../checks/finding.ts'
import { clockFindings } from './clocks.ts'
import { counterFindings } from './counters.ts'
import { pinFindings } from './pins.ts'
import { schemaFindings } from './schema.ts'

/**
 * What no customer alone can show: that money moved between customers clears, whose terms are kept, until when the books
 * are closed, and that the tables themselves are those of this release.
 */
export const verifyWhole = (store: Store): Promise<Finding[]> =>
  inTransaction(
    store,
    async (session) => [
      ...(await clearingFindings(session)),
      ...(await policyFindings(session)),
      ...(await closingFindings(session)),
      ...(await schemaFindings(session)),
      ...(await pinFindings(session)),
      ...(await clockFindings(session)),
      ...(await counterFindings(session)),
    ],
    'repeatable read',
  )

/** What goes out of one customer comes in to another, so that over all of them nothing is left (2-domain 2.2). */
async function clearingFindings(session: Session): Promise<Finding[]> {
  return (await unclearedMoves(session)).map(({ currency, sum }) => ({
    customerId: operatorId,
    seq: null,
    what: `moves between customers leave ${formatAmount(sum, currencyDigits(currency) ?? 2)} ${currency} uncleared`,
  }))
}

/** The table of terms holds what the operator's own log says that was set. */
async function policyFindings(session: Session): Promise<Finding[]> {
  const { rows, records } = await keptPolicies(session, operatorId, eventNo.of('policy_set'))
  const said = new Map(
    records.map(decode).flatMap((record) => {
      if (record.kind !== 'event') return []
      const { policyVersion = 0n, scope, policy } = record.facts
      return [[Number(policyVersion), { seq: record.seq, scope, effective: policy }] as const]
    }),
  )
  const finding = (seq: number | null, what: string): Finding => ({ customerId: operatorId, seq, what })
  return [
    ...rows.flatMap((row) => {
      const record = said.get(row.version)
      if (record === undefined)
        return [finding(null, `policy version ${row.version} is kept, and no record has set it`)]
      const isSame = record.scope === row.scope && record.effective === row.effective
      return isSame
        ? []
        : [finding(record.seq, `policy version ${row.version} is kept with other terms than it has set`)]
    }),
    ...[...said]
      .filter(([version]) => !rows.some((row) => row.version === version))
      .map(([version, { seq }]) => finding(seq, `policy version ${version}, which it has set, is missing`)),
  ]
}

/** The table of closings holds what the operator's own log says, one by one. */
async function closingFindings(session: Session): Promise<Finding[]> {
  const { records } = await keptPolicies(session, operatorId, eventNo.of('books_closed'))
  const rows = await allClosings(session)
  const finding = (seq: number | null, what: string): Finding => ({ customerId: operatorId, seq, what })
  const said = records.map(decode).flatMap((record) => (record.kind === 'event' ? [record] : []))
  const strays = rows.filter((row) => row.no > said.length)
  return [
    ...said.flatMap(({ seq, facts }, at) => {
      const row = rows.find((one) => one.no === at + 1)
      if (row === undefined) return [finding(seq, `closing ${at + 1} of the books is missing`)]
      const isSame = row.closedUntil === (facts.closedUntil ?? null)
      return isSame ? [] : [finding(seq, `closing ${at + 1} of the books is kept with another day than it said`)]
    }),
    ...strays.map(({ no }) => finding(null, `closing ${no} of the books is kept, and no record says it`)),
  ]
}
