import type { Decide } from '../asked/command.ts'
import type { Draft, FactsToState } from '../asked/draft.ts'
import { theCustomer } from '../figures/base.ts'
import { check, firstBroken, timely } from '../planning/checks.ts'
import type { Customer } from '../state/customer.ts'
import type { Instant } from '../time.ts'

/** Keeps an operation that is dated after now until its day (2-domain 2.3, 4); what it is made of stands beside the log. */
export const scheduleOperation: Decide<'schedule_operation'> = (customer, command, circumstances) => {
  const refusal = firstBroken(timely(customer, circumstances))
  if (refusal !== null) return { ok: false, refusal }
  const { id, of, dueAt, dueOn, asked, askedBy } = command
  const hashes = asked === undefined || askedBy === undefined ? {} : { asked, askedBy }
  const facts: FactsToState<'operation_scheduled'> = {
    id: id ?? { next: 'scheduled' },
    op: of,
    dueAt,
    day: dueOn,
    ...hashes,
  }
  return { ok: true, drafts: [only({ type: 'operation_scheduled', facts }, circumstances.effectiveAt)] }
}

/** Says what became of an operation that waited: booked, refused on its day with the rule that it broke, or cancelled. */
export const endScheduled: Decide<'end_scheduled'> = (customer, command, circumstances) => {
  const { id, outcome, refusal: code, reason } = command
  const refusal = firstBroken([...timely(customer, circumstances), waiting(customer, id)])
  if (refusal !== null) return { ok: false, refusal }
  const why = { ...(code === null ? {} : { refusal: code }), ...(reason === null ? {} : { reason }) }
  const facts = { id, outcome, ...why }
  return { ok: true, drafts: [only({ type: 'schedule_ended', facts }, circumstances.effectiveAt)] }
}

const waiting = (customer: Customer, id: string) =>
  check(
    customer.scheduled.some((one) => one.id === id),
    'scheduled_unknown',
    { scheduled: id },
  )

type Waiting = {
  [T in 'operation_scheduled' | 'schedule_ended']: { readonly type: T; readonly facts: FactsToState<T> }
}['operation_scheduled' | 'schedule_ended']

const only = (one: Waiting, effectiveAt: Instant): Draft => ({
  ...one,
  subject: theCustomer,
  effectiveAt,
  parent: null,
  causes: [],
})
