import type { Code, Facts } from '../events/slots.ts'
import { evaluate } from '../figures/evaluate.ts'
import { statuses } from '../figures/statuses.ts'
import type { ChangeRecord, MessageRecord } from '../record.ts'
import { nextHeader, type Page, write } from './page.ts'
import { cellValue } from './state.ts'

/** A message of the past is not sent: one whose business date is more than this many days before today (3-records 3.5). */
const HISTORY_AFTER_DAYS = 2

/**
 * Writes the notice that an invoice became overdue, beside the change of status that causes it and with the facts that
 * it states: queued, or withheld with the reason. Delivery follows after the commit.
 */
export function queueMessages(page: Page): void {
  const overdue = BigInt(statuses.overdue)
  const changes = page.records.filter(
    (record): record is ChangeRecord =>
      record.kind === 'change' && record.figure === 'invoice.status' && record.after === overdue,
  )
  for (const change of changes) writeNotice(page, change)
}

function writeNotice(page: Page, change: ChangeRecord): void {
  const { customer } = page
  const because = reasonToWithhold(page)
  const facts: Facts = {
    template: 'overdue_notice',
    invoice: change.subject,
    ...(customer.email === null ? {} : { to: customer.email }),
    stated: evaluate(customer, 'invoice.outstanding', change.subject, 0) ?? 0n,
    statedDueOn: Number(cellValue(customer, change.subject, 'invoice.due_on')),
    ...(because === null ? {} : { because }),
  }
  const record: MessageRecord = {
    ...nextHeader(page, {
      subject: change.subject,
      effectiveAt: change.effectiveAt,
      parentSeq: change.seq,
      causes: [],
    }),
    kind: 'message',
    type: because === null ? 'message_queued' : 'message_withheld',
    facts,
  }
  write(page, record)
}

function reasonToWithhold({ customer, circumstances: { clock, effectiveOn } }: Page): Code | null {
  if (clock.mail === 'withhold') return 'clock_withholds'
  if (clock.today - effectiveOn > HISTORY_AFTER_DAYS) return 'history'
  return customer.email === null ? 'no_address' : null
}
