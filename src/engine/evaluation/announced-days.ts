import { isNoticed } from '../booking/collect-announced.ts'
import { stages } from '../figures/collection-stages.ts'
import { remindersOf } from '../policy/steps.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { isBornSince } from '../state/days-seen.ts'
import type { Day } from '../time.ts'
import { amountOf } from '../values/amounts.ts'
import { isClosed, mayBeTerminated, mayBeWarned } from '../values/dunning.ts'
import { dueDays } from '../values/installments.ts'
import {
  announcedFor,
  announcedFrom,
  collectionSince,
  dayIn,
  feeFallsOn,
  isCollectionOff,
  isTakenOver,
  noticeFallsOn,
  stageComesOn,
  stageFallsOn,
} from '../values/stages.ts'
import type { Seen } from './seen.ts'

/**
 * The days to come on which a step falls by itself for an invoice: it is taken on it, or a record says why not
 * (docs/decisions/0023).
 */
export function stepDaysOf(customer: Customer, invoice: Subject, { shown, evaluated, known, latest }: Seen): Day[] {
  if (isCollectionOff(customer) || amountOf(customer, 'invoice.outstanding', invoice) <= 0n) return []
  const counted = Math.max(evaluated, latest)
  const issuedOn = Number(invoice.cells['invoice.issued_on']?.value ?? 0n)
  const letters = remindersOf(customer.policy).flatMap(({ after }) =>
    dueDays(customer, invoice.ref).map((due) => due + after),
  )
  // a day that comes twice takes the steps of what was not there the first time
  const taken = isBornSince(customer, invoice) ? Math.max(shown, latest - 1) : known
  return [
    ...letters.filter((day) => day > taken && day > issuedOn),
    ...countedDays(customer, invoice).filter((day) => day > counted),
  ]
}

/** The days on which the notice, the fee, the announcements and the stages of an invoice fall. */
function countedDays(customer: Customer, invoice: Subject): Day[] {
  const since = collectionSince(customer, invoice.ref)
  if (since === null) return []
  const hasFee = customer.policy.collection.lateFee !== null && invoice.cells['invoice.late_fee_on'] === undefined
  return [
    noticeFallsOn(customer, since),
    ...(hasFee ? [feeFallsOn(customer, since)] : []),
    ...stages.flatMap((stage) => {
      const announced = announcedFor(invoice, stage)
      const days = announced === null ? [announcedFrom(customer, since, stage)] : [announced]
      const falls = [stageFallsOn(customer, since, stage), stageComesOn(customer, invoice, stage)]
      return [...days, ...falls].filter((day) => day !== null)
    }),
  ]
}

/** The first day on which something that was held back may be done: nothing is to stand before its reason. */
export const firstFree = ({ evaluated, latest }: Seen): Day => Math.max(evaluated + 1, latest + 1)

/**
 * The first days from which what fell due before and was not done may be, of an invoice that is collected: a notice, a fee,
 * an announcement, a termination. What is booked on a day is not to stand before its reason, nor while collection is lifted.
 */
export function waitingDaysOf(customer: Customer, invoice: Subject, seen: Seen): Day[] {
  const free = Math.max(firstFree(seen), (dayIn(customer.cells['customer.lifted_until']) ?? seen.latest) + 1)
  const since = collectionSince(customer, invoice.ref)
  if (since === null) return []
  const isSaid = isNoticed(customer, invoice, since) || !customer.policy.messages.includes('overdue_notice')
  const notice = isSaid ? [] : [Math.max(noticeFallsOn(customer, since), free)]
  return [...notice, ...booked(customer, invoice, since).map((day) => Math.max(day, free))]
}

/** The days on which something is booked for an invoice that is collected. */
function booked(customer: Customer, invoice: Subject, since: Day): Day[] {
  const { lateFee } = customer.policy.collection
  const hasFee = lateFee === null || invoice.cells['invoice.late_fee_on'] !== undefined
  const isFree = hasFee || isClosed(customer) || isTakenOver(customer, since)
  const ending = stageComesOn(customer, invoice, 'termination')
  return [
    ...(isFree ? [] : [feeFallsOn(customer, since)]),
    ...(mayBeWarned(customer) ? stages : []).flatMap((stage) =>
      announcedFor(invoice, stage) === null ? (announcedFrom(customer, since, stage) ?? []) : [],
    ),
    ...(ending !== null && mayBeTerminated(customer, ending) ? [ending] : []),
  ]
}
