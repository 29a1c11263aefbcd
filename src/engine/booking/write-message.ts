import type { LedgerRecord, MessageRecord } from '../events/record.ts'
import type { Code, Facts } from '../events/slots.ts'
import type { Ref } from '../figures/base.ts'
import type { MessageKind } from '../policy/policy.ts'
import { withSameFigures } from '../state/once-per-state.ts'
import { lastNotice, withNotice } from '../state/traits.ts'
import { messageKey, nextHeader, type Page, write } from './page.ts'

/** A message of the past is not sent: one whose business date is more than this many days before today (3-records 3.5). */
const HISTORY_AFTER_DAYS = 2

/** What a message says, about whom, and what caused it. `because`: why it is not to go out; null: it may. */
export type Wished = {
  readonly template: MessageKind
  readonly about: Ref
  readonly cause: LedgerRecord
  readonly facts: Facts
  readonly because: Code | null
  /** where the policy does not want this kind, that is recorded */
  readonly isSaid?: true
}

/**
 * Writes a message beside the record that causes it, with the facts that it states: queued, or withheld with the reason.
 * Nothing is written where the policy does not want this kind, or this operation made it already; one that went out on
 * the same day before is withheld. Delivery follows after the commit.
 */
export function writeMessage(page: Page, { template, about, cause, facts, because, isSaid }: Wished): void {
  const { customer } = page
  const day = page.circumstances.effectiveOn
  const isWanted = customer.policy.messages.includes(template)
  if ((!isWanted && !isSaid) || isMade(page, template, about)) return
  const last = lastNotice(customer, about, template)
  const again = last?.queued && last.on >= day ? 'already_sent' : null
  const reason = because ?? (isWanted ? null : 'not_wanted') ?? again ?? reasonToWithhold(page)
  const record: MessageRecord = {
    ...nextHeader(page, { subject: about, effectiveAt: cause.effectiveAt, parentSeq: cause.seq, causes: [] }),
    kind: 'message',
    type: reason === null ? 'message_queued' : 'message_withheld',
    facts: {
      template,
      ...(customer.email === null ? {} : { to: customer.email }),
      ...facts,
      day,
      ...(reason === null ? {} : { because: reason }),
    },
  }
  write(page, record)
  page.customer = withSameFigures(page.customer, withNotice(page.customer, record))
}

const isMade = ({ messages }: Page, template: MessageKind, about: Ref): boolean =>
  messages.has(messageKey(template, about))

function reasonToWithhold({ customer, circumstances: { clock, effectiveOn } }: Page): Code | null {
  if (clock.mail === 'withhold') return 'clock_withholds'
  if (clock.today - effectiveOn > HISTORY_AFTER_DAYS) return 'history'
  return customer.email === null ? 'no_address' : null
}
