import type { Command, CommandOf } from '../../src/engine/asked/command.ts'
import type { Code } from '../../src/engine/events/slots.ts'
import { formatAmount } from '../../src/engine/money/amount.ts'
import { messageKinds, type PolicyText } from '../../src/engine/policy/policy.ts'
import { startOfDay } from '../../src/service/asked/days.ts'
import { textOf } from '../memory/ledger.ts'
import { type Desk, type Draw, isOpen, oneOf, open, pick, rarely, sum } from './desk.ts'
import { charge } from './operations-invoices.ts'

/** Terms of which each may be any: the plainest ones are those that nobody has set. */
export function terms(desk: Desk): CommandOf<'adopt_policy'> {
  const { customer, draw } = desk
  const policy: PolicyText = {
    auto_apply: draw(4) !== 3,
    overpay: oneOf(draw, 'unallocated', 'unallocated', 'reject'),
    void_paid: oneOf(draw, 'allow', 'allow', 'reject'),
    negative_invoice: oneOf(draw, 'to_credit', 'keep'),
    credit_excess: oneOf(draw, 'to_credit', 'to_credit', 'reject'),
    amount_due: oneOf(draw, 'balance_aware', 'simple'),
    adjustment_counts_as_payment: draw(2) === 1,
    rounding: oneOf(draw, 'away_from_zero', 'half_away', 'half_even'),
    payment_terms: oneOf(draw, null, 0, 7, 15),
    collect_minimum: formatAmount(least(desk), 0),
    credit_limit_warning: oneOf(draw, null, 80),
    messages: kinds.filter(() => draw(4) !== 3),
    collection: stepsOf(desk),
  }
  return { op: 'adopt_policy', version: customer.policy.version + 1, policy: JSON.stringify(policy) }
}

const kinds = Object.keys(messageKinds) as readonly Code[]

/** Mostly nothing; else any amount, or just what an invoice owes. */
function least(desk: Desk): bigint {
  const how = desk.draw(4)
  if (how < 2) return 0n
  const owed = open(desk, pick(desk, 'invoice', isOpen(desk)))
  return how === 2 || owed <= 0n ? positive(desk) : owed
}

const positive = (desk: Desk): bigint => {
  const amount = sum(desk)
  return amount > 0n && amount < 10n ** 12n ? amount : 0n
}

function stepsOf(desk: Desk): PolicyText['collection'] {
  const { draw } = desk
  return {
    reminders_before: oneOf<number[]>(draw, [], [10, 7, 1], [0]),
    resend_after: oneOf<number[]>(draw, [], [0, 7, 20]),
    grace_days: oneOf(draw, 0, 3),
    late_fee: draw(2) === 0 ? null : feeOf(desk),
    limitation_after: oneOf(draw, null, 5, 1, 0),
    suspension_after: oneOf(draw, null, 10, 3),
    termination_after: oneOf(draw, null, null, 30, 12),
    warning_before: oneOf(draw, null, 2),
    threshold: formatAmount(least(desk), 0),
  }
}

const feeOf = (desk: Desk): NonNullable<PolicyText['collection']['late_fee']> => ({
  amount: formatAmount(desk.draw(2) === 0 ? desk.unit * 50n : 0n, 0),
  percent: oneOf(desk.draw, '1.5', '0', '0.000001'),
  on: oneOf(desk.draw, 'next_invoice', 'this_invoice'),
})

/** Something is to be done on a later day (what, does not matter here), or will not be. */
export function schedule(desk: Desk): Command {
  const { customer, draw, ledger, today } = desk
  const [waiting] = customer.scheduled
  if (waiting !== undefined && draw(3) === 2) {
    const id = rarely(draw, 20) ? 'S0' : waiting.id
    const reason = draw(2) === 0 ? null : textOf(ledger, 'not any more')
    return { op: 'end_scheduled', id, outcome: 'cancelled', refusal: null, reason }
  }
  const dueOn = today + 1 + draw(20)
  const dueAt = startOfDay(dueOn, ledger.zone) + BigInt(draw(24)) * 3_600_000_000n
  return { op: 'schedule_operation', id: rarely(draw, 3) ? null : `S${customer.seq}`, of: 'book_charge', dueAt, dueOn }
}

export function upkeep(desk: Desk): Command {
  const { ledger, customer, draw, effectiveOn } = desk
  const how = draw(6)
  if (how === 1 || how === 4) return { op: 'join_clock', clock: 'history' }
  if (how > 2) return { op: 'adopt_rules', rules: customer.rules }
  if (how === 2) return { op: 'evaluate_day', day: effectiveOn }
  const texts = [customer.name, customer.email].filter((text) => text !== null)
  const textId = texts[draw(2)]?.textId ?? '10000000-0000-7000-8000-000000000003'
  return { op: 'erase_text', textId, reason: textOf(ledger, 'asked for it') }
}

/** What became of one of the messages that were queued. */
export function outcome(desk: Desk): Command {
  const queued = (desk.ledger.records.get(desk.customer.id) ?? []).filter((one) => one.type === 'message_queued')
  const message = queued[desk.draw(10_000) % queued.length]
  if (message === undefined || message.kind !== 'message') return charge(desk)
  const how = desk.draw(4)
  const outcomes = ['message_sent', 'message_failed', 'message_withheld', 'message_deferred'] as const
  return {
    op: 'settle_message',
    messageSeq: message.seq,
    rootSeq: message.rootSeq,
    template: kindOf(message.facts.template),
    about: message.subject,
    outcome: outcomes[how] ?? 'message_sent',
    attempt: 1 + desk.draw(3),
    because: how === 0 ? null : how === 2 ? 'no_longer_true' : 'mail_server_refused',
    detail: how === 1 ? textOf(desk.ledger, '550 no such mailbox') : null,
  }
}

type Template = CommandOf<'settle_message'>['template']

const kindOf = (code: Code | undefined): Template => {
  const kind = (Object.keys(messageKinds) as Template[]).find((one) => one === code)
  if (kind === undefined) throw new Error(`${code} is no kind of message`)
  return kind
}

/** The terms with which a history begins; one in three begins with those that nobody has set. */
export const firstTerms = (desk: Desk, draw: Draw): Command | null => (draw(3) === 0 ? null : terms(desk))
