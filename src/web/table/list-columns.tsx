import { Link } from '@tanstack/react-router'
import { isDialled } from '../can.ts'
import type {
  CreditNoteRow,
  CustomerRow,
  Dials,
  InvoiceRow,
  MessageRow,
  NoteRow,
  PaymentRow,
  XdrRow,
} from '../client/queries.ts'
import { pathOfSubject, paths } from '../paths.ts'
import { isZero, shown } from '../ui/amount.ts'
import { Check } from '../ui/check.tsx'
import type { Column } from '../ui/data-table.tsx'
import { plainWords } from '../ui/status.ts'
import { StatusMark } from '../ui/status-mark.tsx'
import { parseSubject } from '../ui/subject.ts'
import { dayOf, momentOf, plainDay } from '../ui/time.ts'
import ui from '../ui/ui.module.css'
import { RecordLink } from '../why/record-link.tsx'
import { Why } from '../why/why.tsx'
import { FoundBy } from './found-by.tsx'

/** The columns of the list of customers. */
export const customerColumns: readonly Column<CustomerRow>[] = [
  {
    header: 'Name',
    cell: (row) => (
      <>
        <Link {...paths.customer(row.customer_id)} className={ui.quiet}>
          {row.name ?? 'name erased'}
        </Link>
        <FoundBy customer={row.customer_id} found={row.found} />
      </>
    ),
  },
  { header: 'Customer', cell: (row) => <span className={ui.meta}>{row.customer_id}</span> },
  { header: 'Status', cell: (row) => <StatusMark status={row.status} /> },
  { header: 'Currency', cell: (row) => <span className={ui.meta}>{row.currency}</span> },
  { header: 'Open invoices', right: true, cell: (row) => row.open_count },
  { header: 'Balance', right: true, width: 130, cell: (row) => shown(row.balance) },
  { header: 'Outstanding', right: true, width: 130, cell: (row) => shown(row.outstanding) },
  {
    header: 'Overdue',
    right: true,
    width: 130,
    cell: (row) =>
      isZero(row.overdue) ? <span className={ui.meta}>0.00</span> : <strong>{shown(row.overdue)}</strong>,
  },
]

/** The columns of a customer's invoices. */
export const invoiceColumns: readonly Column<InvoiceRow>[] = [
  {
    header: 'Invoice',
    cell: (row) => (
      <Link {...paths.invoice(row.invoice)} className={ui.quiet}>
        {row.invoice}
      </Link>
    ),
  },
  {
    header: 'Status',
    cell: (row) => <Why figure="invoice.status" subject={`invoice:${row.invoice}`} value={row.status} unit="status" />,
  },
  { header: 'Issued', cell: (row) => (row.issued_on === null ? 'draft' : plainDay(row.issued_on)) },
  { header: 'Due', cell: (row) => (row.due_on === null ? 'never' : plainDay(row.due_on)) },
  { header: 'Total', right: true, cell: (row) => shown(row.total) },
  { header: 'Adjusted', right: true, cell: (row) => shown(row.adjusted) },
  { header: 'Credited', right: true, cell: (row) => shown(row.credited) },
  { header: 'Paid', right: true, cell: (row) => shown(row.paid) },
  {
    header: 'Outstanding',
    right: true,
    cell: (row) => <Why figure="invoice.outstanding" subject={`invoice:${row.invoice}`} value={row.outstanding} />,
  },
]

/** The columns of a customer's payments. */
export const paymentColumns = (zone: string): readonly Column<PaymentRow>[] => [
  {
    header: 'Payment',
    cell: (row) => (
      <Link {...paths.payment(row.payment_id)} className={ui.quiet}>
        {row.payment_id}
      </Link>
    ),
  },
  {
    header: 'Status',
    cell: (row) => (
      <Why figure="payment.status" subject={`payment:${row.payment_id}`} value={row.status} unit="status" />
    ),
  },
  { header: 'Received', cell: (row) => momentOf(row.received_at, zone) },
  { header: 'Method', cell: (row) => row.method ?? 'not said' },
  { header: 'xDR id', cell: (row) => row.xdr_id },
  { header: 'Amount', right: true, cell: (row) => shown(row.amount) },
  { header: 'Allocated', right: true, cell: (row) => shown(row.allocated) },
  {
    header: 'Unallocated',
    right: true,
    cell: (row) => <Why figure="payment.unallocated" subject={`payment:${row.payment_id}`} value={row.unallocated} />,
  },
]

