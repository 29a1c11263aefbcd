import type { Circumstances } from '../asked/circumstances.ts'
import type { Decide, Decision } from '../asked/command.ts'
import type { FactsToState } from '../asked/draft.ts'
import type { EventType } from '../events/effects.ts'
import type { Facts } from '../events/slots.ts'
import { theCustomer } from '../figures/base.ts'
import { check, firstBroken, timely } from '../planning/checks.ts'
import { type Customer, operatorId } from '../state/customer.ts'
import { type Instant, later } from '../time.ts'
import { isCollectionOff } from '../values/stages.ts'

const only = <T extends EventType>(type: T, facts: FactsToState<T>, effectiveAt: Instant): Decision => ({
  ok: true,
  drafts: [{ type, subject: theCustomer, facts, effectiveAt, parent: null, causes: [] }],
})

/**
 * Puts the customer on the wall clock; a customer who follows it already stays as he is. Where his clock told history
 * (collection: off), he is collected from that day on.
 */
export const joinClock: Decide<'join_clock'> = (customer, { clock }, { effectiveAt, effectiveOn }) => {
  if (customer.clock === null) return { ok: true, drafts: [] }
  const collected = isCollectionOff(customer) ? { collectionOff: 0n, collectionFrom: effectiveOn } : {}
  return only('clock_joined', { clock, ...collected }, later(effectiveAt, customer.openedAt))
}

/** Erases a text: salt and body go, the record keeps its hash and the chain verifies. */
export const eraseText: Decide<'erase_text'> = (customer, { textId, reason }, circumstances) => {
  const refusal = firstBroken(timely(customer, circumstances))
  return refusal === null ? only('text_erased', { textId, reason }, circumstances.effectiveAt) : { ok: false, refusal }
}

/** Books the customer by newer tables from now on: never from before what he has, for that was booked by the older ones. */
export const adoptRules: Decide<'adopt_rules'> = (customer, { rules }, circumstances) => {
  // the operator's own stream comes to newer rules as well
  const refusal = firstBroken([
    ...(customer.id === operatorId ? [] : timely(customer, circumstances)),
    check(rules > customer.rules, 'rules_not_newer', { rules: customer.rules }),
  ])
  return refusal === null
    ? only(
        'rules_adopted',
        { rules: BigInt(rules), ...reopenedBefore(customer, circumstances) },
        later(circumstances.effectiveAt, customer.maxEffectiveAt),
      )
    : { ok: false, refusal }
}

/** By rules 2 the day of a reopening by hand was not kept as one of the customer: it lies before this one. */
function reopenedBefore({ cells }: Customer, { clock }: Circumstances): Facts {
  const isReopened = cells['customer.terminated_since']?.value === 0n && cells['customer.reopened_on'] === undefined
  return isReopened ? { reopenedOn: clock.today } : {}
}

/** Records what became of a queued message, in the chain that queued it. */
export const settleMessage: Decide<'settle_message'> = (_customer, command, { effectiveAt }) => {
  const { messageSeq, rootSeq, template, about, outcome, attempt, because, detail } = command
  const facts: Facts = {
    messageSeq: BigInt(messageSeq),
    template,
    ...(about.kind === 'invoice' || about.kind === 'payment' ? { [about.kind]: about } : {}),
    attempt: BigInt(attempt),
    ...(because === null ? {} : { because }),
    ...(detail === null ? {} : { detail }),
  }
  const under = { parentSeq: messageSeq, rootSeq }
  return { ok: true, drafts: [{ type: outcome, subject: about, facts, effectiveAt, parent: null, causes: [], under }] }
}

/** Records a doing of the operator in his own stream. */
export const recordDoing: Decide<'record_doing'> = (_customer, { type, facts }, { effectiveAt }) =>
  only(type, facts, effectiveAt)
