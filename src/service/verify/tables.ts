import { nextEvaluationOn } from '../../engine/customer/evaluation.ts'
import { identitiesOf } from '../../engine/customer/identities.ts'
import type { Customer, Subject } from '../../engine/customer/state.ts'
import { allocationRow, allocationTable } from '../../store/allocations.ts'
import { invoiceChargesTable } from '../../store/charges.ts'
import { compareRows, type Difference } from '../../store/compare.ts'
import { creditRow, creditTable } from '../../store/credits.ts'
import { directoryTable } from '../../store/directory.ts'
import { headRow, headTable } from '../../store/heads.ts'
import { invoiceRow, invoiceTable } from '../../store/invoices.ts'
import { messageTable } from '../../store/messages.ts'
import { noteTable } from '../../store/notes.ts'
import { paymentRow, paymentTable } from '../../store/payments.ts'
import type { OutRow, Table } from '../../store/rows.ts'
import type { Session } from '../../store/store.ts'
import { type Findings, found } from './finding.ts'
import { chargesOnTwoInvoices, type Lists } from './lists.ts'

/** Compares head and read tables with what the records fold to, and looks at the identities. */
export async function checkTables(
  session: Pick<Session, 'query'>,
  customer: Customer,
  end: { readonly hash: Uint8Array; readonly snapshotSeq: number },
  lists: Lists,
  findings: Findings,
): Promise<void> {
  const head = { customer, ...end, nextEvaluationOn: nextEvaluationOn(customer) }
  const expected: readonly (readonly [Table, readonly OutRow[]])[] = [
    [headTable, [headRow(head)]],
    [invoiceTable, rows(customer, 'invoice', invoiceRow)],
    [paymentTable, rows(customer, 'payment', (one) => paymentRow(one, lists.paymentFacts.get(one.subject.ref.no)))],
    [creditTable, rows(customer, 'credit', creditRow)],
    [allocationTable, rows(customer, 'allocation', allocationRow)],
    [invoiceChargesTable, lists.invoiceCharges],
    [noteTable, lists.notes],
    [messageTable, [...lists.messages.values()]],
    [directoryTable, lists.directory],
  ]
  for (const [table, all] of expected)
    for (const difference of await compareRows(session, table, customer.id, all)) report(table, difference, findings)
  for (const { words, holds } of customer.currency === null ? [] : identitiesOf(customer))
    if (!holds) found(findings, customer.seq, `the identity does not hold: ${words}`)
  for (const no of chargesOnTwoInvoices(lists)) found(findings, null, `charge no. ${no} stands on two invoices`)
}

type Row = (one: { readonly customerId: string; readonly subject: Subject }) => OutRow

const rows = (customer: Customer, kind: Subject['ref']['kind'], row: Row): OutRow[] =>
  [...customer.subjects.values()]
    .filter((subject) => subject.ref.kind === kind)
    .map((subject) => row({ customerId: customer.id, subject }))

/** Says in words what differs between a table and the records. */
export function report(table: Table, { key, what, columns }: Difference, findings: Findings): void {
  const { customer_id: _same, seq, ...rest } = key
  const which = Object.entries(rest).map(([name, value]) => ` ${name} ${value}`)
  const row = `table ${table.name}${which.join(',')}`
  const words = {
    missing: `${row}: the row is missing`,
    extra: `${row}: there is a row that no record accounts for`,
    different: `${row}: ${columns.join(', ')} not as the records say`,
  }
  found(findings, seq === undefined ? null : Number(seq), words[what])
}
