import type { CommandOf, Decide } from '../asked/command.ts'
import type { Ref } from '../figures/base.ts'
import type { Micros } from '../money/amount.ts'
import { applyFreeMoney } from '../planning/apply-money.ts'
import { asWhole } from '../planning/as-whole.ts'
import {
  type Check,
  check,
  currencyFine,
  firstBroken,
  named,
  notDraft,
  notVoid,
  positive,
  timely,
  withinLimit,
  written,
} from '../planning/checks.ts'
import { draft, openPlan } from '../planning/plan.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { cellValue, findSubject, subjectOf } from '../state/subjects.ts'
import { amountOf } from '../values/amounts.ts'
import { adjustmentChecks, draftAdjustment, worthOf } from './adjust-invoice.ts'

/**
 * Opens a dispute on an invoice: what is claimed (the whole of it, unless said) is not collected while it is open. It may
 * state at once what is agreed. Refused: id in use, above what the invoice is worth.
 */
export const openDispute: Decide<'open_dispute'> = (customer, command, circumstances) => {
  const { disputeId: id, agreed, note } = command
  const { subject: invoice, missing } = named(customer, 'invoice', command.invoice)
  const worth = invoice === undefined ? 0n : worthOf(customer, invoice)
  const claimed = command.claimed ?? worth
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    missing,
    check(id === null || findSubject(customer, 'dispute', id) === undefined, 'dispute_taken', { dispute_id: id }),
    currencyFine(customer, claimed),
    withinLimit(claimed),
    ...(invoice === undefined ? [] : [positive(customer, claimed)]),
    ...(agreed === null ? [] : agreedChecks(customer, agreed)),
    notDraft(invoice),
    notVoid(invoice),
    check(claimed <= worth, 'claim_exceeds_invoice', {
      claimed: written(customer, claimed),
      at_most: written(customer, worth),
    }),
  ])
  if (refusal !== null) return { ok: false, refusal }
  if (invoice === undefined) throw new Error('Bug: checked above')
  const plan = openPlan(customer, circumstances, invoice.bornAt)
  const dispute: Ref = { kind: 'dispute', no: customer.counts.dispute + 1 }
  draft(plan, {
    type: 'dispute_opened',
    subject: dispute,
    facts: {
      dispute,
      id: id ?? { next: 'dispute' },
      invoice: invoice.ref,
      claimed,
      ...(agreed === null ? {} : { agreed }),
      ...(note === null ? {} : { note }),
    },
    causes: [{ role: 'operand', seq: invoice.bornSeq }],
  })
  return { ok: true, drafts: plan.drafts }
}

const agreedChecks = (customer: Customer, agreed: Micros): Check[] => [
  currencyFine(customer, agreed),
  withinLimit(agreed),
  check(agreed >= 0n, 'amount_must_not_be_negative', { amount: written(customer, agreed) }),
]

/**
 * Ends a dispute. Adjusted: the invoice is lowered by what is named, or by what was agreed and is not booked yet; nothing
 * is where all was booked before. Rejected: the invoice stays as it is. Both need a reason. Refused: ended already,
 * nothing agreed.
 */
export const resolveDispute: Decide<'resolve_dispute'> = (customer, command, circumstances) => {
  const { reason, outcome } = command
  const { subject: dispute, missing } = named(customer, 'dispute', command.disputeId)
  const invoice = dispute?.target == null ? undefined : subjectOf(customer, dispute.target)
  const lowering = dispute === undefined || outcome === 'rejected' ? 0n : loweringOf(customer, dispute, command)
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    missing,
    check(reason !== null, 'reason_required'),
    ...(dispute === undefined ? [] : endChecks(customer, dispute, command)),
    ...(lowering > 0n ? adjustmentChecks(customer, invoice, -lowering) : []),
  ])
  if (refusal !== null) return { ok: false, refusal }
  if (dispute === undefined || invoice === undefined || reason === null) throw new Error('Bug: checked above')

  const opened = openPlan(customer, circumstances, dispute.bornAt, invoice.bornAt)
  const { plan, made: released } = asWhole(
    opened,
    (trial) => lowering > 0n && draftAdjustment(trial, { invoice, dispute, amount: -lowering, xdrId: null, reason }),
  )
  draft(plan, {
    type: outcome === 'adjusted' ? 'dispute_resolved' : 'dispute_rejected',
    subject: dispute.ref,
    facts: {
      dispute: dispute.ref,
      invoice: invoice.ref,
      claimed: cellValue(customer, dispute.ref, 'dispute.claimed'),
      day: circumstances.effectiveOn,
      reason,
    },
    // it is resolved when it was, also where the adjustment counts later for want of room
    effectiveAt: opened.effectiveAt,
    causes: [{ role: 'operand', seq: dispute.bornSeq }],
  })
  if (released) applyFreeMoney(plan)
  return { ok: true, drafts: plan.drafts }
}

/** What is still to be taken off the invoice: what the caller says, else what was agreed and is not booked yet. */
function loweringOf(customer: Customer, dispute: Subject, { amount }: CommandOf<'resolve_dispute'>): Micros {
  const difference = amountOf(customer, 'dispute.difference', dispute)
  return amount ?? (difference > 0n ? difference : 0n)
}

function endChecks(customer: Customer, dispute: Subject, command: CommandOf<'resolve_dispute'>): Check[] {
  const facts = { dispute_id: dispute.id }
  const isBooked = cellValue(customer, dispute.ref, 'dispute.adjusted') !== 0n
  const { amount, outcome } = command
  return [
    check(isOpen(dispute), 'dispute_is_closed', facts),
    ...(outcome === 'rejected'
      ? []
      : [
          amount === null ? null : positive(customer, amount),
          check(isBooked || loweringOf(customer, dispute, command) !== 0n, 'nothing_agreed', facts),
        ]),
  ]
}

/** Is a dispute neither resolved nor rejected? */
export const isOpen = ({ cells }: Subject): boolean =>
  cells['dispute.resolved_on'] === undefined && cells['dispute.rejected_on'] === undefined