/** The columns of a customer's credit notes. */
export const creditNoteColumns = (zone: string): readonly Column<CreditNoteRow>[] => [
  {
    header: 'Credit note',
    cell: (row) => (
      <Link {...paths.creditNote(row.credit_note)} className={ui.quiet}>
        {row.credit_note}
      </Link>
    ),
  },
  {
    header: 'Status',
    cell: (row) => (
      <Why figure="credit.status" subject={`credit_note:${row.credit_note}`} value={row.status} unit="status" />
    ),
  },
  { header: 'Issued', cell: (row) => momentOf(row.issued_at, zone) },
  {
    header: 'Invoice',
    cell: (row) =>
      row.invoice !== null && (
        <Link {...paths.invoice(row.invoice)} className={ui.quiet}>
          {row.invoice}
        </Link>
      ),
  },
  { header: 'Amount', right: true, cell: (row) => shown(row.amount) },
  { header: 'Allocated', right: true, cell: (row) => shown(row.allocated) },
  {
    header: 'Remaining',
    right: true,
    cell: (row) => <Why figure="credit.remaining" subject={`credit_note:${row.credit_note}`} value={row.remaining} />,
  },
]

const Subject = ({ customer, subject }: { readonly customer: string; readonly subject: string }) => {
  const of = parseSubject(subject)
  if (of.kind === 'customer') return 'Customer'
  return (
    <Link {...pathOfSubject(customer, subject)} className={ui.quiet}>
      {plainWords(of.kind)} {of.id}
    </Link>
  )
}

/** The columns of a customer's xDRs. */
export const xdrColumns = (customer: string, zone: string): readonly Column<XdrRow>[] => [
  { header: 'xDR id', cell: (row) => row.xdr_id },
  { header: 'Kind', cell: (row) => plainWords(row.kind) },
  { header: 'Description', cell: (row) => row.description ?? '' },
  { header: 'When', cell: (row) => momentOf(row.effective_at, zone) },
  {
    header: 'Invoice',
    cell: (row) =>
      row.invoice !== null && (
        <Link {...paths.invoice(row.invoice)} className={ui.quiet}>
          {row.invoice}
        </Link>
      ),
  },
  { header: 'Amount', right: true, cell: (row) => shown(row.amount) },
  {
    header: 'Record',
    right: true,
    cell: (row) => <RecordLink customer={customer} seq={row.seq} root={row.seq} />,
  },
]

/** The columns of a customer's notes and disputes. */
export const noteColumns = (customer: string, zone: string): readonly Column<NoteRow>[] => [
  { header: 'When', cell: (row) => momentOf(row.effective_at, zone), width: 140 },
  { header: 'Kind', cell: (row) => plainWords(row.kind), width: 90 },
  { header: 'About', cell: (row) => <Subject customer={customer} subject={row.subject} /> },
  { header: 'Text', cell: (row) => row.text ?? <span className={ui.meta}>erased</span> },
  { header: 'Agreed', right: true, cell: (row) => (row.agreed === null ? '' : shown(row.agreed)) },
  { header: 'Reference', cell: (row) => row.reference ?? '' },
  { header: 'By', cell: (row) => row.actor },
  { header: 'Record', right: true, cell: (row) => <RecordLink customer={customer} seq={row.seq} root={row.seq} /> },
]

const Stated = ({ row, when }: { readonly row: MessageRow; readonly when: 'now' | 'then' }) =>
  row.stated === null ? null : (
    <>
      {shown(row.stated)} <Check holds={row.true_now}>{`${row.true_now ? 'true' : 'not true'} ${when}`}</Check>
    </>
  )

/** The columns of a customer's messages, as of now or as of the dials. */
export const messageColumns = (customer: string, zone: string, dials: Dials): readonly Column<MessageRow>[] => [
  { header: 'When', cell: (row) => momentOf(row.effective_at, zone), width: 140 },
  { header: 'Message', cell: (row) => plainWords(row.template) },
  { header: 'About', cell: (row) => <Subject customer={customer} subject={row.subject} /> },
  { header: 'State', cell: (row) => <StatusMark status={row.state} /> },
  { header: 'Reason', cell: (row) => row.reason ?? '' },
  { header: 'To', cell: (row) => row.to ?? '' },
  { header: 'Sent', cell: (row) => (row.settled_at === null ? '' : dayOf(row.settled_at, zone)) },
  { header: 'It stated', right: true, cell: (row) => <Stated row={row} when={isDialled(dials) ? 'then' : 'now'} /> },
  { header: 'Record', right: true, cell: (row) => <RecordLink customer={customer} seq={row.seq} root={row.seq} /> },
]
