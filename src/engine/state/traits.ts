import type { MessageRecord } from '../events/record.ts'
import type { Code } from '../events/slots.ts'
import { type Ref, refKey } from '../figures/base.ts'
import { type Instant, later } from '../time.ts'
import type { Customer, Noticed, Subject, Traits } from './customer.ts'
import type { AppliedEvent, OwnCustomer } from './own.ts'
import { subjectOf } from './subjects.ts'

/** What an event changes of a subject beside its figures, in a map of subjects of one's own. */
export function changeTraits(subjects: Map<string, Subject>, { type, facts, effectiveAt }: AppliedEvent): void {
  switch (type) {
    case 'draft_line_added': {
      const { amount = 0n, service = '', description } = facts
      if (description === undefined) throw new Error('Bug: a line without a description')
      change(subjects, facts.invoice, (traits) => {
        if (traits.draft === undefined) throw new Error('Bug: a line for an invoice that is no draft')
        return {
          ...traits,
          draft: { ...traits.draft, lines: [...traits.draft.lines, { amount, service, description }] },
        }
      })
      // it is issued with all its lines, so not before the last of them
      countFrom(subjects, facts.invoice, effectiveAt)
      return
    }
    case 'invoice_written_off':
      change(subjects, facts.invoice, (traits) => ({
        ...traits,
        writtenOffAt: later(effectiveAt, traits.writtenOffAt ?? effectiveAt),
      }))
      return
    case 'payment_charged_back':
      change(subjects, facts.payment, (traits) => ({
        ...traits,
        chargedBackAt: later(effectiveAt, traits.chargedBackAt ?? effectiveAt),
      }))
      return
    case 'payment_allocated':
    case 'credit_allocated':
      countFrom(subjects, facts.allocation, effectiveAt)
      return
    case 'due_date_changed':
      change(subjects, facts.invoice, ({ installments: _replaced, ...traits }) => traits)
      return
    case 'payment_settled':
      settle(subjects, facts.payment, effectiveAt)
      return
    case 'authorisation_failed':
      change(subjects, facts.payment, ({ wish: _done, ...traits }) => traits)
      return
    default:
      return
  }
}

/** Money of a payment exists from its settlement on: nothing of it can be allocated at an earlier time. */
function settle(subjects: Map<string, Subject>, ref: Ref | undefined, at: Instant): void {
  change(subjects, ref, ({ wish: _done, ...traits }) => traits)
  countFrom(subjects, ref, at)
}

/** What uses or undoes a subject is effective at the later of the two times (2-domain 2.3, 3). */
function countFrom(subjects: Map<string, Subject>, ref: Ref | undefined, at: Instant): void {
  const subject = ref === undefined ? undefined : subjects.get(refKey(ref))
  if (subject !== undefined) subjects.set(refKey(subject.ref), { ...subject, bornAt: later(subject.bornAt, at) })
}

function change(subjects: Map<string, Subject>, ref: Ref | undefined, to: (traits: Traits) => Traits): void {
  const subject = ref === undefined ? undefined : subjects.get(refKey(ref))
  if (ref === undefined || subject === undefined) throw new Error('Bug: an event about a subject that is not loaded')
  subjects.set(refKey(ref), { ...subject, traits: to(subject.traits) })
}

/** The customer with a message kept as the last one of its kind, so that none goes out twice on a day. */
export function withNotice(customer: OwnCustomer, { type, subject, facts }: MessageRecord): OwnCustomer {
  const { template, day, messageSeq } = facts
  if (template === undefined || day === undefined || messageSeq !== undefined) return customer
  const noticed = { [template]: { on: day, queued: type === 'message_queued' } }
  if (subject.kind === 'customer') return { ...customer, noticed: { ...customer.noticed, ...noticed } }
  change(customer.subjects, subject, (traits) => ({ ...traits, noticed: { ...traits.noticed, ...noticed } }))
  return { ...customer }
}

/** The last message of a kind about a subject, or about the customer as a whole. */
export const lastNotice = (customer: Customer, ref: Ref, template: Code): Noticed[Code] =>
  (ref.kind === 'customer' ? customer.noticed : subjectOf(customer, ref)?.traits.noticed)?.[template]
