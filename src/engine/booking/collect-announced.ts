import type { EventRecord } from '../events/record.ts'
import type { Code } from '../events/slots.ts'
import { type Stage, stages } from '../figures/collection-stages.ts'
import { remindersOf } from '../policy/steps.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { isBornSince, isInClosedBooks, lastEvaluated } from '../state/days-seen.ts'
import { lastNotice } from '../state/traits.ts'
import type { Day } from '../time.ts'
import { type Dunned, dunnedInvoices, isClosed, isTerminated, whyNotCollected } from '../values/dunning.ts'
import { dueDays } from '../values/installments.ts'
import {
  announcedFor,
  announcedFrom,
  collectionSince,
  feeFallsOn,
  isCollectionOff,
  isTakenOver,
  noticeFallsOn,
  stageFallsOn,
} from '../values/stages.ts'
import type { Page } from './page.ts'
import { evaluationOn, whyNotReminded, writeDecision } from './withheld.ts'
import { writeMessage } from './write-message.ts'

type Taking = { readonly one: Dunned; readonly since: Day; readonly day: Day; readonly evaluated: EventRecord }

/**
 * What a day asks of collection beside what its decision has drafted: reminders and copies by the due date, the overdue
 * notice by the count, and for a fee, a stage or an announcement that something speaks against on its very day the decision
 * that says so (docs/decisions/0023). Of what is history nothing.
 */
export function collectAnnounced(page: Page): void {
  const evaluated = evaluationOn(page)
  if (evaluated === undefined || isCollectionOff(page.customer)) return
  const day = evaluated.facts.day ?? 0
  // a day comes twice where a new zone has set the day back
  const isAgain = day <= (lastEvaluated(page.before) ?? day - 1)
  for (const one of dunnedInvoices(page.customer, day)) {
    if (isAgain && !isBornSince(page.before, one.invoice)) continue
    const since = collectionSince(page.customer, one.invoice.ref)
    if (since === null) continue
    const taking = { one, since, day, evaluated }
    remind(page, taking)
    if (one.overdue > 0n) takeOverdue(page, taking)
  }
}

function remind(page: Page, { one, day, evaluated }: Taking): void {
  const issuedOn = Number(one.invoice.cells['invoice.issued_on']?.value ?? 0n)
  if (day <= issuedOn) return
  // what is covered already is left alone: the oldest uncovered installment and those after it
  for (const dueOn of dueDays(page.customer, one.invoice.ref).filter((due) => due >= (one.dueOn ?? due)))
    for (const { template } of remindersOf(page.customer.policy).filter(({ after }) => dueOn + after === day)) {
      const isLate = day > dueOn
      // paid in time: nothing of this installment is left
      if (isLate && one.overdue <= 0n) continue
      const because = isLate ? whyNotCollected(page.customer, one, day) : whyNotReminded(page.customer, one)
      const facts = { invoice: one.invoice.ref, stated: one.outstanding, statedDueOn: dueOn }
      writeMessage(page, { template, about: one.invoice.ref, cause: evaluated, facts, because })
    }
}

function takeOverdue(page: Page, taking: Taking): void {
  const { one, since, day, evaluated } = taking
  const because = whyNotCollected(page.customer, one, day)
  if (isNoticeDue(page.customer, taking, because)) {
    const facts = { invoice: one.invoice.ref, stated: one.outstanding, statedDueOn: one.dueOn ?? since }
    writeMessage(page, { template: 'overdue_notice', about: one.invoice.ref, cause: evaluated, facts, because })
  }
  const against = because ?? notBooked(page, day)
  if (against === null) return
  if (isFeeDueOn(page.customer, taking)) writeDecision(page, { ...taking, type: 'late_fee_withheld', because: against })
  for (const stage of stages) withholdStage(page, taking, stage, against)
}

/** Why nothing is booked on a day about what is collected; null: it is. */
function notBooked({ circumstances }: Page, day: Day): Code | null {
  if (day < circumstances.clock.today) return 'day_had_passed'
  return isInClosedBooks(day, circumstances) ? 'books_closed' : null
}

/** One notice for a count: when its days are over and it is collected; withheld on that day only. */
function isNoticeDue(customer: Customer, { one, since, day }: Taking, because: Code | null): boolean {
  if (isNoticed(customer, one.invoice, since)) return false
  const fallsOn = noticeFallsOn(customer, since)
  return because === null ? fallsOn <= day : fallsOn === day
}

/** Did the customer get the overdue notice of a count, or was it withheld? */
export const isNoticed = (customer: Customer, invoice: Subject, since: Day): boolean =>
  (lastNotice(customer, invoice.ref, 'overdue_notice')?.on ?? since) > since

function isFeeDueOn(customer: Customer, { one, since, day }: Taking): boolean {
  if (customer.policy.collection.lateFee === null || isClosed(customer) || isTakenOver(customer, since)) return false
  return one.invoice.cells['invoice.late_fee_on'] === undefined && feeFallsOn(customer, since) === day
}

function withholdStage(page: Page, taking: Taking, stage: Stage, because: Code): void {
  const { customer } = page
  const { one, since, day } = taking
  if (isClosed(customer) || (stage === 'termination' && isTerminated(customer))) return
  const announced = announcedFor(one.invoice, stage)
  if (announced === null && announcedFrom(customer, since, stage) === day)
    writeDecision(page, { ...taking, type: 'announcement_withheld', because, facts: { stage } })
  if ((announced ?? stageFallsOn(customer, since, stage)) === day)
    writeDecision(page, { ...taking, type: `${stage}_withheld`, because })
}
