import type { CommandOf, Decide } from '../asked/command.ts'
import type { DraftCause } from '../asked/draft.ts'
import type { Micros } from '../money/amount.ts'
import { applyFreeMoney } from '../planning/apply-money.ts'
import { asWhole, countsLater, takeWhole } from '../planning/as-whole.ts'
import {
  type Check,
  check,
  currencyFine,
  firstBroken,
  named,
  notDraft,
  notVoid,
  sameCurrency,
  timely,
  withinLimit,
  written,
} from '../planning/checks.ts'
import { makeRoom } from '../planning/give-back.ts'
import { draft, openPlan, type Plan, shift } from '../planning/plan.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { cellValue } from '../state/subjects.ts'

/**
 * Adjusts an issued invoice, lowering it to total + adjusted = 0 at most, or raising it. Above the new amount a write-off
 * is undone first, then what was paid or credited is released, newest allocation first; money so freed, or debt so
 * reopened, is applied again, but never back to where it was taken from (2-domain 2.2). The invoice's total stays as
 * issued. It may name the dispute that it settles.
 */
export const adjustInvoice: Decide<'adjust_invoice'> = (customer, command, circumstances) => {
  const { amount, reason } = command
  const { subject: invoice, missing } = named(customer, 'invoice', command.invoice)
  const about = command.dispute === null ? null : named(customer, 'dispute', command.dispute)
  const dispute = about?.subject ?? null
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    missing,
    about?.missing ?? null,
    sameCurrency(customer, command.currency),
    check(reason !== null, 'reason_required'),
    check(isAbout(dispute, invoice), 'dispute_of_other_invoice', { dispute_id: command.dispute, ...nameOf(invoice) }),
    ...adjustmentChecks(customer, invoice, amount),
  ])
  if (refusal !== null) return { ok: false, refusal }
  if (invoice === undefined || reason === null) throw new Error('Bug: checked above')

  const { plan, made: released } = asWhole(
    openPlan(customer, circumstances, invoice.bornAt, ...bornOf(dispute)),
    (trial) => draftAdjustment(trial, { ...command, invoice, dispute, reason }),
  )
  // What was released leaves this invoice owing nothing, so the money cannot come back to it.
  if (released || amount > 0n) applyFreeMoney(plan)
  return { ok: true, drafts: plan.drafts }
}

const nameOf = (invoice: Subject | undefined) => ({ invoice: invoice?.id ?? null })

const bornOf = (subject: Subject | null): bigint[] => (subject === null ? [] : [subject.bornAt])

/** Is a dispute, where one is named, about this invoice? */
export const isAbout = (dispute: Subject | null, invoice: Subject | undefined): boolean =>
  dispute === null || invoice === undefined || dispute.target?.no === invoice.ref.no

/** What holds for every adjustment of an invoice, by hand or as the outcome of something else. */
export const adjustmentChecks = (customer: Customer, invoice: Subject | undefined, amount: Micros): Check[] => [
  currencyFine(customer, amount),
  withinLimit(amount),
  check(amount !== 0n, 'amount_must_not_be_zero'),
  notDraft(invoice),
  notVoid(invoice),
  invoice === undefined ? null : withinInvoice(customer, invoice, amount),
]

function withinInvoice(customer: Customer, invoice: Subject, amount: Micros): Check {
  const worth = worthOf(customer, invoice)
  return check(amount > 0n || worth + amount >= 0n, 'adjustment_must_not_exceed_invoice', {
    invoice: invoice.id,
    amount: written(customer, amount),
    at_most: written(customer, worth > 0n ? -worth : 0n),
  })
}

/** What an invoice is worth by now: total + adjusted. */
export const worthOf = (customer: Customer, { ref }: Subject): Micros =>
  cellValue(customer, ref, 'invoice.total') + cellValue(customer, ref, 'invoice.adjusted')

type Adjusting = Pick<CommandOf<'adjust_invoice'>, 'amount' | 'xdrId'> & {
  readonly invoice: Subject
  readonly dispute: Subject | null
  readonly reason: NonNullable<CommandOf<'adjust_invoice'>['reason']>
}

/** Drafts an adjustment that was checked, after what makes room for it; answers whether anything was given back. */
export function draftAdjustment(plan: Plan, { invoice, dispute, amount, xdrId, reason }: Adjusting): boolean {
  const released = amount < 0n && makeRoom(plan, invoice, -amount, 'adjustment_release')
  if (amount < 0n) takeWhole(plan, 'outstanding', invoice.ref, -amount)
  else shift(plan, 'outstanding', invoice.ref, amount)
  const about = dispute === null ? {} : { dispute: dispute.ref }
  draft(plan, {
    type: 'invoice_adjusted',
    subject: invoice.ref,
    facts: { invoice: invoice.ref, amount, xdrId: xdrId ?? 'next', reason, ...about, ...countsLater(plan) },
    causes: causesOf(invoice, dispute),
  })
  return released
}

/** The invoice that is corrected, and the dispute or the note that promised it where there is one. */
function causesOf(invoice: Subject, dispute: Subject | null): DraftCause[] {
  const promised = dispute?.bornSeq ?? invoice.cells['invoice.agreed']?.seq ?? 0
  return [
    { role: 'corrects', seq: invoice.bornSeq },
    ...(promised === 0 ? [] : [{ role: 'agreed' as const, seq: promised }]),
  ]
}
