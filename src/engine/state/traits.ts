import type { MessageRecord } from '../events/record.ts'
import type { Code } from '../events/slots.ts'
import { type Ref, refKey } from '../figures/base.ts'
import { type Instant, later } from '../time.ts'
import type { Customer, Noticed, Subject, Traits } from './customer.ts'
import { type AppliedEvent, type OwnCustomer, withOwn } from './own.ts'
import { subjectOf } from './subjects.ts'

/** The customer with what an event changes of a subject beside its figures. */
export function changeTraits(customer: OwnCustomer, { type, facts, effectiveAt }: AppliedEvent): OwnCustomer {
  switch (type) {
    case 'draft_line_added': {
      const { amount = 0n, service = '', description } = facts
      if (description === undefined) throw new Error('Bug: a line without a description')
      const added = change(customer, facts.invoice, (traits) => {
        if (traits.draft === undefined) throw new Error('Bug: a line for an invoice that is no draft')
        return {
          ...traits,
          draft: { ...traits.draft, lines: [...traits.draft.lines, { amount, service, description }] },
        }
      })
      // it is issued with all its lines, so not before the last of them
      return countFrom(added, facts.invoice, effectiveAt)
    }
    case 'invoice_written_off':
      return change(customer, facts.invoice, (traits) => ({
        ...traits,
        writtenOffAt: later(effectiveAt, traits.writtenOffAt ?? effectiveAt),
      }))
    case 'payment_charged_back':
      return change(customer, facts.payment, (traits) => ({
        ...traits,
        chargedBackAt: later(effectiveAt, traits.chargedBackAt ?? effectiveAt),
      }))
    case 'payment_allocated':
    case 'credit_allocated':
      return countFrom(customer, facts.allocation, effectiveAt)
    case 'due_date_changed':
      return change(customer, facts.invoice, ({ installments: _replaced, ...traits }) => traits)
    case 'payment_settled':
      return settle(customer, facts.payment, effectiveAt)
    case 'authorisation_failed':
      return change(customer, facts.payment, ({ wish: _done, ...traits }) => traits)
    default:
      return customer
  }
}

/** Money of a payment exists from its settlement on: nothing of it can be allocated at an earlier time. */
function settle(customer: OwnCustomer, ref: Ref | undefined, at: Instant): OwnCustomer {
  return countFrom(
    change(customer, ref, ({ wish: _done, ...traits }) => traits),
    ref,
    at,
  )
}

/** What uses or undoes a subject is effective at the later of the two times (2-domain 2.3, 3). */
function countFrom(customer: OwnCustomer, ref: Ref | undefined, at: Instant): OwnCustomer {
  const subject = ref === undefined ? undefined : subjectOf(customer, ref)
  return subject === undefined ? customer : withSubject(customer, { ...subject, bornAt: later(subject.bornAt, at) })
}

function change(customer: OwnCustomer, ref: Ref | undefined, to: (traits: Traits) => Traits): OwnCustomer {
  const subject = ref === undefined ? undefined : subjectOf(customer, ref)
  if (subject === undefined) throw new Error('Bug: an event about a subject that is not loaded')
  return withSubject(customer, { ...subject, traits: to(subject.traits) })
}

/** The customer with a subject that is new or changed: in the map of subjects that he has, where the fold has made it. */
export function withSubject(customer: OwnCustomer, subject: Subject): OwnCustomer {
  return withOwn(customer, refKey(subject.ref), subject)
}

/** The customer with a message kept as the last one of its kind, so that none goes out twice on a day. */
export function withNotice(customer: OwnCustomer, { type, subject, facts }: MessageRecord): OwnCustomer {
  const { template, day, messageSeq } = facts
  if (template === undefined || day === undefined || messageSeq !== undefined) return customer
  const noticed = { [template]: { on: day, queued: type === 'message_queued' } }
  if (subject.kind === 'customer') return { ...customer, noticed: { ...customer.noticed, ...noticed } }
  return { ...change(customer, subject, (traits) => ({ ...traits, noticed: { ...traits.noticed, ...noticed } })) }
}

/** The last message of a kind about a subject, or about the customer as a whole. */
export const lastNotice = (customer: Customer, ref: Ref, template: Code): Noticed[Code] =>
  (ref.kind === 'customer' ? customer.noticed : subjectOf(customer, ref)?.traits.noticed)?.[template]
