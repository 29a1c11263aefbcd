import { latestWith } from '../booking/page.ts'
import type { Effect, EventRecord, LedgerRecord } from '../events/record.ts'
import { baseFigures } from '../figures/base.ts'
import { rulesOf } from '../rules/rules.ts'
import { applied, effectsOf, setsFigures, withCellOf } from '../state/apply.ts'
import type { Customer } from '../state/customer.ts'
import { type OwnCustomer, own } from '../state/own.ts'
import { cellsOf } from '../state/subjects.ts'
import { withNotice } from '../state/traits.ts'
import { type Instant, later } from '../time.ts'

/** The two dials: what counts until A, of what was known until K (2-domain 2.3). Both include the instant. */
export type Dials = { readonly effectiveAt: Instant; readonly knownAt?: Instant; readonly knownSeq?: number }

/** Is a record within both dials? */
export const isWithin = (record: LedgerRecord, dials: Dials): boolean =>
  record.effectiveAt <= dials.effectiveAt &&
  (dials.knownAt === undefined || record.recordedAt <= dials.knownAt) &&
  (dials.knownSeq === undefined || record.seq <= dials.knownSeq)

/**
 * The state as of A, known at K: the fold of the event records within both dials, in order of effectiveAt, then seq. The
 * records come in order of seq and follow on `start` (a blank customer, or a snapshot all of whose records are within).
 */
export function stateAt(start: Customer, records: Iterable<LedgerRecord>, dials: Dials): Customer {
  const within = [...records].filter(
    (record): record is EventRecord => record.kind === 'event' && isWithin(record, dials),
  )
  within.sort((a, b) => (a.effectiveAt < b.effectiveAt ? -1 : a.effectiveAt > b.effectiveAt ? 1 : a.seq - b.seq))
  return within.reduce(fold, { ...own(start), now: dials.effectiveAt })
}

/**
 * The state after one more record: sums move by what it moved them, set values take what it set, also where the head was
 * left as it was because of a later-effective one (2-domain 2.3, 4). The maps of the state handed in move on with it.
 */
export function fold(customer: OwnCustomer, record: LedgerRecord): OwnCustomer {
  const moved = {
    ...customer,
    seq: Math.max(customer.seq, record.seq),
    recordedAt: later(record.recordedAt, customer.recordedAt),
    maxEffectiveAt: latestWith(customer, record),
  }
  if (record.kind !== 'event') return moved
  const effects = record.effects.map((effect): Effect => ({ ...effect, after: afterwards(moved, effect) }))
  return applied(moved, record, [...effects, ...leftOut(moved, record)])
}

/** What a late event set and the head did not take, in so far as nothing overrides it in this order. */
function leftOut(customer: Customer, record: EventRecord): Effect[] {
  if (!record.late || !setsFigures(rulesOf(customer.rules), record.type)) return []
  return effectsOf(customer, record).filter(
    ({ figure }) => baseFigures[figure].kind === 'set' && record.effects.every((one) => one.figure !== figure),
  )
}

function afterwards(customer: Customer, { figure, subject, before, after }: Effect): bigint {
  if (baseFigures[figure].kind === 'set') return after
  const now = cellsOf(customer, subject)[figure]?.value ?? 0n
  return now + after - (before ?? 0n)
}

/** As `fold`, and the stored figures that change records set: refolds a head in order of recording. */
export function foldStored(customer: OwnCustomer, record: LedgerRecord): OwnCustomer {
  const next = fold(customer, record)
  if (record.kind === 'message') return withNotice(next, record)
  if (record.kind !== 'change') return next
  const { subject, figure, after, seq } = record
  if (subject.kind === 'customer') return { ...next, cells: { ...next.cells, [figure]: { value: after, seq } } }
  return { ...withCellOf(next, subject, figure, { value: after, seq }) }
}
