import type { EventRecord, LedgerRecord } from '../../src/engine/events/record.ts'
import type { Ref } from '../../src/engine/figures/base.ts'
import type { Dials } from '../../src/engine/replay/as-of.ts'
import type { Customer } from '../../src/engine/state/customer.ts'
import { existsIn } from '../../src/service/read/records/birth.ts'

/** The events after which a subject is there, and the fact that names it. */
const beginnings: Readonly<Record<string, 'invoice' | 'payment' | 'credit' | 'dispute'>> = {
  invoice_drafted: 'invoice',
  invoice_issued: 'invoice',
  payment_received: 'payment',
  payment_authorised: 'payment',
  credit_made: 'credit',
  credit_note_issued: 'credit',
  credit_moved_in: 'credit',
  dispute_opened: 'dispute',
}

/** Throws where what exists in a state is not what a plain look through the records says to be there. */
export function assertExisting(state: Customer, records: readonly LedgerRecord[], dials: Dials): void {
  const events = records.filter((record): record is EventRecord => record.kind === 'event')
  const isThen = ({ effectiveAt, recordedAt, seq }: EventRecord): boolean => {
    if (effectiveAt > dials.effectiveAt) return false
    return dials.knownSeq === undefined ? recordedAt <= (dials.knownAt ?? recordedAt) : seq <= dials.knownSeq
  }
  const there = new Set<string>()
  const ever = new Map<string, Ref>([['customer:0', { kind: 'customer', no: 0 }]])
  for (const event of events) {
    const ref = event.facts[beginnings[event.type] ?? 'invoice']
    if (isThen(event)) there.add('customer:0')
    if (beginnings[event.type] === undefined || ref === undefined) continue
    ever.set(`${ref.kind}:${ref.no}`, ref)
    if (isThen(event)) there.add(`${ref.kind}:${ref.no}`)
  }
  for (const [name, ref] of ever)
    if (existsIn({ customer: state }, ref) !== there.has(name))
      throw new Error(`${name} is said to ${there.has(name) ? 'be missing' : 'exist'} as of ${dials.effectiveAt}`)
}
