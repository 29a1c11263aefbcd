import { type Ref, refKey } from '../figures/base.ts'
import type { Subject, Traits } from './customer.ts'
import type { AppliedEvent, OwnCustomer } from './own.ts'

/** The subject that an event brings into being; null when it brings none. */
export function newborn(customer: OwnCustomer, event: AppliedEvent): Subject | null {
  const { facts, type } = event
  switch (type) {
    case 'invoice_drafted':
      return subject(event, facts.invoice, { traits: traitsOfDraft(event) })
    case 'invoice_issued':
      return issued(customer, event)
    case 'payment_received':
    case 'payment_authorised':
      return subject(event, facts.payment, {
        held: facts.rule === 'hold' || facts.rest === 'hold',
        traits: type === 'payment_authorised' ? traitsOfWish(event) : {},
      })
    case 'credit_made':
      return subject(event, facts.credit, { source: facts.invoice ?? null, traits: { origin: 'negative_invoice' } })
    case 'credit_note_issued':
      return subject(event, facts.credit, { source: facts.invoice ?? null, traits: traitsOfNote(event) })
    case 'credit_moved_in':
      return subject(event, facts.credit, { traits: { origin: 'moved' } })
    case 'dispute_opened':
      return subject(event, facts.dispute, { target: facts.invoice ?? null })
    case 'payment_allocated':
    case 'credit_allocated': {
      const ref = facts.allocation
      if (ref !== undefined && customer.subjects.has(refKey(ref))) return null
      return subject(event, ref, { source: facts.payment ?? facts.credit ?? null, target: facts.invoice ?? null })
    }
    default:
      return null
  }
}

type Own = Partial<Pick<Subject, 'held' | 'source' | 'target' | 'traits' | 'cells'>>

function subject({ facts, seq, effectiveAt, type }: AppliedEvent, ref: Ref | undefined, own: Own): Subject {
  if (ref === undefined) throw new Error(`Bug: ${type} names no subject`)
  return {
    ref,
    id: facts.id ?? '',
    bornSeq: seq,
    bornAt: effectiveAt,
    cells: {},
    held: false,
    source: null,
    target: null,
    traits: {},
    ...own,
  }
}

/** An invoice when it is issued; one that was a draft keeps its number within the customer, and what was moved on it. */
function issued(customer: OwnCustomer, event: AppliedEvent): Subject {
  const { invoice, installments, charges = [] } = event.facts
  const before = invoice === undefined ? undefined : customer.subjects.get(refKey(invoice))
  const traits = { charges, ...(installments === undefined ? {} : { installments }) }
  return subject(event, invoice, { traits, cells: before?.cells ?? {} })
}

function traitsOfDraft({ facts }: AppliedEvent): Traits {
  const { takes, charges = [], dueOn = null, periodFrom = null, periodTo = null, installments } = facts
  const draft = {
    takes: takes === 'named' ? ('named' as const) : ('unbilled' as const),
    charges,
    lines: [],
    dueOn,
    periodFrom,
    periodTo,
  }
  return { draft, ...(installments === undefined ? {} : { installments }) }
}

const traitsOfNote = ({ facts: { dispute } }: AppliedEvent): Traits => ({
  origin: 'credit_note',
  ...(dispute === undefined ? {} : { settles: dispute }),
})

const traitsOfWish = ({ facts: { rule = 'oldest_first', chosen = [] } }: AppliedEvent): Traits => ({
  wish: { rule, chosen },
})
