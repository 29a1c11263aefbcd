import type { CommandOf, Decide } from '../asked/command.ts'
import type { EventType } from '../events/effects.ts'
import { theCustomer } from '../figures/base.ts'
import { check, firstBroken, timely } from '../planning/checks.ts'
import type { Customer } from '../state/customer.ts'
import { cellValue } from '../state/subjects.ts'
import { type Instant, later } from '../time.ts'

type Wished = CommandOf<'set_customer_status'>['set']

const eventOf = {
  blocked: 'customer_blocked',
  closed: 'customer_closed',
  active: 'customer_reopened',
} as const satisfies Record<Wished, EventType>

/**
 * Blocks or closes the customer, or makes him active again; the latter undoes a termination by collection too. These are
 * facts of a person and stay until a person undoes them, other than the statuses that are formulas (2-domain 2.4).
 */
export const setCustomerStatus: Decide<'set_customer_status'> = (customer, { set, reason }, circumstances) => {
  const { effectiveAt, effectiveOn } = circumstances
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    check(set !== 'blocked' || !isSince(customer, 'closed'), 'customer_is_closed'),
    check(!isSetAlready(customer, set), 'status_is_set_already', { set }),
    check(reason !== null, 'reason_required'),
  ])
  if (refusal !== null) return { ok: false, refusal }
  if (reason === null) throw new Error('Bug: checked above')
  const facts =
    set === 'active' ? { cleared: 0, reason, reopenedOn: circumstances.clock.today } : { day: effectiveOn, reason }
  // what is undone has to be there
  const since = set === 'active' ? later(effectiveAt, ...sinceWhen(customer)) : effectiveAt
  return {
    ok: true,
    drafts: [{ type: eventOf[set], subject: theCustomer, facts, effectiveAt: since, parent: null, causes: [] }],
  }
}

const sinceWhen = ({ cells }: Customer): Instant[] =>
  (['customer.blocked_since', 'customer.closed_since', 'customer.terminated_since'] as const).flatMap(
    (figure) => cells[figure]?.at ?? [],
  )

const isSince = (customer: Customer, what: 'blocked' | 'closed' | 'terminated'): boolean =>
  cellValue(customer, theCustomer, `customer.${what}_since`) !== 0n

const isSetAlready = (customer: Customer, set: Wished): boolean =>
  set === 'active'
    ? !isSince(customer, 'blocked') && !isSince(customer, 'closed') && !isSince(customer, 'terminated')
    : isSince(customer, set)
