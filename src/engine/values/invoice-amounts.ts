import type { Ref } from '../figures/base.ts'
import type { Sign } from '../figures/formula-rows.ts'
import type { AmountName } from '../figures/names.ts'
import type { Micros } from '../money/amount.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { subjectOf, subjectsOf } from '../state/subjects.ts'
import type { Day } from '../time.ts'
import { amountOf } from './amounts.ts'
import { laterInstallments } from './installments.ts'
import { plainTerm, sumOf, type Term } from './terms.ts'

// Amounts of an invoice that follow from itself and the day alone, as the terms that they are the sum of: worked out for
// each of very many invoices, so that nothing is made anew that can stand once.

const notPastDue = (): string => 'not past due'
const partsNotPastDue = (): string => 'installments not past due'
const aboveOutstanding = (): string => 'claimed above what is outstanding'

/** What of an invoice is overdue on a day: outstanding, and not to be paid later. */
export function overdueTerms(customer: Customer, invoice: Subject, today: Day): readonly Term[] {
  const outstanding = own('+', 'invoice.outstanding', invoice, amountOf(customer, 'invoice.outstanding', invoice))
  const later = laterInstallments(customer, invoice, today)
  if (later === 0n) return [outstanding]
  const label = (invoice.traits.installments ?? []).length === 0 ? notPastDue : partsNotPastDue
  return [outstanding, plainTerm('-', later, label, invoice.ref)]
}

/** What of an invoice is claimed by disputes, as far as it is outstanding. */
export function disputedTerms(customer: Customer, invoice: Subject): readonly Term[] {
  const amount = invoice.cells['invoice.claimed']?.value ?? 0n
  const claimed = own('+', 'invoice.claimed', invoice, amount)
  const over = positive(amount - positive(amountOf(customer, 'invoice.outstanding', invoice)))
  if (over === 0n) return [claimed]
  return [claimed, plainTerm('-', over, aboveOutstanding, invoice.ref)]
}

/** A figure of an invoice that is known already. */
export const own = (sign: Sign, figure: AmountName, { ref: subject }: Subject, value: Micros): Term => ({
  sign,
  value,
  figure,
  subject,
})

/** What of an invoice is overdue on a day. */
export const overdueOf = (customer: Customer, invoice: Subject, today: Day): Micros =>
  positive(sumOf(overdueTerms(customer, invoice, today)))

/** What of an invoice is disputed. */
export const disputedOf = (customer: Customer, invoice: Subject): Micros => sumOf(disputedTerms(customer, invoice))

export const positive = (amount: bigint): bigint => (amount > 0n ? amount : 0n)

/** The invoices that an amount due adds up: this one, and unless the policy says "simple" those issued before it. */
export function dueInvoices(customer: Customer, ref: Ref): readonly Subject[] {
  const own = subjectOf(customer, ref)
  if (own === undefined) return []
  if (customer.policy.amountDue === 'simple') return [own]
  const isBefore = (one: Subject): boolean =>
    one.bornAt < own.bornAt || (one.bornAt === own.bornAt && one.bornSeq < own.bornSeq)
  return [...subjectsOf(customer, 'invoice').filter(isBefore), own]
}
