import type { Decide } from '../asked/command.ts'
import type { Draft, DraftFacts } from '../asked/draft.ts'
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
  const facts: DraftFacts = { id: id ?? { next: 'scheduled' }, op: of, dueAt, day: dueOn, ...hashes }
  return { ok: true, drafts: [only('operation_scheduled', facts, circumstances.effectiveAt)] }
}

/** Says what became of an operation that waited: booked, refused on its day with the rule that it broke, or cancelled. */
export const endScheduled: Decide<'end_scheduled'> = (customer, command, circumstances) => {
  const { id, outcome, refusal: code, reason } = command
  const refusal = firstBroken([...timely(customer, circumstances), waiting(customer, id)])
  if (refusal !== null) return { ok: false, refusal }
  const why = { ...(code === null ? {} : { refusal: code }), ...(reason === null ? {} : { reason }) }
  return { ok: true, drafts: [only('schedule_ended', { id, outcome, ...why }, circumstances.effectiveAt)] }
}

const waiting = (customer: Customer, id: string) =>
  check(
    customer.scheduled.some((one) => one.id === id),
    'scheduled_unknown',
    { scheduled: id },
  )

const only = (type: 'operation_scheduled' | 'schedule_ended', facts: DraftFacts, effectiveAt: Instant): Draft => ({
  type,
  subject: theCustomer,
  facts,
  effectiveAt,
  parent: null,
  causes: [],
})
