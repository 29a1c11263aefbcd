import { messageTypes } from '../../engine/events/messages.ts'
import { subjectKinds } from '../../engine/figures/base.ts'
import type { LedgerRecord } from '../../engine/record.ts'
import type { OutRow } from '../../store/rows.ts'
import * as read from '../read-rows.ts'

/** The rows of the lists that follow from records one by one: notes, messages, charges on invoices, directory. */
export type Lists = {
  readonly notes: OutRow[]
  readonly messages: Map<number, OutRow>
  readonly invoiceCharges: OutRow[]
  readonly directory: OutRow[]
  readonly paymentFacts: Map<number, { readonly method: string | null; readonly xdrId: bigint }>
}

export const openLists = (): Lists => ({
  notes: [],
  messages: new Map(),
  invoiceCharges: [],
  directory: [],
  paymentFacts: new Map(),
})

/** Adds what a record adds to the lists. */
export function addToLists(lists: Lists, customerId: string, record: LedgerRecord): void {
  lists.notes.push(...read.noteRows(customerId, record))
  for (const row of read.messageRows(customerId, record)) lists.messages.set(row.seq, row)
  for (const row of read.settledRows(customerId, record))
    lists.messages.set(row.seq, { ...lists.messages.get(row.seq), ...row })
  for (const one of read.invoiceCharges(customerId, record))
    lists.invoiceCharges.push({ customer_id: customerId, invoice: one.invoice, from_no: one.from, to_no: one.to })
  for (const one of read.directoryEntries(customerId, record))
    lists.directory.push({ kind: subjectKinds[one.kind], id: one.id, customer_id: customerId, no: one.no })
  if (record.kind !== 'event' || record.type !== 'payment_received' || record.facts.payment === undefined) return
  const { payment, method = null, xdrId = 0n } = record.facts
  lists.paymentFacts.set(payment.no, { method, xdrId })
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
