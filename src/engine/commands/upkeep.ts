import type { EventType } from '../events/effects.ts'
import type { MessageType } from '../events/messages.ts'
import type { Facts } from '../events/slots.ts'
import { type Ref, theCustomer } from '../figures/base.ts'
import { type Instant, later } from '../time.ts'
import { check, firstBroken, timely } from './checks.ts'
import type { Decide, Decision, DraftCause } from './command.ts'

const only = (
  type: EventType | MessageType,
  facts: Facts,
  effectiveAt: Instant,
  subject: Ref = theCustomer,
  causes: DraftCause[] = [],
): Decision => ({
  ok: true,
  drafts: [{ type, subject, facts, effectiveAt, parent: null, causes }],
})

/** Puts the customer on the wall clock; a customer who follows it already stays as he is. */
export const joinClock: Decide<'join_clock'> = (customer, { clock }, { effectiveAt }) =>
  customer.clock === null
    ? { ok: true, drafts: [] }
    : only('clock_joined', { clock }, later(effectiveAt, customer.openedAt))

/** Erases a text: salt and body go, the record keeps its hash and the chain verifies. */
export const eraseText: Decide<'erase_text'> = (customer, { textId, reason }, circumstances) => {
  const refusal = firstBroken(timely(customer, circumstances))
  return refusal === null ? only('text_erased', { textId, reason }, circumstances.effectiveAt) : { ok: false, refusal }
}

/** Books the customer by newer tables from now on: never from before what he has, for that was booked by the older ones. */
export const adoptRules: Decide<'adopt_rules'> = (customer, { rules }, circumstances) => {
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    check(rules > customer.rules, 'rules_not_newer', { rules: customer.rules }),
  ])
  return refusal === null
    ? only('rules_adopted', { rules: BigInt(rules) }, later(circumstances.effectiveAt, customer.maxEffectiveAt))
    : { ok: false, refusal }
}

/** Records what became of a queued message. */
export const settleMessage: Decide<'settle_message'> = (_customer, command, { effectiveAt }) => {
  const { messageSeq, template, about, outcome, attempt, because, detail } = command
  const facts: Facts = {
    messageSeq: BigInt(messageSeq),
    template,
    ...(about.kind === 'invoice' || about.kind === 'payment' ? { [about.kind]: about } : {}),
    attempt: BigInt(attempt),
    ...(because === null ? {} : { because }),
    ...(detail === null ? {} : { detail }),
  }
  return only(outcome, facts, effectiveAt, about, [{ role: 'triggered', seq: messageSeq }])
}

/** Records a doing of the operator in his own stream. */
export const recordDoing: Decide<'record_doing'> = (_customer, { type, facts }, { effectiveAt }) =>
  only(type, facts, effectiveAt)
