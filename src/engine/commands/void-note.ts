import type { TextRef } from '../events/slots.ts'
import { draft, leftIn, type Plan, shift } from '../planning/plan.ts'
import type { Subject } from '../state/customer.ts'
import { later } from '../time.ts'

/** Drafts that what is left of a credit note by now in the plan goes; what was applied is to be released before. */
export function voidNote(plan: Plan, note: Subject, reason: TextRef | null): void {
  const amount = leftIn(plan.free, note.ref)
  const effectiveAt = later(plan.effectiveAt, note.bornAt)
  shift(plan, 'free', note.ref, -amount, effectiveAt)
  const onInvoice = note.source === null ? {} : { invoice: note.source }
  const ofDispute = note.traits.settles === undefined ? {} : { dispute: note.traits.settles }
  draft(plan, {
    type: 'credit_note_voided',
    subject: note.ref,
    facts: {
      credit: note.ref,
      ...onInvoice,
      ...ofDispute,
      amount,
      xdrId: 'next',
      ...(reason === null ? {} : { reason }),
    },
    effectiveAt,
    causes: [{ role: 'reverses', seq: note.bornSeq }],
  })
}
