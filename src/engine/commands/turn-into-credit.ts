import type { Decide } from '../asked/command.ts'
import { creditOf } from '../asked/draft.ts'
import { applyFreeMoney } from '../planning/apply-money.ts'
import { check, firstBroken, named, notDraft, timely } from '../planning/checks.ts'
import { isKeptNegative, makeCredit } from '../planning/issuing/as-credit.ts'
import { openPlan } from '../planning/plan.ts'

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
