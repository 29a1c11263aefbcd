import type { Ref } from '../../figures/base.ts'
import type { Customer } from '../../state/customer.ts'
import { subjectOf } from '../../state/subjects.ts'
import { shortDay } from '../../time.ts'
import { dueOf } from '../../values/installments.ts'
import { money } from '../words.ts'
import type { WhyTerm } from './term.ts'

/**
 * A part of a total by its own rule, one level: "due 15 Oct 2026, 10.00 outstanding". The terms are those of the part;
 * zero ones are left out, and the due date of an invoice stands where the rule goes by it.
 */
export function partWords(customer: Customer, terms: readonly WhyTerm[], ref: Ref, digits: number): string {
  const due = goesByDue(terms) && ref.kind === 'invoice' ? dueOf(customer, ref) : null
  const said = terms
    .filter((term) => term.value !== 0n)
    .map((term, at) => {
      const isMinus = (term.sign === '-') !== term.value < 0n
      const size = `${money(term.value < 0n ? -term.value : term.value, { digits })} ${term.label}`
      if (at === 0) return isMinus ? `−${size}` : size
      return `${isMinus ? '−' : '+'} ${size}`
    })
    .join(' ')
  const held = subjectOf(customer, ref)?.held ? ', held' : ''
  return `${due === null ? '' : `due ${shortDay(due)}, `}${said}${held}`
}

/** What begins with what is outstanding or overdue goes by the due date; what is outstanding itself does not. */
const goesByDue = ([first]: readonly WhyTerm[]): boolean =>
  first?.figure === 'invoice.outstanding' || first?.figure === 'invoice.overdue'
