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

/** Compares head and read tables with what the records fold to, and looks at the identities. */
export async function checkTables(
  session: Session,
  customer: Customer,
  end: { readonly hash: Uint8Array; readonly snapshotSeq: number },
  lists: Lists,
  findings: Findings,
): Promise<void> {
  const head = { customer, ...end, nextEvaluationOn: nextEvaluationOn(customer, latestOn(customer)) }
  const expected: readonly (readonly [Table, () => readonly OutRow[]])[] = [
    [headTable, () => [headRow(head)]],
    [invoiceTable, () => rows(customer, 'invoice', invoiceRow)],
    [
      paymentTable,
      () => rows(customer, 'payment', (one) => paymentRow(one, lists.paymentFacts.get(one.subject.ref.no))),
    ],
    [creditTable, () => rows(customer, 'credit', creditRow)],
    [allocationTable, () => rows(customer, 'allocation', allocationRow)],
    [disputeTable, () => rows(customer, 'dispute', disputeRow)],
    [invoiceChargesTable, () => lists.invoiceCharges],
    [noteTable, () => lists.notes],
    [messageTable, () => [...lists.messages.values()]],
    [deliveryTable, () => queuedIn(lists)],
    [directoryTable, () => [...lists.directory.values()]],
    [scheduledTable, () => [...lists.scheduled.values()]],
  ]
  for (const [table, all] of expected) await compared(session, table, all, findings)
  await checkWaiting(session, customer.id, lists, findings)
  for (const { words, holds } of customer.currency === null ? [] : identitiesOf(customer))
    if (!holds) found(findings, customer.seq, `the identity does not hold: ${words}`)
  for (const no of chargesOnTwoInvoices(lists)) found(findings, null, `charge no. ${no} stands on two invoices`)
}

/**
 * What waits for its day stands beside the log; the record that says so holds hashes of it. What has ended keeps its key
 * and its reference, which are those of the operation, and of rules before 3 its caller.
 */
async function checkWaiting(session: Session, customerId: string, { waits }: Lists, findings: Findings): Promise<void> {
  for (const row of await allKeptOf(session, customerId)) {
    const record = waits.get(row.scheduledId)
    if (!row.isWaiting)
      found(findings, row.seq, `table scheduled: ${row.scheduledId} has ended, and what was asked is kept`)
    else if (record?.kind === 'event' && isAltered(row, record.facts))
      found(findings, record.seq, `${row.scheduledId} waits as something else than was asked, or of somebody else`)
  }
  for (const { scheduledId, seq } of await endedAsAnother(session, customerId))
    found(
      findings,
      seq,
      `table scheduled: ${scheduledId} bears another key, reference or caller than the operation has`,
    )
}

type Row = (one: { readonly customerId: string; readonly subject: Subject }) => OutRow

const rows = (customer: Customer, kind: Subject['ref']['kind'], row: Row): OutRow[] =>
  [...customer.subjects.values()]
    .filter((subject) => subject.ref.kind === kind)
    .map((subject) => row({ customerId: customer.id, subject }))
