import type { CommandOf, Decide } from '../asked/command.ts'
import type { Ref } from '../figures/base.ts'
import { lesser, type Micros } from '../money/amount.ts'
import { allocate, applyFreeMoney, applyWithOwn } from '../planning/apply-money.ts'
import {
  type Check,
  check,
  currencyFine,
  firstBroken,
  named,
  notDraft,
  notVoid,
  positive,
  sameCurrency,
  timely,
  withinLimit,
  written,
} from '../planning/checks.ts'
import { heldAllocations, ofFund, releaseNewest, undoWrittenOff } from '../planning/give-back.ts'
import { addFund, draft, type Fund, inPlan, leftIn, openPlan, type Plan } from '../planning/plan.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { cellValue, findSubject } from '../state/subjects.ts'
import { amountOf } from '../values/amounts.ts'
import { isAbout } from './adjust-invoice.ts'
import { voidNote } from './void-note.ts'

/**
 * Issues a credit note, on an invoice or on none: it uses what is outstanding on its invoice, where a write-off is undone
 * first by as much, and never releases allocations; the rest remains as credit, applied oldest first or not now (2-domain
 * 2.2). Refused: number in use, no reason, above what the invoice can be credited (policy credit_excess: reject).
 */
export const issueCreditNote: Decide<'issue_credit_note'> = (customer, command, circumstances) => {
  const { amount, reason, creditNote: id } = command
  const { subject: invoice, missing } =
    command.invoice === null ? { subject: undefined, missing: null } : named(customer, 'invoice', command.invoice)
  const about = command.dispute === undefined ? null : named(customer, 'dispute', command.dispute)
  const dispute = about?.subject ?? null
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    missing,
    about?.missing ?? null,
    check(id === null || findSubject(customer, 'credit', id) === undefined, 'credit_note_taken', { credit_note: id }),
    sameCurrency(customer, command.currency),
    currencyFine(customer, amount),
    withinLimit(amount),
    positive(customer, amount),
    check(reason !== null, 'reason_required'),
    onItsInvoice(dispute, command, invoice),
    notDraft(invoice),
    notVoid(invoice),
    withinCreditable(customer, invoice, amount),
  ])
  if (refusal !== null) return { ok: false, refusal }
  if (reason === null) throw new Error('Bug: checked above')

  const plan = openPlan(customer, circumstances, ...bornOf(invoice), ...bornOf(dispute))
  const credit: Ref = { kind: 'credit', no: customer.counts.credit + 1 }
  draft(plan, {
    type: 'credit_note_issued',
    subject: credit,
    facts: {
      credit,
      id: id ?? { next: 'credit_note' },
      ...(invoice === undefined ? {} : { invoice: invoice.ref }),
      amount,
      xdrId: command.xdrId ?? 'next',
      reason,
      ...(dispute === null ? {} : { dispute: dispute.ref }),
    },
    causes: [
      ...(invoice === undefined ? [] : [{ role: 'corrects' as const, seq: invoice.bornSeq }]),
      ...(dispute === null ? [] : [{ role: 'agreed' as const, seq: dispute.bornSeq }]),
    ],
  })
  const fund: Fund = { ref: credit, bornAt: plan.effectiveAt, held: false, seq: null }
  addFund(plan, fund, amount)
  if (invoice !== undefined) lowerInvoice(plan, fund, invoice)
  if (command.apply === 'oldest_first') applyWithOwn(plan, fund)
  return { ok: true, drafts: plan.drafts }
}

const bornOf = (subject: Subject | null | undefined): bigint[] => (subject == null ? [] : [subject.bornAt])

/** A dispute is settled by a note on the invoice that it is about, and by no other. */
const onItsInvoice = (
  dispute: Subject | null,
  { dispute: id, invoice: on }: CommandOf<'issue_credit_note'>,
  invoice: Subject | undefined,
): Check =>
  check(id === undefined || (on !== null && isAbout(dispute, invoice)), 'dispute_of_other_invoice', {
    dispute_id: id ?? null,
    invoice: on,
  })

function withinCreditable(customer: Customer, invoice: Subject | undefined, amount: Micros): Check {
  if (invoice === undefined || customer.policy.creditExcess === 'to_credit') return null
  const creditable = amountOf(customer, 'invoice.creditable', invoice)
  return check(amount <= creditable, 'credit_note_exceeds_creditable', {
    amount: written(customer, amount),
    creditable: written(customer, creditable),
  })
}

function lowerInvoice(plan: Plan, fund: Fund, invoice: Subject): void {
  const open = leftIn(plan.outstanding, invoice.ref)
  const amount = leftIn(plan.free, fund.ref)
  if (amount > open) undoWrittenOff(plan, invoice, amount - open, 'credit_note')
  const fits = lesser(amount, leftIn(plan.outstanding, invoice.ref))
  if (fits > 0n) allocate(plan, fund, inPlan(plan.targets(), invoice), fits, 'credit_note')
}

/**
 * Voids a credit note: what remains of it goes, with `deallocate` also what was applied, newest first; what was refunded
 * or moved stays. Debt so reopened is covered by free money. Refused: void already, nothing left that could be taken.
 */
export const voidCreditNote: Decide<'void_credit_note'> = (customer, command, circumstances) => {
  const { deallocate, reason } = command
  const { subject: note, missing } = named(customer, 'credit_note', command.creditNote)
  const facts = { credit_note: command.creditNote }
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    missing,
    ...(note === undefined
      ? []
      : [
          check(
            cellValue(customer, note.ref, 'credit.voided') < cellValue(customer, note.ref, 'credit.amount'),
            'credit_note_is_void',
            facts,
          ),
          check(canBeTaken(customer, note, deallocate), 'credit_note_is_applied', facts),
        ]),
  ])
  if (refusal !== null) return { ok: false, refusal }
  if (note === undefined) throw new Error('Bug: checked above')
  const plan = openPlan(customer, circumstances, note.bornAt)
  const allocated = deallocate ? cellValue(customer, note.ref, 'credit.allocated') : 0n
  releaseNewest(plan, heldAllocations(plan, ofFund(note.ref)), allocated, 'credit_note_voided')
  voidNote(plan, note, reason)
  if (allocated > 0n) applyFreeMoney(plan)
  return { ok: true, drafts: plan.drafts }
}

function canBeTaken(customer: Customer, note: Subject, deallocate: boolean): boolean {
  const applied = deallocate ? cellValue(customer, note.ref, 'credit.allocated') : 0n
  return amountOf(customer, 'credit.remaining', note) + applied > 0n
}
