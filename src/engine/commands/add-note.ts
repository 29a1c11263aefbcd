import type { Customer } from '../customer/state.ts'
import { theCustomer } from '../figures/base.ts'
import { later } from '../time.ts'
import { check, currencyFine, firstBroken, named, positive, timely, withinLimit } from './checks.ts'
import type { CommandOf, Decide } from './command.ts'

/**
 * Adds a note to the customer, an invoice or a payment. A note of kind dispute on an invoice may state what was agreed;
 * the promise is checked against what is booked. It counts from when its subject is there.
 */
export const addNote: Decide<'add_note'> = (customer, command, circumstances) => {
  const { agreed, noteKind, note } = command
  const about = subjectAbout(customer, command)
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    about.missing,
    ...(agreed === null ? [] : [currencyFine(customer, agreed), withinLimit(agreed), positive(customer, agreed)]),
    check(agreed === null || (noteKind === 'dispute' && command.about?.kind === 'invoice'), 'agreed_needs_dispute'),
  ])
  if (refusal !== null) return { ok: false, refusal }
  const ref = about.subject?.ref ?? theCustomer
  const onInvoice = ref.kind === 'invoice' ? { invoice: ref } : {}
  const facts = { note, noteKind, about: ref, ...onInvoice, ...(agreed === null ? {} : { agreed }) }
  const causes = about.subject === undefined ? [] : [{ role: 'operand' as const, seq: about.subject.bornSeq }]
  const effectiveAt = later(circumstances.effectiveAt, about.subject?.bornAt ?? customer.openedAt)
  return { ok: true, drafts: [{ type: 'note_added', subject: ref, facts, effectiveAt, parent: null, causes }] }
}

const subjectAbout = (customer: Customer, { about }: CommandOf<'add_note'>) =>
  about === null ? { subject: undefined, missing: null } : named(customer, about.kind, about.id)
