import type { Code } from '../events/slots.ts'
import { theCustomer } from '../figures/base.ts'
import { type Status, statuses } from '../figures/statuses.ts'
import type { MessageKind } from '../policy/policy.ts'
import { isDue, stepsOf } from '../policy/steps.ts'
import type { Customer } from '../state/customer.ts'
import { isBornSince, lastEvaluated } from '../state/days-seen.ts'
import { lastNotice } from '../state/traits.ts'
import type { Day } from '../time.ts'
import { collectibleSum, type Dunned, dunnedInvoices, whyNotCollected } from '../values/dunning.ts'
import { dueDays } from '../values/installments.ts'
import { isAnnounced } from '../values/stages.ts'
import { collectAnnounced } from './collect-announced.ts'
import type { Page } from './page.ts'
import { evaluationOn, type Taking, whyNotReminded, writeDecision } from './withheld.ts'
import { writeMessage } from './write-message.ts'

/** What the evaluation of a day asks of collection, by the rules of the customer. */
export function collect(page: Page): void {
  if (isAnnounced(page.customer)) collectAnnounced(page)
  else collectFromDueDate(page)
}

/**
 * By rules 2: what a day asks of collection beside what the decision has drafted (late fee, termination): each step that falls due
 * for an open invoice is a message, queued or withheld, or a decision that says why it was not taken. A day is looked at
 * once, in order, so that no step is taken twice.
 */
function collectFromDueDate(page: Page): void {
  const evaluated = evaluationOn(page)
  if (evaluated === undefined) return
  const day = evaluated.facts.day ?? 0
  // a day comes twice where a new zone has set the day back
  const isAgain = day <= (lastEvaluated(page.before) ?? day - 1)
  const steps = stepsOf(page.customer.policy)
  for (const one of dunnedInvoices(page.customer, day)) {
    if (isAgain && !isBornSince(page.before, one.invoice)) continue
    const issuedOn = Number(one.invoice.cells['invoice.issued_on']?.value ?? 0n)
    // what is covered already is left alone: the oldest uncovered installment and those after it
    for (const dueOn of dueDays(page.customer, one.invoice.ref).filter((due) => due >= (one.dueOn ?? due)))
      for (const step of steps) if (isDue(step, dueOn, issuedOn, day)) take(page, { step, one, dueOn, day, evaluated })
  }
}

function take(page: Page, taking: Taking): void {
  const { step, one, dueOn, day, evaluated } = taking
  const { invoice, outstanding, overdue } = one
  const isLate = day > dueOn
  // paid in time: nothing of this installment is left
  if (isLate && overdue <= 0n) return
  if (step.kind === 'message' && step.template === 'overdue_notice' && isSaid(page.customer, one, day)) return
  if (step.kind === 'message' && isReached(page.customer, step.template)) return
  const because = isLate ? whyNotCollected(page.customer, one, day) : whyNotReminded(page.customer, one)
  if (step.kind !== 'message') withhold(page, taking, because)
  else if (step.about === 'invoice') {
    const facts = { invoice: invoice.ref, stated: outstanding, statedDueOn: dueOn }
    writeMessage(page, { template: step.template, about: invoice.ref, cause: evaluated, facts, because })
  } else {
    const facts = { invoice: invoice.ref, statedSum: collectibleSum(page.customer, day), statedOn: day + step.ahead }
    writeMessage(page, { template: step.template, about: theCustomer, cause: evaluated, facts, because })
  }
}

/** A stage that the customer has come to is not announced to him any more. */
export function isReached({ cells }: Customer, template: MessageKind): boolean {
  const status = cells['customer.status']?.value
  return stagesFrom[template]?.some((one) => BigInt(statuses[one]) === status) ?? false
}

const stagesFrom: Partial<Record<MessageKind, readonly Status[]>> = {
  limitation_warning: ['service_limited', 'suspended', 'provisionally_terminated'],
  suspension_warning: ['suspended', 'provisionally_terminated'],
  termination_warning: ['provisionally_terminated'],
}

/** The change to overdue may have come, with its notice, before its day was looked at. */
const isSaid = (customer: Customer, { invoice, dueOn }: Dunned, day: Day): boolean =>
  (lastNotice(customer, invoice.ref, 'overdue_notice')?.on ?? 0) > (dueOn ?? day)

/** Records that a fee or a stage fell due and was not taken; where nothing speaks against it, it was taken. */
function withhold(page: Page, { step, one, evaluated, day }: Taking, because: Code | null): void {
  if (because === null || step.kind === 'message') return
  const type = step.kind === 'late_fee' ? 'late_fee_withheld' : step.withheld
  writeDecision(page, { type, one, evaluated, day, because })
}
