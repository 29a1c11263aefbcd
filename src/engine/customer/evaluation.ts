import { evaluate } from '../figures/evaluate.ts'
import { statuses } from '../figures/statuses.ts'
import type { Day } from '../time.ts'
import { type Customer, subjectsOf } from './state.ts'

/**
 * The first day on which a verdict can differ from what is recorded: the day after the due date of an open invoice that
 * is not overdue yet. Null when no day can change anything by itself. The open invoices must be loaded.
 */
export function nextEvaluationOn(customer: Customer): Day | null {
  const days = subjectsOf(customer, 'invoice').flatMap((invoice) => {
    const dueOn = invoice.cells['invoice.due_on']?.value
    const isOverdue = invoice.cells['invoice.status']?.value === BigInt(statuses.overdue)
    const open = (evaluate(customer, 'invoice.outstanding', invoice.ref, 0) ?? 0n) > 0n
    return dueOn === undefined || isOverdue || !open ? [] : [Number(dueOn) + 1]
  })
  return days.length === 0 ? null : Math.min(...days)
}
