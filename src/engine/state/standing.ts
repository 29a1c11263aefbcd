import { chargeValue } from '../events/charges.ts'
import { rowOf } from '../events/effects.ts'
import { policyFromRecord } from '../policy/policy.ts'
import type { Instant } from '../time.ts'
import { isOverridden, type Scheduled } from './customer.ts'
import type { AppliedEvent, OwnCustomer } from './own.ts'
import { append, without } from './ranges.ts'

/** The customer with what an event sets of him beside figures: who he is, his terms, what is unbilled, what waits. */
export function standing(customer: OwnCustomer, event: AppliedEvent): OwnCustomer {
  const { type, facts } = event
  if (rowOf(type).charge !== undefined) return withCharge(customer, event)
  switch (type) {
    case 'customer_opened':
      return opened(customer, event)
    case 'opening_moved':
      // in order of effect it comes before the opening, and says who he is; of two that count, the earlier one holds
      return customer.currency === null ? opened(customer, event) : openedNoLater(customer, event.effectiveAt)
    case 'customer_changed':
      return changed(customer, event)
    case 'invoice_issued':
      return { ...customer, unbilled: without(customer.unbilled, facts.charges ?? []) }
    case 'policy_adopted':
      // terms that count from later on stay the ones he is on
      if (isOverridden(customer.cells['customer.policy'], event.effectiveAt)) return customer
      return { ...customer, policy: policyFromRecord(facts.policy ?? '{}', Number(facts.policyVersion ?? 0n)) }
    case 'operation_scheduled':
    case 'schedule_ended':
      return { ...customer, scheduled: rescheduled(customer.scheduled, event) }
    case 'clock_joined':
      return { ...customer, clock: null }
    case 'rules_adopted':
      return { ...customer, rules: Number(facts.rules ?? 1n) }
    case 'text_erased':
      return {
        ...customer,
        name: customer.name?.textId === facts.textId ? null : customer.name,
        email: customer.email?.textId === facts.textId ? null : customer.email,
      }
    default:
      return customer
  }
}

const opened = (customer: OwnCustomer, { facts, effectiveAt }: AppliedEvent): OwnCustomer => ({
  ...customer,
  currency: facts.currency ?? null,
  timeZone: facts.timeZone ?? 'UTC',
  billing: facts.billing === 'prepaid' ? 'prepaid' : 'postpaid',
  class: facts.class ?? 'default',
  clock: facts.clock ?? null,
  name: facts.name ?? null,
  email: facts.email ?? null,
  openedAt: customer.currency === null ? effectiveAt : customer.openedAt,
  rules: Number(facts.rules ?? 1n),
})

const openedNoLater = (customer: OwnCustomer, at: Instant): OwnCustomer =>
  at < customer.openedAt ? { ...customer, openedAt: at } : customer

const changed = (customer: OwnCustomer, { facts, effectiveAt }: AppliedEvent): OwnCustomer => ({
  ...customer,
  zonesBefore:
    facts.shownOn === undefined
      ? customer.zonesBefore
      : [...customer.zonesBefore, { zone: customer.timeZone, until: effectiveAt }],
  name: facts.name ?? customer.name,
  email: facts.email ?? customer.email,
  class: facts.class ?? customer.class,
  timeZone: facts.timeZone ?? customer.timeZone,
})

/** A charge, or a credit, which is a negative one until an invoice takes it (2-domain 2.2). */
function withCharge(customer: OwnCustomer, event: AppliedEvent): OwnCustomer {
  const { type, facts, effectiveAt, seq } = event
  const no = facts.charge?.no
  if (no === undefined) throw new Error(`Bug: ${type} names no charge`)
  customer.charges.set(no, {
    no,
    seq,
    xdrId: facts.xdrId ?? 0n,
    amount: chargeValue(event),
    service: facts.service ?? '',
    creditKind: facts.creditKind ?? null,
    effectiveAt,
  })
  append(customer.unbilled, no)
  return customer
}

function rescheduled(scheduled: readonly Scheduled[], { type, facts }: AppliedEvent): readonly Scheduled[] {
  const { id = '', op = '', dueAt = 0n, day = 0 } = facts
  if (type === 'schedule_ended') return scheduled.filter((one) => one.id !== id)
  return [...scheduled, { id, op, dueAt, day }].sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0))
}
