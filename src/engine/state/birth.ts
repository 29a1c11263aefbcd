import { rowOf } from '../events/effects.ts'
import { type Ref, refKey } from '../figures/base.ts'
import type { Subject, Traits } from './customer.ts'
import type { AppliedEvent, OwnCustomer } from './own.ts'

/** The subject that an event brings into being; null when it brings none. */
export function newborn(customer: OwnCustomer, event: AppliedEvent): Subject | null {
  const kind = rowOf(event.type).brings
  if (kind === undefined) return null
  const ref = event.facts[kind]
  if (ref === undefined) throw new Error(`Bug: ${event.type} names no ${kind}`)
  const before = customer.subjects.get(refKey(ref))
  switch (kind) {
    case 'invoice':
      return subject(event, ref, event.type === 'invoice_drafted' ? ofDraft(event) : ofInvoice(event, before))
    case 'payment':
      return subject(event, ref, ofPayment(event))
    case 'credit':
      return subject(event, ref, ofCredit(event))
    case 'dispute':
      return subject(event, ref, { target: event.facts.invoice ?? null })
    case 'allocation':
      return before === undefined ? subject(event, ref, ofAllocation(event)) : null
  }
}

type Own = Partial<Pick<Subject, 'held' | 'source' | 'target' | 'traits' | 'cells'>>

const subject = ({ facts, seq, effectiveAt }: AppliedEvent, ref: Ref, own: Own): Subject => ({
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
})

/** An invoice when it is issued; one that was a draft keeps its number within the customer, and what was moved on it. */
function ofInvoice({ facts: { installments, charges = [] } }: AppliedEvent, before: Subject | undefined): Own {
  const traits = { charges, ...(installments === undefined ? {} : { installments }) }
  return { traits, cells: before?.cells ?? {} }
}

function ofDraft({ facts }: AppliedEvent): Own {
  const { takes, charges = [], dueOn = null, periodFrom = null, periodTo = null, installments } = facts
  const draft = {
    takes: takes === 'named' ? ('named' as const) : ('unbilled' as const),
    charges,
    lines: [],
    dueOn,
    periodFrom,
    periodTo,
  }
  return { traits: { draft, ...(installments === undefined ? {} : { installments }) } }
}

const ofPayment = ({ type, facts: { rule = 'oldest_first', chosen = [], rest } }: AppliedEvent): Own => ({
  held: rule === 'hold' || rest === 'hold',
  traits: type === 'payment_authorised' ? { wish: { rule, chosen } } : {},
})

function ofCredit({ type, facts: { invoice, dispute } }: AppliedEvent): Own {
  const { origin } = rowOf(type)
  const traits: Traits = {
    ...(origin === undefined ? {} : { origin }),
    ...(dispute === undefined ? {} : { settles: dispute }),
  }
  return { source: invoice ?? null, traits }
}

const ofAllocation = ({ facts: { payment, credit, invoice } }: AppliedEvent): Own => ({
  source: payment ?? credit ?? null,
  target: invoice ?? null,
})
