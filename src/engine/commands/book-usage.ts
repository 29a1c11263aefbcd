import type { Circumstances } from '../asked/circumstances.ts'
import type { CommandOf, Decide } from '../asked/command.ts'
import type { Draft } from '../asked/draft.ts'
import { type Refusal, refuse } from '../asked/refusals.ts'
import { isWithinLimit } from '../money/amount.ts'
import { check, firstBroken, notClosed, sameCurrency, written } from '../planning/checks.ts'
import { rulesOf } from '../rules/rules.ts'
import type { Customer } from '../state/customer.ts'
import { instantToText, textFromDay } from '../time.ts'
import { dayAt } from '../zones/days.ts'

export type UsageCharge = CommandOf<'book_usage'>['usage'][number]

/** What surrounds a bundle of usage, so far as its charges are judged by it. */
export type Surroundings = Pick<Circumstances, 'effectiveAt' | 'clock' | 'closedUntil'>

/**
 * The rule that one charge of a bundle breaks, or null: a charge counts from its own moment, which has come, is not
 * before the opening and not on a day that is closed; it is not negative. Who asks leaves such a charge out and says so.
 */
export function usageRefusal(
  customer: Customer,
  { amount, at }: Pick<UsageCharge, 'amount' | 'at'>,
  { effectiveAt, clock, closedUntil }: Surroundings,
): Refusal | null {
  const counts = at ?? effectiveAt
  const said = (code: Refusal['code'], facts: Refusal['facts']): Refusal => ({ code, facts })
  if (counts < customer.openedAt)
    return said('effective_before_opening', {
      effective_at: instantToText(counts),
      opened_at: instantToText(customer.openedAt),
    })
  if (counts > clock.now)
    return said('effective_in_future', { effective_at: instantToText(counts), now: instantToText(clock.now) })
  if (closedUntil !== undefined) {
    const day = dayAt(counts, customer.timeZone, rulesOf(customer.rules).zones)
    const facts = { effective_on: textFromDay(day), closed_until: textFromDay(closedUntil) }
    if (day <= closedUntil) return said('period_closed', facts)
  }
  if (!isWithinLimit(amount)) return said('amount_too_large', {})
  return amount < 0n ? said('amount_must_not_be_negative', { amount: written(customer, amount) }) : null
}

/**
 * Books a bundle of usage: each charge an xDR of its own with its own date, unbilled until an invoice takes it, all of
 * them one operation. What was left out of it stands in the command. Nothing left to book is refused (usage_all_rejected).
 */
export const bookUsage: Decide<'book_usage'> = (customer, command, circumstances) => {
  const { usage, left } = command
  const [first] = left
  const refusal = firstBroken([
    check(customer.currency !== null, 'customer_unknown', { customer_id: customer.id }),
    notClosed(customer),
    sameCurrency(customer, command.currency),
    check(usage.length > 0, 'usage_all_rejected', {
      rejected: left.length,
      line: first?.line ?? null,
      field: first?.field ?? null,
      because: first?.code ?? null,
    }),
  ])
  if (refusal !== null) return { ok: false, refusal }
  const drafts: Draft[] = []
  for (const [at, charge] of usage.entries()) {
    const broken = usageRefusal(customer, charge, circumstances)
    if (broken !== null) return refuse(broken.code, broken.facts)
    drafts.push(draftOf(charge, customer.counts.charge + 1 + at, circumstances))
  }
  return { ok: true, drafts }
}

const NONE: Draft['causes'] = []

function draftOf(
  { amount, service, xdrId, at }: UsageCharge,
  no: number,
  { effectiveAt }: Pick<Circumstances, 'effectiveAt'>,
): Draft {
  const charge = { kind: 'charge', no } as const
  const facts = { charge, amount, xdrId: xdrId ?? ('next' as const), service }
  return { type: 'charge_booked', subject: charge, facts, effectiveAt: at ?? effectiveAt, parent: null, causes: NONE }
}
