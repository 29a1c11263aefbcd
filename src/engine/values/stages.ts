import { type BaseFigureName, type Ref, theCustomer } from '../figures/base.ts'
import type { Stage } from '../figures/collection-stages.ts'
import { rulesOf } from '../rules/rules.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { cellsOf, subjectOf } from '../state/subjects.ts'
import type { Day } from '../time.ts'
import { dueOf } from './installments.ts'

// From which day on collection counts, and when a stage comes (docs/decisions/0023).

/** The day that a set value holds; null where it was never set, or was cleared. */
export const dayIn = (cell: { readonly value: bigint } | undefined): Day | null =>
  cell === undefined || cell.value === 0n ? null : Number(cell.value)

/** Is a customer collected by rules that count from when a debt is known, and announce stages (rules 3)? */
export const isAnnounced = ({ rules }: Customer): boolean => rulesOf(rules).collection === 'announced'

/** Is nothing collected yet, because what is told of the customer is history? */
export const isCollectionOff = ({ cells }: Customer): boolean => (cells['customer.collection_off']?.value ?? 0n) > 0n

/**
 * The day from which an invoice counts in collection: the later of the due date of its oldest uncovered installment and of
 * what was set, or of the day from which the customer is collected. Null: it is never due.
 */
export function collectionSince(customer: Customer, ref: Ref): Day | null {
  const dueOn = dueOf(customer, ref)
  const cells = subjectOf(customer, ref)?.cells
  const from = dayIn(cells?.['invoice.counted_from']) ?? dayIn(customer.cells['customer.collection_from'])
  return dueOn === null ? null : Math.max(dueOn, from ?? dueOn)
}

/** What the count of an invoice starts from, in words, and the record that says so. */
export function startOf(
  customer: Customer,
  { ref, cells, bornSeq }: Subject,
  since: Day,
): { readonly words: string; readonly seq: number } {
  const said = (words: string, figure: BaseFigureName, of: Ref = ref) => ({
    words,
    seq: cellsOf(customer, of)[figure]?.seq ?? bornSeq,
  })
  if (since === dueOf(customer, ref)) return said('due', 'invoice.due_on')
  return cells['invoice.counted_from'] === undefined
    ? said('collected by us', 'customer.collection_from', theCustomer)
    : said('counted', 'invoice.counted_from')
}

const from = {
  late_fee: 'customer.late_fee_from',
  limitation: 'customer.limitation_from',
  suspension: 'customer.suspension_from',
  termination: 'customer.termination_from',
} as const

/** The day from which a step counts: as the invoice, but not before the terms had such a step. */
function originOf({ cells }: Customer, since: Day, step: keyof typeof from): Day {
  return Math.max(since, dayIn(cells[from[step]]) ?? since)
}

/** Days after its origin at which a stage comes, by the terms; null: it does not. */
export const daysTo = ({ policy: { collection } }: Customer, stage: Stage): number | null => collection[`${stage}After`]

/** The day on which a stage would come for a count, if it were announced in time; null: the terms have none. */
export function stageFallsOn(customer: Customer, since: Day, stage: Stage): Day | null {
  const after = daysTo(customer, stage)
  return after === null ? null : originOf(customer, since, stage) + after
}

/** The day for which a stage is announced for an invoice; null: it is not. */
export const announcedFor = ({ cells }: Subject, stage: Stage): Day | null => dayIn(cells[`invoice.${stage}_on`])

/** The first day on which a stage may be announced: so many days before it, and never before something is overdue. */
export function announcedFrom(customer: Customer, since: Day, stage: Stage): Day | null {
  const fallsOn = stageFallsOn(customer, since, stage)
  const { warningBefore } = customer.policy.collection
  return fallsOn === null || warningBefore === null ? null : Math.max(fallsOn - warningBefore, since + 1)
}

/**
 * The day from which a stage holds for an invoice that is collected: the one it was announced for, or where the terms ask
 * for no announcement the one on which it falls. Null: it does not come so far.
 */
export function stageComesOn(customer: Customer, invoice: Subject, stage: Stage): Day | null {
  const since = collectionSince(customer, invoice.ref)
  const announced = announcedFor(invoice, stage)
  if (since === null || daysTo(customer, stage) === null) return null
  if (announced !== null || customer.policy.collection.warningBefore !== null) return announced
  return Math.max(stageFallsOn(customer, since, stage) ?? since, since + 1)
}

/** The day on which the late fee of a count falls due: the days of grace are over. */
export const feeFallsOn = (customer: Customer, since: Day): Day =>
  originOf(customer, since, 'late_fee') + 1 + customer.policy.collection.graceDays

/** The day on which the overdue notice of a count falls due. */
export const noticeFallsOn = ({ policy }: Customer, since: Day): Day => since + 1 + policy.collection.graceDays

/** Did the biller before this one collect an invoice already? Its late fee was his. */
export function isTakenOver({ cells }: Customer, since: Day): boolean {
  const collectedFrom = dayIn(cells['customer.collection_from'])
  return collectedFrom !== null && since < collectedFrom
}
