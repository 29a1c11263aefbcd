import { figureNo, kindNo, typeNo } from '../../engine/bytes/numbers.ts'
import { chargeTypes } from '../../engine/events/charges.ts'
import type { ChangeRecord, LedgerRecord } from '../../engine/events/record.ts'
import type { Ref, SubjectKind } from '../../engine/figures/base.ts'
import { formulas } from '../../engine/figures/formulas.ts'
import type { Value } from '../session/rows.ts'

/** What the typed columns of a record say beside its bytes; all of it follows from the bytes of its operation. */
export function columnsOf(customerId: string, record: LedgerRecord, xdrId: bigint | null): Record<string, Value> {
  const { kind } = record
  const isChange = kind === 'change'
  return {
    customer_id: customerId,
    seq: record.seq,
    root_seq: record.rootSeq,
    parent_seq: record.parentSeq,
    effective_at: record.effectiveAt,
    recorded_at: record.recordedAt,
    xdr_id: xdrId,
    kind: kindNo.of(kind),
    type: typeNo(record),
    late: record.late,
    amount: isChange ? added(record) : kind === 'event' ? (record.facts.amount ?? null) : null,
    after: isChange ? record.after : null,
    figure: isChange ? figureNo.of(record.figure) : null,
    invoice: no(record, 'invoice'),
    payment: no(record, 'payment'),
    credit: no(record, 'credit'),
    charge: CHARGES.has(record.type) ? no(record, 'charge') : null,
    dispute: no(record, 'dispute'),
  }
}

/** The number of the subject of a kind that a record names. */
function no(record: LedgerRecord, of: Exclude<SubjectKind, 'customer'>): number | null {
  const named: Ref | undefined = record.kind === 'change' ? undefined : record.facts[of]
  return named?.no ?? (record.subject.kind === of ? record.subject.no : null)
}

/** What a change added to an amount; a status has no difference. */
const added = (change: ChangeRecord): bigint | null =>
  formulas[change.figure].unit === 'status' ? null : change.after - (change.before ?? 0n)

/** Events that make a charge: by the number of it they are found, and none else has one in its column. */
const CHARGES: ReadonlySet<string> = new Set(chargeTypes)

/**
 * The xDR id that each record of one operation carries, asked in their order: an event its own; a change of an amount that
 * of the event that caused it, also by way of another amount.
 */
export function xdrIdsInOrder(): (record: LedgerRecord) => bigint | null {
  const ids = new Map<number, bigint>()
  return (record) => {
    const id = record.kind === 'event' ? record.facts.xdrId : inherited(record, ids)
    if (id !== undefined) ids.set(record.seq, id)
    return id ?? null
  }
}

const inherited = (record: LedgerRecord, ids: ReadonlyMap<number, bigint>): bigint | undefined =>
  record.type === 'amount_changed' && record.parentSeq !== null ? ids.get(record.parentSeq) : undefined
