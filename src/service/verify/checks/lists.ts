import { messageTypes } from '../../../engine/events/messages.ts'
import type { LedgerRecord } from '../../../engine/events/record.ts'
import { addTo } from '../../../engine/many.ts'
import { directoryKinds } from '../../../store/heads/directory.ts'
import type { OutRow } from '../../../store/session/rows.ts'
import type { PaymentFacts } from '../../../store/subjects/payments.ts'
import * as read from '../../sheet/read-rows.ts'

/** The rows of the lists that follow from records one by one: notes, messages, charges on invoices, directory. */
export type Lists = {
  readonly notes: OutRow[]
  readonly messages: Map<number, OutRow>
  readonly invoiceCharges: OutRow[]
  /** by kind and id: an invoice may keep the name of its draft */
  readonly directory: Map<string, OutRow>
  readonly paymentFacts: Map<number, PaymentFacts>
  /** operations that wait, or waited, by their ids */
  readonly scheduled: Map<string, OutRow>
  /** the records that said so, by the same ids */
  readonly waits: Map<string, LedgerRecord>
}

export const openLists = (): Lists => ({
  notes: [],
  messages: new Map(),
  invoiceCharges: [],
  directory: new Map(),
  paymentFacts: new Map(),
  scheduled: new Map(),
  waits: new Map(),
})

/** Adds what a record adds to the lists. */
export function addToLists(lists: Lists, customerId: string, record: LedgerRecord): void {
  addTo(lists.notes, read.noteRows(customerId, record))
  for (const row of read.messageRows(customerId, record)) lists.messages.set(row.seq, row)
  for (const row of [...read.deferredRows(customerId, record), ...read.settledRows(customerId, record)])
    lists.messages.set(row.seq, { ...lists.messages.get(row.seq), ...row })
  for (const one of read.invoiceCharges(customerId, record))
    lists.invoiceCharges.push({ customer_id: customerId, invoice: one.invoice, from_no: one.from, to_no: one.to })
  for (const one of read.directoryEntries(customerId, record))
    lists.directory.set(`${one.kind}:${one.id}`, {
      kind: directoryKinds[one.kind],
      id: one.id,
      customer_id: customerId,
      no: one.no,
    })
  for (const [no, facts] of read.paymentFactsOf(record)) lists.paymentFacts.set(no, facts)
  for (const row of read.scheduledRows(customerId, record)) {
    lists.scheduled.set(row.scheduled_id, row)
    lists.waits.set(row.scheduled_id, record)
  }
  for (const { scheduledId, state, refusal } of read.endedSchedules(customerId, record))
    lists.scheduled.set(scheduledId, { ...lists.scheduled.get(scheduledId), state, refusal })
}

/** The messages that were queued and of which nothing more is recorded: they wait for their sending. */
export const queuedIn = (lists: Lists): OutRow[] =>
  [...lists.messages.values()]
    .filter((row) => row.state === messageTypes.message_queued && row.settled_seq === null)
    .map((row) => ({ customer_id: row.customer_id, message_seq: row.seq }))

/** Charge numbers that stand on more than one invoice. */
export function chargesOnTwoInvoices(lists: Lists): number[] {
  const ranges = lists.invoiceCharges
    .map((row) => [Number(row.from_no), Number(row.to_no)] as const)
    .sort((a, b) => a[0] - b[0])
  return ranges.flatMap(([from], at) => (at > 0 && from <= (ranges[at - 1]?.[1] ?? 0) ? [from] : []))
}
