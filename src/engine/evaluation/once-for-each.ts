import { baseFigures, isBaseFigure } from '../figures/base.ts'
import type { Policy } from '../policy/policy.ts'
import type { Customer, Subject } from '../state/customer.ts'
import type { Day } from '../time.ts'
import type { Seen } from './seen.ts'

/**
 * What days follow from an invoice by itself, under the terms of its customer and what was seen of him: most operations
 * move few invoices, so what was worked out for the others is taken again. `of` names what is worked out; it may look at
 * the invoice, and of the customer at his rules, his terms and the figures that are set, nothing else.
 */
export function onceForEach(
  of: 'certain' | 'waiting',
  customer: Customer,
  seen: Seen,
  work: (invoice: Subject) => Day | null,
): (invoice: Subject) => Day | null {
  const terms = termsOf(customer, seen)
  return (invoice) => {
    const ofInvoice = known[of].get(invoice)
    if (ofInvoice?.terms === terms) return ofInvoice.day
    const day = work(invoice)
    known[of].set(invoice, { terms, day })
    return day
  }
}

type Worked = { readonly terms: Terms; readonly day: Day | null }
const known = { certain: new WeakMap<Subject, Worked>(), waiting: new WeakMap<Subject, Worked>() }

/** All that the days of an invoice follow from, beside itself; the same value as long as it says the same. */
type Terms = { readonly said: string }
const lastTerms = new WeakMap<Policy, Terms>()

function termsOf(customer: Customer, seen: Seen): Terms {
  const said = saidOf(customer, seen)
  const last = lastTerms.get(customer.policy)
  if (last?.said === said) return last
  const terms = { said }
  lastTerms.set(customer.policy, terms)
  return terms
}

/** The rules, the figures that are set and what was seen of a customer, as a text. */
export function saidOf({ cells, rules }: Customer, { shown, evaluated, known, latest }: Seen): string {
  const set = Object.entries(cells).flatMap(([figure, cell]) =>
    isBaseFigure(figure) && baseFigures[figure].kind === 'set'
      ? [`${figure}=${cell.value}@${cell.at}#${cell.seq}`]
      : [],
  )
  return [rules, shown, evaluated, known, latest, ...set].join(' ')
}
