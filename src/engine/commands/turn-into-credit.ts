import type { Customer, Subject } from '../customer/state.ts'
import type { Ref } from '../figures/base.ts'
import { amountOf } from '../figures/evaluate.ts'
import { later } from '../time.ts'
import { applyFreeMoney } from './apply-money.ts'
import { check, firstBroken, named, notDraft, timely } from './checks.ts'
import type { Decide, DraftCause } from './command.ts'
import { creditOf, type IdToGive } from './names.ts'
import { addFund, draft, leftIn, openPlan, type Plan, shift, type Target } from './plan.ts'

/**
 * Turns what an invoice is kept below 0 (policy negative_invoice: keep) into a credit, which is then applied as any free
 * money (2-domain 2.2). Refused where nothing is below 0, so also the second time.
 */
export const turnIntoCredit: Decide<'turn_into_credit'> = (customer, command, circumstances) => {
  const { subject: invoice, missing } = named(customer, 'invoice', command.invoice)
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    missing,
    notDraft(invoice),
    check(invoice === undefined || isKeptNegative(customer, invoice), 'invoice_not_negative', {
      invoice: command.invoice,
    }),
  ])
  if (refusal !== null) return { ok: false, refusal }
  if (invoice === undefined) throw new Error('Bug: checked above')
  const plan = openPlan(customer, circumstances, invoice.bornAt)
  makeCredit(plan, { ref: invoice.ref, bornAt: invoice.bornAt }, creditOf(invoice.id), [
    { role: 'operand', seq: invoice.bornSeq },
  ])
  applyFreeMoney(plan)
  return { ok: true, drafts: plan.drafts }
}

/** Does an invoice owe less than nothing? */
export const isKeptNegative = (customer: Customer, invoice: Subject): boolean =>
  amountOf(customer, 'invoice.outstanding', invoice) < 0n

/** Passes on as a credit what an invoice of the plan owes below 0, so that it owes nothing. */
export function makeCredit(
  plan: Plan,
  invoice: Pick<Target, 'ref' | 'bornAt'>,
  id: string | IdToGive,
  causes: readonly DraftCause[],
): void {
  const amount = -leftIn(plan.outstanding, invoice.ref)
  const made = plan.funds.filter((fund) => fund.ref.kind === 'credit' && fund.seq === null).length
  const credit: Ref = { kind: 'credit', no: plan.customer.counts.credit + 1 + made }
  const effectiveAt = later(plan.effectiveAt, invoice.bornAt)
  const [cause] = causes
  draft(plan, {
    type: 'credit_made',
    subject: credit,
    facts: { credit, id, invoice: invoice.ref, amount },
    effectiveAt,
    causes,
    ...(cause !== undefined && 'draft' in cause ? { parent: cause.draft } : {}),
  })
  shift(plan, 'outstanding', invoice.ref, amount, effectiveAt)
  addFund(plan, { ref: credit, bornAt: effectiveAt, held: false, seq: null }, amount)
}
