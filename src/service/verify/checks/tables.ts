import { identitiesOf } from '../../../engine/booking/identities.ts'
import { nextEvaluationOn } from '../../../engine/evaluation/evaluation.ts'
import type { Customer, Subject } from '../../../engine/state/customer.ts'
import { directoryTable } from '../../../store/heads/directory.ts'
import { headRow, headTable } from '../../../store/heads/heads.ts'
import { deliveryTable } from '../../../store/queues/deliveries.ts'
import { allKeptOf, endedAsAnother, scheduledTable } from '../../../store/queues/scheduled.ts'
import type { OutRow, Table } from '../../../store/session/rows.ts'
import type { Session } from '../../../store/session/session.ts'
import { allocationRow, allocationTable } from '../../../store/subjects/allocations.ts'
import { invoiceChargesTable } from '../../../store/subjects/charges.ts'
import { creditRow, creditTable } from '../../../store/subjects/credits.ts'
import { disputeRow, disputeTable } from '../../../store/subjects/disputes.ts'
import { invoiceRow, invoiceTable } from '../../../store/subjects/invoices.ts'
import { messageTable } from '../../../store/subjects/messages.ts'
import { noteTable } from '../../../store/subjects/notes.ts'
import { paymentRow, paymentTable } from '../../../store/subjects/payments.ts'
import { latestOn } from '../../asked/days.ts'
import { isAltered } from '../../sheet/operate/asked.ts'
import { compared } from './compared.ts'
import { type Findings, found } from './finding.ts'
import { chargesOnTwoInvoices, type Lists, queuedIn } from './lists.ts'

/** What the records of a customer fold to, and what they say beside it. */
export type Folded = {
  readonly customer: Customer
  readonly end: { readonly hash: Uint8Array; readonly snapshotSeq: number }
  readonly lists: Lists
  readonly findings: Findings
}

type Expected = (one: Folded) => readonly OutRow[]

const tables: readonly (readonly [Table, Expected])[] = [
  [
    headTable,
    ({ customer, end }) => [
      headRow({ customer, ...end, nextEvaluationOn: nextEvaluationOn(customer, latestOn(customer)) }),
    ],
  ],
  [invoiceTable, ({ customer }) => rows(customer, 'invoice', invoiceRow)],
  [
    paymentTable,
    ({ customer, lists }) =>
      rows(customer, 'payment', (one) => paymentRow(one, lists.paymentFacts.get(one.subject.ref.no))),
  ],
  [creditTable, ({ customer }) => rows(customer, 'credit', creditRow)],
  [allocationTable, ({ customer }) => rows(customer, 'allocation', allocationRow)],
  [disputeTable, ({ customer }) => rows(customer, 'dispute', disputeRow)],
  [invoiceChargesTable, ({ lists }) => lists.invoiceCharges],
  [noteTable, ({ lists }) => lists.notes],
  [messageTable, ({ lists }) => [...lists.messages.values()]],
  [deliveryTable, ({ lists }) => queuedIn(lists)],
  [directoryTable, ({ lists }) => [...lists.directory.values()]],
  [scheduledTable, ({ lists }) => [...lists.scheduled.values()]],
]

/** Compares heads and read tables with what the records of some customers fold to, and looks at the identities. */
export async function checkTables(session: Session, of: readonly Folded[]): Promise<void> {
  if (of.length === 0) return
  for (const [table, expected] of tables)
    await compared(
      session,
      table,
      of.map((one) => ({ findings: one.findings, expected: () => expected(one) })),
    )
  await checkWaiting(session, of)
  for (const { customer, lists, findings } of of) {
    for (const { words, holds } of customer.currency === null ? [] : identitiesOf(customer))
      if (!holds) found(findings, customer.seq, `the identity does not hold: ${words}`)
    for (const no of chargesOnTwoInvoices(lists)) found(findings, null, `charge no. ${no} stands on two invoices`)
  }
}

/**
 * What waits for its day stands beside the log; the record that says so holds hashes of it. What has ended keeps its key
 * and its reference, which are those of the operation, and of rules before 3 its caller.
 */
async function checkWaiting(session: Session, of: readonly Folded[]): Promise<void> {
  const by = new Map(of.map((one) => [one.customer.id, one]))
  const say = (customerId: string, seq: number, what: string): void => {
    const one = by.get(customerId)
    if (one !== undefined) found(one.findings, seq, what)
  }
  for (const row of await allKeptOf(session, [...by.keys()])) {
    const record = by.get(row.customerId)?.lists.waits.get(row.scheduledId)
    if (!row.isWaiting)
      say(row.customerId, row.seq, `table scheduled: ${row.scheduledId} has ended, and what was asked is kept`)
    else if (record?.kind === 'event' && isAltered(row, record.facts))
      say(row.customerId, record.seq, `${row.scheduledId} waits as something else than was asked, or of somebody else`)
  }
  for (const { customerId, scheduledId, seq } of await endedAsAnother(session, [...by.keys()]))
    say(
      customerId,
      seq,
      `table scheduled: ${scheduledId} bears another key, reference or caller than the operation has`,
    )
}

type Row = (one: { readonly customerId: string; readonly subject: Subject }) => OutRow

const rows = (customer: Customer, kind: Subject['ref']['kind'], row: Row): OutRow[] =>
  [...customer.subjects.values()]
    .filter((subject) => subject.ref.kind === kind)
    .map((subject) => row({ customerId: customer.id, subject }))
