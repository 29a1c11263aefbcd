import type { DecisionType } from '../events/decisions.ts'
import type { DecisionRecord, EventRecord } from '../events/record.ts'
import type { Code, Facts } from '../events/slots.ts'
import type { Step } from '../policy/steps.ts'
import type { Customer } from '../state/customer.ts'
import type { Day } from '../time.ts'
import type { Dunned } from '../values/dunning.ts'
import { nextHeader, type Page, write } from './page.ts'

/** A step that falls due for an invoice on a day, by rules 2. */
export type Taking = {
  readonly step: Step
  readonly one: Dunned
  readonly dueOn: Day
  readonly day: Day
  readonly evaluated: EventRecord
}

type Withheld = Pick<Taking, 'one' | 'evaluated' | 'day'> & {
  readonly type: DecisionType
  readonly because: Code
  readonly facts?: Facts
}

/** The evaluation of a day, where this operation is one. */
export const evaluationOn = ({ records }: Page): EventRecord | undefined =>
  records.find((record): record is EventRecord => record.kind === 'event' && record.type === 'day_evaluated')

/** Writes that a step was not taken for an invoice on a day, and why. */
export function writeDecision(page: Page, { type, one, evaluated, day, because, facts }: Withheld): void {
  const ref = one.invoice.ref
  const record: DecisionRecord = {
    ...nextHeader(page, {
      subject: ref,
      effectiveAt: evaluated.effectiveAt,
      parentSeq: evaluated.seq,
      causes: [],
    }),
    kind: 'decision',
    type,
    facts: {
      ...facts,
      invoice: ref,
      amount: one.overdue,
      because,
      day,
      policyVersion: BigInt(page.customer.policy.version),
      ...(because === 'lifted' ? { until: Number(page.customer.cells['customer.lifted_until']?.value ?? 0n) } : {}),
    },
  }
  write(page, record)
}

/** Why the customer is not reminded of an invoice that is not due yet; null: he is. */
export function whyNotReminded(customer: Customer, { invoice, outstanding, ...one }: Dunned): Code | null {
  const { collectMinimum } = customer.policy
  const left = outstanding - one.disputed - one.covered
  if ((invoice.cells['invoice.uncollected_since']?.value ?? 0n) > 0n) return 'stopped_by_hand'
  if (outstanding - one.disputed <= 0n) return 'in_dispute'
  if (left <= 0n) return 'covered_by_free_money'
  if (left - one.pending <= 0n) return 'covered_by_pending_money'
  return left - one.pending <= collectMinimum ? 'below_minimum' : null
}
