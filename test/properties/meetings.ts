import { type Ref, refKey, theCustomer } from '../../src/engine/figures/base.ts'
import type { FigureName } from '../../src/engine/figures/names.ts'
import type { Customer, Subject } from '../../src/engine/state/customer.ts'
import { cellValue, subjectsOf } from '../../src/engine/state/subjects.ts'

/** Sums that are kept on two sides must meet: of every allocation, of every credit and its invoice, over all subjects. */
export function assertMeetings(customer: Customer): void {
  meet(customer, givenBy(customer))
  for (const { ref } of subjectsOf(customer, 'invoice')) meetOn(customer, ref)
  for (const [figure, right] of totals(customer)) same(customer, theCustomer, figure, right)
}

/** What the allocations say that each payment, credit and invoice has. */
function givenBy(customer: Customer): ReadonlyMap<string, bigint> {
  const given = new Map<string, bigint>()
  const add = (key: string, amount: bigint): void => void given.set(key, (given.get(key) ?? 0n) + amount)
  for (const { ref, source, target } of subjectsOf(customer, 'allocation')) {
    if (source === null || target === null) throw new Error(`${refKey(ref)} leads from ${source} to ${target}`)
    const amount = cellValue(customer, ref, 'allocation.amount')
    add(refKey(source), amount)
    add(`${source.kind} ${refKey(target)}`, amount)
  }
  return given
}

function meet(customer: Customer, given: ReadonlyMap<string, bigint>): void {
  const met = (figure: FigureName, ref: Ref, key: string): void => same(customer, ref, figure, given.get(key) ?? 0n)
  for (const { ref } of subjectsOf(customer, 'payment')) met('payment.allocated', ref, refKey(ref))
  for (const { ref } of subjectsOf(customer, 'credit')) met('credit.allocated', ref, refKey(ref))
  for (const { ref } of subjectsOf(customer, 'invoice')) {
    met('invoice.paid', ref, `payment ${refKey(ref)}`)
    met('invoice.credited', ref, `credit ${refKey(ref)}`)
  }
}

/** An invoice with the credits and credit notes that came from it, and with its disputes. */
function meetOn(customer: Customer, invoice: Ref): void {
  const credits = subjectsOf(customer, 'credit').filter(({ source }) => source?.no === invoice.no)
  const standing = (origin: Subject['traits']['origin']): bigint =>
    sum(
      credits.filter(({ traits }) => traits.origin === origin),
      ({ ref }) => cellValue(customer, ref, 'credit.amount') - cellValue(customer, ref, 'credit.voided'),
    )
  same(customer, invoice, 'invoice.credit_noted', standing('credit_note'))
  same(customer, invoice, 'invoice.to_credit', standing('negative_invoice'))
  const open = subjectsOf(customer, 'dispute').filter(
    ({ target, cells }) =>
      target?.no === invoice.no &&
      cells['dispute.resolved_on'] === undefined &&
      cells['dispute.rejected_on'] === undefined,
  )
  same(
    customer,
    invoice,
    'invoice.claimed',
    sum(open, ({ ref }) => cellValue(customer, ref, 'dispute.claimed')),
  )
}

/** The running sums of the customer against those of his subjects. */
function totals(customer: Customer): [FigureName, bigint][] {
  const over = (kind: 'invoice' | 'payment' | 'credit', figure: FigureName): bigint =>
    sum(subjectsOf(customer, kind), ({ ref }) => cellValue(customer, ref, figure))
  const credits = (origin: Subject['traits']['origin'], figure: FigureName): bigint =>
    sum(
      subjectsOf(customer, 'credit').filter(({ traits }) => traits.origin === origin),
      ({ ref }) => cellValue(customer, ref, figure),
    )
  return [
    ['customer.invoiced', over('invoice', 'invoice.total')],
    ['customer.adjusted', over('invoice', 'invoice.adjusted')],
    ['customer.written_off', over('invoice', 'invoice.written_off')],
    ['customer.voided', over('invoice', 'invoice.voided')],
    ['customer.paid', over('payment', 'payment.amount') - over('payment', 'payment.voided')],
    ['customer.refunded', over('payment', 'payment.refunded') + over('credit', 'credit.refunded')],
    ['customer.charged_back', over('payment', 'payment.charged_back')],
    ['customer.credit_noted', credits('credit_note', 'credit.amount') - credits('credit_note', 'credit.voided')],
    [
      'customer.moved',
      over('payment', 'payment.moved') + over('credit', 'credit.moved') - credits('moved', 'credit.amount'),
    ],
  ]
}

const sum = (all: readonly Subject[], of: (one: Subject) => bigint): bigint =>
  all.reduce((total, one) => total + of(one), 0n)

function same(customer: Customer, ref: Ref, figure: FigureName, right: bigint): void {
  const value = cellValue(customer, ref, figure)
  if (value !== right) throw new Error(`${figure} of ${refKey(ref)} is ${value}, not ${right}`)
}
