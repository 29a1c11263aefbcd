import type { LedgerRecord } from '../../src/engine/events/record.ts'
import { type Dials, stateAt } from '../../src/engine/replay/as-of.ts'
import { blankCustomer } from '../../src/engine/state/customer.ts'
import type { Day, Instant } from '../../src/engine/time.ts'
import { dayAt, startOfDay } from '../../src/service/asked/days.ts'
import { auditedStatement, differences, engineStatement, type Statement } from './audited.ts'
import { audit } from './auditor.ts'
import type { Draw } from './desk.ts'
import { assertExisting } from './existing.ts'

const HOUR = 3_600_000_000n

/** A pair of dials at which something may differ: beside the times of a record, anywhere between, before all, after all. */
export function drawDials(records: readonly LedgerRecord[], zone: string, draw: Draw): Dials {
  const at = (): LedgerRecord | undefined => records[(draw(10_000) * 10_000 + draw(10_000)) % records.length]
  const turning = draw(3) === 2 ? turningDay(at()) : null
  const effectiveAt =
    turning === null
      ? drawInstant(at()?.effectiveAt ?? 0n, records.at(-1)?.effectiveAt ?? 0n, draw)
      : startOfDay(turning + draw(2), zone) + BigInt(draw(2)) - 1n
  const how = draw(3)
  if (how === 0) return { effectiveAt }
  if (how === 1) return { effectiveAt, knownSeq: (at()?.seq ?? 0) - draw(2) }
  return { effectiveAt, knownAt: (at()?.recordedAt ?? 0n) + BigInt(draw(3)) - 1n }
}

/** A day on which something ends, that a record names. */
function turningDay(record: LedgerRecord | undefined): Day | null {
  if (record === undefined || record.kind === 'change') return null
  const { until, dueOn, expiresOn, installments = [] } = record.facts
  return until ?? expiresOn ?? installments[0]?.dueOn ?? dueOn ?? null
}

function drawInstant(near: Instant, last: Instant, draw: Draw): Instant {
  const how = draw(5)
  if (how < 3) return near + BigInt(how) - 1n
  return how === 3 ? near + BigInt(draw(60 * 24)) * HOUR : last + BigInt(draw(60 * 24)) * HOUR
}

/** The engine's statement at a pair of dials; throws where the naive auditor says otherwise. */
export function agreedStatement(
  customerId: string,
  records: readonly LedgerRecord[],
  zone: string,
  dials: Dials,
): Statement {
  const when = { now: dials.effectiveAt, today: dayAt(dials.effectiveAt, zone) }
  const state = stateAt(blankCustomer(customerId), records, dials)
  assertExisting(state, records, dials)
  const engine = engineStatement(state, when)
  const books = audit(records, dials.effectiveAt, dials.knownAt ?? dials.knownSeq ?? null)
  const different = differences(engine, auditedStatement(books, when))
  if (different.length > 0)
    throw new Error(`as of ${dials.effectiveAt}, known at ${knownWords(dials)}: ${different.join('; ')}`)
  return engine
}

const knownWords = ({ knownAt, knownSeq }: Dials): string =>
  knownAt === undefined ? (knownSeq === undefined ? 'all' : `seq ${knownSeq}`) : String(knownAt)
