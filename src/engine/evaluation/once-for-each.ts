import { type BaseFigureName, baseFigures } from '../figures/base.ts'
import type { Cells, Customer, Subject } from '../state/customer.ts'
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
  let terms: Terms = { said: saidOf(customer, seen) }
  return (invoice) => {
    const ofInvoice = known[of].get(invoice)
    if (ofInvoice !== undefined && ofInvoice.terms.said === terms.said) {
      // the same value from here on, by which the next ones are known without reading it
      terms = ofInvoice.terms
      return ofInvoice.day
    }
    const day = work(invoice)
    known[of].set(invoice, { terms, day })
    return day
  }
}

/** All that the days of an invoice follow from, beside itself. */
type Terms = { readonly said: string }
type Worked = { readonly terms: Terms; readonly day: Day | null }
const known = { certain: new WeakMap<Subject, Worked>(), waiting: new WeakMap<Subject, Worked>() }

/** The rules, the figures that are set and what was seen of a customer, as a text. */
export const saidOf = (customer: Customer, { shown, evaluated, known, latest }: Seen): string =>
  [customer.rules, shown, evaluated, known, latest, setFigures(customer)].join(' ')

/** The figures of a customer that are set, as a text. */
function setFigures({ cells }: Customer): string {
  const said = saidSet.get(cells)
  if (said !== undefined) return said
  let text = ''
  for (const figure of namesOfSet) {
    const cell = cells[figure]
    if (cell !== undefined) text += ` ${figure}=${cell.value}@${cell.at}#${cell.seq}`
  }
  saidSet.set(cells, text)
  return text
}

const namesOfSet = (Object.keys(baseFigures) as BaseFigureName[]).filter((name) => baseFigures[name].kind === 'set')
const saidSet = new WeakMap<Cells, string>()
