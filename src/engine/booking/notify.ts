import type { ChangeRecord, EventRecord } from '../events/record.ts'
import { theCustomer } from '../figures/base.ts'
import { stages } from '../figures/collection-stages.ts'
import { type Status, statuses } from '../figures/statuses.ts'
import type { Day } from '../time.ts'
import { countedSince, dunnedByNo, whyNotCollected } from '../values/dunning.ts'
import { evaluate } from '../values/evaluate.ts'
import { isCollectionOff, noticeFallsOn } from '../values/stages.ts'
import { isReached } from './collect.ts'
import type { Page } from './page.ts'
import { writeMessage } from './write-message.ts'

/** Writes the messages that follow from what an operation booked: statuses that changed, documents, money, the limit. */
export function notify(page: Page): void {
  for (const record of [...page.records]) {
    if (record.kind === 'event') afterEvent(page, record)
    else if (record.kind === 'change' && record.type === 'status_changed') afterStatus(page, record)
  }
  warnOfLimit(page)
}

function afterEvent(page: Page, event: EventRecord): void {
  const { invoice, payment, amount = 0n, dueOn } = event.facts
  const plain = { cause: event, because: null }
  if (event.type === 'invoice_issued' && invoice !== undefined) {
    const stated = evaluate(page.customer, 'invoice.outstanding', invoice, 0) ?? 0n
    const facts = { invoice, stated, statedSum: amount, ...(dueOn === undefined ? {} : { statedDueOn: dueOn }) }
    writeMessage(page, { template: 'invoice_notice', about: invoice, facts, ...plain })
  }
  if (event.type === 'stage_announced') warning(page, event)
  if ((event.type === 'payment_received' || event.type === 'payment_settled') && payment !== undefined)
    writeMessage(page, { template: 'payment_receipt', about: payment, facts: { payment, stated: amount }, ...plain })
}

/**
 * The warning of a stage that was announced. Where the customer has come to it by another invoice already, or the terms do
 * not want this letter, it is withheld and says so; what stays in force needs none.
 */
function warning(page: Page, event: EventRecord): void {
  const { invoice, stage: code, because } = event.facts
  const stage = stages.find((one) => one === code)
  if (stage === undefined || invoice === undefined || because !== undefined) return
  const template = `${stage}_warning` as const
  const day = page.circumstances.effectiveOn
  const statedSum = evaluate(page.customer, 'customer.collectible_overdue', theCustomer, day) ?? 0n
  const facts = { invoice, statedSum, statedOn: event.facts[stage] ?? day }
  const isThere = isReached(page.before, template)
  const about = { template, about: theCustomer, cause: event, facts }
  writeMessage(page, { ...about, because: isThere ? 'stage_reached' : null, isSaid: true })
}

function afterStatus(page: Page, change: ChangeRecord): void {
  if (change.figure === 'invoice.status' && change.after === BigInt(statuses.overdue)) overdueNotice(page, change)
  if (change.figure === 'customer.status') stageNotice(page, change)
}

/** The notice that an invoice became overdue, once the grace days are over; until then the day does it (`collect`). */
function overdueNotice(page: Page, change: ChangeRecord): void {
  const today = todayIn(change)
  const one = dunnedByNo(page.customer, today).get(change.subject.no)
  const since = one && countedSince(page.customer, one)
  if (one === undefined || today < noticeFallsOn(page.customer, since ?? today)) return
  if (isCollectionOff(page.customer)) return
  writeMessage(page, {
    template: 'overdue_notice',
    about: change.subject,
    cause: change,
    facts: { invoice: change.subject, stated: one.outstanding, statedDueOn: one.dueOn ?? today },
    because: whyNotCollected(page.customer, one, today),
  })
}

const todayIn = (change: ChangeRecord): Day =>
  Number(change.operands.find((operand) => operand.figure === 'customer.today')?.value ?? 0n)

const severity: Partial<Record<Status, number>> = { service_limited: 1, suspended: 2, provisionally_terminated: 3 }
const notices = {
  service_limited: 'limitation_notice',
  suspended: 'suspension_notice',
  provisionally_terminated: 'termination_notice',
} as const

/** The notice that the customer is limited, suspended or terminated now; none on the way back. */
function stageNotice(page: Page, change: ChangeRecord): void {
  const status = (Object.keys(notices) as (keyof typeof notices)[]).find(
    (one) => BigInt(statuses[one]) === change.after,
  )
  if (status === undefined || (severity[status] ?? 0) <= severityOf(change.before)) return
  const statedSum = evaluate(page.customer, 'customer.collectible_overdue', theCustomer, pageDay(page)) ?? 0n
  writeMessage(page, {
    template: notices[status],
    about: theCustomer,
    cause: change,
    facts: { statedSum, statedOn: page.circumstances.effectiveOn },
    because: null,
  })
}

const severityOf = (status: bigint | null): number =>
  Object.entries(severity).find(([name]) => BigInt(statuses[name as Status]) === status)?.[1] ?? 0

/** The later of the operation's day and the last day evaluated. */
export const pageDay = ({ customer, circumstances }: Page): Day =>
  Math.max(circumstances.effectiveOn, Number(customer.cells['customer.today']?.value ?? 0n))

/** Warns once the balance comes to so many percent of the credit limit (policy credit_limit_warning). */
function warnOfLimit(page: Page): void {
  const { creditLimitWarning } = page.customer.policy
  const cause = page.records.findLast((record) => record.kind === 'event')
  if (creditLimitWarning === null || cause === undefined || page.before.currency === null) return
  const limitOf = (customer: Page['before'], day: Day): bigint =>
    evaluate(customer, 'customer.credit_limit', theCustomer, day) ?? 0n
  const reaches = (customer: Page['before'], limit: bigint): boolean =>
    limit > 0n &&
    (evaluate(customer, 'customer.balance', theCustomer, 0) ?? 0n) * 100n >= limit * BigInt(creditLimitWarning)
  const limit = limitOf(page.customer, pageDay(page))
  const dayBefore = Number(page.before.cells['customer.today']?.value ?? BigInt(page.circumstances.effectiveOn))
  if (reaches(page.before, limitOf(page.before, dayBefore)) || !reaches(page.customer, limit)) return
  const stated = evaluate(page.customer, 'customer.balance', theCustomer, 0) ?? 0n
  const facts = { stated, statedSum: limit }
  writeMessage(page, { template: 'credit_limit_warning', about: theCustomer, cause, facts, because: null })
}
