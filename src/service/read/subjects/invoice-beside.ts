import { type EventType, typesMoving } from '../../../engine/events/effects.ts'
import type { EventRecord } from '../../../engine/events/record.ts'
import { refKey } from '../../../engine/figures/base.ts'
import { cellValue, findSubject } from '../../../engine/state/subjects.ts'
import type { Session } from '../../../store/session/session.ts'
import { loadDisputes } from '../../../store/subjects/disputes.ts'
import { wantsNothing } from '../../../store/subjects/wanted.ts'
import { amountText, timeText } from '../records/wire.ts'
import { namesIn } from '../view/allocated.ts'
import { bookedOf, eventsOn, leftOutOf } from '../view/events-on.ts'
import { statusOf } from '../view/figures.ts'
import type { View } from '../view/view.ts'

/** The events behind each list beside the lines of an invoice. */
const types = {
  adjustments: typesMoving('invoice.adjusted'),
  write_offs: typesMoving('invoice.written_off'),
  credit_notes: typesMoving('invoice.credit_noted'),
  disputes: typesMoving('dispute.claimed'),
} satisfies Readonly<Record<string, readonly EventType[]>>

/** What was booked on an invoice beside its lines: adjustments, write-offs, credit notes; and what of it is contested. */
export async function beside(session: Session, view: View, invoice: number) {
  const subject = { kind: 'invoice', no: invoice } as const
  const [adjusted, writtenOff, noted, disputed] = await Promise.all([
    eventsOn(session, view, subject, types.adjustments),
    eventsOn(session, view, subject, types.write_offs),
    eventsOn(session, view, subject, types.credit_notes),
    eventsOn(session, view, subject, types.disputes),
  ])
  const left = (name: keyof typeof types, events: readonly EventRecord[]): Promise<number> =>
    leftOutOf(session, view, subject, types[name], events)
  const named = [...adjusted, ...noted].flatMap(({ facts }) => [facts.dispute ?? null, facts.credit ?? null])
  const nameOf = await namesIn(session, view.customer, named)
  return {
    adjustments: await bookedOf(session, view, adjusted, 'invoice.adjusted', ({ type, facts }) => ({
      kind: type === 'late_fee_added' ? ('late_fee' as const) : ('adjustment' as const),
      dispute_id: nameOf(facts.dispute ?? null),
    })),
    write_offs: await bookedOf(session, view, writtenOff, 'invoice.written_off', () => ({})),
    credit_notes: await bookedOf(session, view, noted, 'invoice.credit_noted', ({ facts }) => ({
      credit_note: nameOf(facts.credit ?? null) ?? '',
    })),
    disputes: await disputesOf(session, view, disputed),
    left_out: {
      adjustments: await left('adjustments', adjusted),
      write_offs: await left('write_offs', writtenOff),
      credit_notes: await left('credit_notes', noted),
      disputes: await left('disputes', disputed),
    },
  }
}

/** Disputes by the events that opened them, closed ones included. */
async function disputesOf(session: Session, view: View, opened: readonly EventRecord[]) {
  const ids = opened.map(({ facts }) => facts.id ?? '')
  const { customer, digits, today } = await withDisputes(session, view, ids)
  return opened.flatMap(({ facts, effectiveAt, seq }) => {
    const dispute = findSubject(customer, 'dispute', facts.id ?? '')
    if (dispute === undefined) return []
    return {
      dispute_id: dispute.id,
      status: statusOf({ customer, today, digits }, { kind: 'dispute', no: dispute.ref.no }),
      claimed: amountText(facts.claimed ?? 0n, digits),
      agreed: amountText(cellValue(customer, dispute.ref, 'dispute.agreed'), digits),
      effective_at: timeText(effectiveAt),
      seq,
    }
  })
}

/** A view with some disputes; one that was folded has all of them. */
async function withDisputes(session: Session, view: View, ids: readonly string[]): Promise<View> {
  const { customer } = view
  if (!view.isHead || ids.length === 0) return view
  const loaded = await loadDisputes(session, [{ ...wantsNothing(customer.id), disputes: ids }])
  const own = loaded.map(({ subject }) => [refKey(subject.ref), subject] as const)
  return { ...view, customer: { ...customer, subjects: new Map([...customer.subjects, ...own]) } }
}
