import type { CommandOp } from '../../src/engine/asked/command.ts'
import type { LedgerRecord } from '../../src/engine/events/record.ts'
import type { Booked } from '../memory/ledger.ts'

/** What each operation is about, in the words of the rule; of equals the first. Those left out are about their only event. */
const about: Partial<Record<CommandOp, RegExp>> = {
  evaluate_day: /^day_evaluated$/,
  issue_invoice: /^invoice_issued$/,
  issue_draft: /^invoice_issued$/,
  draft_invoice: /^invoice_drafted$/,
  void_invoice: /^invoice_voided$/,
  adjust_invoice: /^invoice_adjusted$/,
  write_off_invoice: /^invoice_written_off$/,
  undo_write_off: /^write_off_undone$/,
  receive_payment: /^payment_received$/,
  settle_payment: /^payment_settled$/,
  fail_payment: /^(payment|authorisation)_failed$/,
  void_payment: /^payment_voided$/,
  charge_back_payment: /^payment_charged_back$/,
  reverse_chargeback: /^chargeback_reversed$/,
  refund_payment: /^payment_refunded$/,
  refund_credit: /^credit_refunded$/,
  refund_customer: /_refunded$/,
  move_out: /_moved_out$/,
  move_in: /^credit_moved_in$/,
  allocate_payment: /^payment_allocated$/,
  allocate_credit: /^credit_allocated$/,
  deallocate_payment: /^payment_deallocated$/,
  deallocate_credit: /^credit_deallocated$/,
  issue_credit_note: /^credit_note_issued$/,
  void_credit_note: /^credit_note_voided$/,
  turn_into_credit: /^credit_made$/,
  open_dispute: /^dispute_opened$/,
  resolve_dispute: /^dispute_(resolved|rejected)$/,
  settle_message: /^message_(sent|failed|withheld|deferred)$/,
}

/**
 * Holds what a chain is (3-records 3.1): its root is what the operation is about; every record of the operation is reached
 * from it by parents of the same operation; what became of a message hangs under it, in the chain that queued it; and all
 * other causes are earlier. `before` are the customer's records up to the operation.
 */
export function checkChain({ command, records }: Booked, before: ReadonlyMap<number, LedgerRecord>): void {
  const types = about[command.op] ?? /./
  const events = records.filter((one) => one.kind === 'event' || one.kind === 'message')
  const main = events.find((one) => types.test(one.type))
  if (main === undefined) throw new Error(`${command.op} booked nothing that it is about`)
  const queued = command.op === 'settle_message' ? before.get(command.messageSeq) : undefined
  const root = queued?.rootSeq ?? main.seq
  const own = new Map(records.map((one) => [one.seq, one]))
  for (const record of records) {
    if (record.rootSeq !== root) throw new Error(`record ${record.seq} names root ${record.rootSeq}, not ${root}`)
    if (rootAbove(record, own) !== main.seq)
      throw new Error(`record ${record.seq} (${record.type}) is not reached from what ${command.op} is about`)
    for (const { seq, customerId } of record.causes) {
      const isKnown = customerId !== undefined || before.has(seq) || (own.has(seq) && seq !== record.seq)
      if (!isKnown) throw new Error(`record ${record.seq} names ${seq} as a cause, which is not there`)
    }
  }
  if (main.parentSeq !== (queued?.seq ?? null)) throw new Error(`the root ${main.seq} hangs under ${main.parentSeq}`)
}

/** The record at which the way up through parents of this operation ends; a circle never ends. */
function rootAbove(record: LedgerRecord, own: ReadonlyMap<number, LedgerRecord>): number {
  let at = record
  for (let steps = 0; steps <= own.size; steps += 1) {
    const parent = at.parentSeq === null ? undefined : own.get(at.parentSeq)
    if (parent === undefined) return at.seq
    at = parent
  }
  throw new Error(`the parents of record ${record.seq} go round in a circle`)
}
