import type { Code } from '../events/slots.ts'
import { theCustomer } from '../figures/base.ts'
import { type Stage, stages } from '../figures/collection-stages.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { subjectsOf } from '../state/subjects.ts'
import type { Day } from '../time.ts'
import {
  collectedInvoices,
  collectibleSum,
  countedSince,
  type Dunned,
  dunnedByNo,
  isClosed,
  isTerminated,
  mayBeWarned,
  spared,
} from '../values/dunning.ts'
import {
  announcedFor,
  announcedFrom,
  collectionSince,
  daysTo,
  isAnnounced,
  isCollectionOff,
  stageComesOn,
  stageFallsOn,
} from '../values/stages.ts'
import type { Following } from './count.ts'

/**
 * The announcements that are made on a day for invoices that are collected on it: of each stage that lies within the days
 * of warning, or is past, and is not announced (docs/decisions/0023); none to who is closed or terminated. Lifts and the
 * past are the caller's to look at.
 */
export function announcements(customer: Customer, collected: readonly Dunned[], day: Day): Following[] {
  const { warningBefore } = customer.policy.collection
  if (warningBefore === null || !mayBeWarned(customer)) return []
  return collected.flatMap((one) =>
    stages
      .filter((stage) => isToAnnounce(customer, one, stage, day))
      .map((stage) => announced(customer, one.invoice, stage, day + warningBefore)),
  )
}

function isToAnnounce(customer: Customer, { invoice }: Dunned, stage: Stage, day: Day): boolean {
  const since = collectionSince(customer, invoice.ref)
  const from = since === null ? null : announcedFrom(customer, since, stage)
  return from !== null && from <= day && announcedFor(invoice, stage) === null
}

function announced(
  customer: Customer,
  invoice: Subject,
  stage: Stage,
  on: Day,
  because?: Code,
): Following<'stage_announced'> {
  return {
    type: 'stage_announced',
    subject: invoice.ref,
    facts: {
      stage,
      invoice: invoice.ref,
      [stage]: on,
      policyVersion: BigInt(customer.policy.version),
      ...(because === undefined ? {} : { because }),
    },
    causes: [{ role: 'operand', seq: invoice.bornSeq }],
  }
}

/**
 * The announcements that hold no more in a state: the customer is closed, the invoice is not collected, or its stage lies
 * later by now.
 */
export function endings(customer: Customer, day: Day): Following[] {
  const dunned = dunnedByNo(customer, day)
  const sum = collectibleSum(customer, day)
  return subjectsOf(customer, 'invoice').flatMap((invoice) =>
    stages.flatMap((stage) => {
      const on = announcedFor(invoice, stage)
      if (on === null) return []
      const one = dunned.get(invoice.ref.no)
      const isOwed = one !== undefined && one.overdue > 0n
      const speaks = isClosed(customer) ? 'customer_closed' : isOwed ? spared(customer, one, sum) : 'nothing_overdue'
      const because = speaks ?? (liesLater(customer, invoice, stage, on) ? 'stage_moved' : null)
      return because === null ? [] : [ended(invoice, stage, because)]
    }),
  )
}

function liesLater(customer: Customer, invoice: Subject, stage: Stage, on: Day): boolean {
  const since = collectionSince(customer, invoice.ref)
  const fallsOn = since === null ? null : stageFallsOn(customer, since, stage)
  return fallsOn === null || fallsOn > on
}

const ended = (invoice: Subject, stage: Stage, because: Code): Following<'announcement_ended'> => ({
  type: 'announcement_ended',
  subject: invoice.ref,
  facts: { stage, invoice: invoice.ref, [stage]: 0, because },
  causes: [{ role: 'reverses', seq: invoice.cells[`invoice.${stage}_on`]?.seq ?? invoice.bornSeq }],
})

/**
 * Stages that hold already when terms or rules begin to ask for an announcement: they stay, each for the day on which it
 * came, unless it would come later by the new ones.
 */
export function keptInForce(before: Customer, after: Customer, day: Day): Following[] {
  if (after.policy.collection.warningBefore === null) return []
  const collected = new Map(collectedInvoices(after, day).map((one) => [one.invoice.ref.no, one]))
  return collectedInvoices(before, day).flatMap((one) => {
    const now = collected.get(one.invoice.ref.no)
    if (now === undefined) return []
    return stages.flatMap((stage) => {
      const since = collectionSince(after, now.invoice.ref)
      const fallsOn = since === null ? null : stageFallsOn(after, since, stage)
      const came = cameOn(before, one, stage)
      const isKept = announcedFor(now.invoice, stage) === null && came !== null && came <= day
      return isKept && fallsOn !== null && fallsOn <= day
        ? [announced(after, now.invoice, stage, came, 'in_force')]
        : []
    })
  })
}

/** When a stage came, or will by itself, for an invoice that is collected. */
function cameOn(customer: Customer, one: Dunned, stage: Stage): Day | null {
  if (isAnnounced(customer)) return stageComesOn(customer, one.invoice, stage)
  const since = countedSince(customer, one)
  const after = daysTo(customer, stage)
  return since === null || after === null ? null : Math.max(since + after, since + 1)
}

/**
 * The end of a termination whose cause is gone between two states: no collected invoice has reached its day any more. What
 * ended before under rules or terms by which that ends nothing, ends as others are adopted.
 */
export function reinstatement(before: Customer, after: Customer, day: Day): Following<'customer_reinstated'>[] {
  const { reinstate } = after.policy.collection
  if (reinstate === 'by_hand' || !isTerminated(after)) return []
  const couldEnd = isAnnounced(before) && before.policy.collection.reinstate !== 'by_hand' && !isCollectionOff(before)
  if ((couldEnd && !isEndReached(before, day)) || isCollectionOff(after) || isEndReached(after, day)) return []
  const seq = after.cells['customer.terminated_since']?.seq
  return [
    {
      type: 'customer_reinstated',
      subject: theCustomer,
      facts: { cleared: 0, policyVersion: BigInt(after.policy.version) },
      causes: seq === undefined ? [] : [{ role: 'reverses', seq }],
    },
  ]
}

/** Has termination come on a day for an invoice that is collected? */
export const isEndReached = (customer: Customer, day: Day): boolean =>
  collectedInvoices(customer, day).some((one) => {
    const on = cameOn(customer, one, 'termination')
    return on !== null && on <= day
  })
