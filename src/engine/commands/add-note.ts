import type { CommandOf, Decide } from '../asked/command.ts'
import type { Facts } from '../events/slots.ts'
import { theCustomer } from '../figures/base.ts'
import { check, currencyFine, firstBroken, named, positive, timely, withinLimit } from '../planning/checks.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { later } from '../time.ts'
import { isOpen } from './dispute.ts'

/**
 * Adds a note to the customer, an invoice, a payment, a credit or a dispute. A note of kind dispute on an invoice or on an
 * open dispute may state what was agreed; the promise is checked against what is booked. It counts from when its subject
 * is there.
 */
export const addNote: Decide<'add_note'> = (customer, command, circumstances) => {
  const { agreed, noteKind, note } = command
  const about = subjectAbout(customer, command)
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    about.missing,
    ...(agreed === null ? [] : [currencyFine(customer, agreed), withinLimit(agreed), positive(customer, agreed)]),
    check(agreed === null || canPromise(command), 'agreed_needs_dispute'),
    check(agreed === null || isStillOpen(about.subject), 'dispute_is_closed', {
      dispute_id: command.about?.id ?? null,
    }),
  ])
  if (refusal !== null) return { ok: false, refusal }
  const ref = about.subject?.ref ?? theCustomer
  const facts = { note, noteKind, about: ref, ...promisedFor(about.subject), ...(agreed === null ? {} : { agreed }) }
  const causes = about.subject === undefined ? [] : [{ role: 'operand' as const, seq: about.subject.bornSeq }]
  const effectiveAt = later(circumstances.effectiveAt, about.subject?.bornAt ?? customer.openedAt)
  return { ok: true, drafts: [{ type: 'note_added', subject: ref, facts, effectiveAt, parent: null, causes }] }
}

const subjectAbout = (customer: Customer, { about }: CommandOf<'add_note'>) =>
  about === null ? { subject: undefined, missing: null } : named(customer, about.kind, about.id)

const canPromise = ({ noteKind, about }: CommandOf<'add_note'>): boolean =>
  noteKind === 'dispute' && (about?.kind === 'invoice' || about?.kind === 'dispute')

const isStillOpen = (subject: Subject | undefined): boolean => subject?.ref.kind !== 'dispute' || isOpen(subject)

/** The invoice whose figures a promise moves, and the dispute that it belongs to. */
function promisedFor(subject: Subject | undefined): Pick<Facts, 'invoice' | 'dispute'> {
  if (subject?.ref.kind === 'invoice') return { invoice: subject.ref }
  if (subject?.ref.kind !== 'dispute' || subject.target === null) return {}
  return { invoice: subject.target, dispute: subject.ref }
}
