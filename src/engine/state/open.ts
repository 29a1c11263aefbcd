import { formulas } from '../figures/formulas.ts'
import type { FigureName } from '../figures/names.ts'
import { statuses } from '../figures/statuses.ts'
import type { Subject } from './customer.ts'

/** What is left of a payment or a credit: its formula over its own cells. Micros. */
export function leftOf(figure: 'payment.unallocated' | 'credit.remaining', { cells }: Subject): bigint {
  return formulas[figure].terms.reduce((left, [sign, term]) => {
    const value = cells[term]?.value ?? 0n
    return sign === '+' ? left + value : left - value
  }, 0n)
}

/**
 * Is a subject always loaded, because something may happen to it that names it not? An invoice with something outstanding
 * or a draft; a payment with something unallocated, or pending; a credit with something remaining; a dispute that is
 * neither resolved nor rejected. Allocations are loaded with what they belong to.
 */
export function isOpen(subject: Subject): boolean {
  const value = (figure: FigureName): bigint => subject.cells[figure]?.value ?? 0n
  switch (subject.ref.kind) {
    case 'invoice':
      return value('invoice.outstanding') !== 0n || isDraft(subject)
    case 'payment':
      return leftOf('payment.unallocated', subject) !== 0n || isPending(subject)
    case 'credit':
      return leftOf('credit.remaining', subject) !== 0n
    case 'dispute':
      return value('dispute.resolved_on') === 0n && value('dispute.rejected_on') === 0n
    default:
      return false
  }
}

/** A draft that was given up has its day of voiding, and keeps its lines. */
const isDraft = ({ cells, traits }: Subject): boolean =>
  traits.draft !== undefined && (cells['invoice.voided_on']?.value ?? 0n) === 0n

/** Money that is authorised; once its end is recorded, nothing happens to it any more but by name. */
const isPending = ({ cells }: Subject): boolean =>
  (cells['payment.authorised']?.value ?? 0n) > 0n && cells['payment.status']?.value !== BigInt(statuses.expired)
