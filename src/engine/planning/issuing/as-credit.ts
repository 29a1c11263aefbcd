import type { DraftCause, IdToGive } from '../../asked/draft.ts'
import type { Ref } from '../../figures/base.ts'
import type { Customer, Subject } from '../../state/customer.ts'
import { oncePerSubjects } from '../../state/once-per-state.ts'
import { listMoved, ofKind, subjectsOf } from '../../state/subjects.ts'
import { later } from '../../time.ts'
import { amountOf } from '../../values/amounts.ts'
import { addFund, draft, leftIn, type Plan, shift, type Target } from '../plan.ts'

/** Does an invoice owe less than nothing? */
export const isKeptNegative = (customer: Customer, invoice: Subject): boolean =>
  amountOf(customer, 'invoice.outstanding', invoice) < 0n

/** The loaded invoices that owe less than nothing, in order of their numbers. */
export const keptNegative = (customer: Customer): readonly Subject[] => keptBelow(customer, 0)

const keptBelow = oncePerSubjects(
  (customer): readonly Subject[] => subjectsOf(customer, 'invoice').filter((one) => isKeptNegative(customer, one)),
  ({ rules }) => [rules],
  (kept, { after, moved }) =>
    listMoved(
      kept,
      ofKind(moved, 'invoice'),
      ({ ref }) => ref,
      (invoice) => (isKeptNegative(after, invoice) ? invoice : null),
    ),
)

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
