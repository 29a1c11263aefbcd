import type { Subject } from '../../engine/state/customer.ts'
import { isOpen } from '../../engine/state/open.ts'
import type { Day, Instant } from '../../engine/time.ts'
import { amountIn, cellsFrom, type StoredCells, statusIn, storedCells } from '../heads/cells.ts'
import { type StoredTraits, storedTraits, traitsFrom } from '../heads/traits.ts'
import { mostRows, openOf, taken } from '../session/at-once.ts'
import { type Columns, insertSql, type OutRow, sendRows, type Table, textOfDay, textOfTime } from '../session/rows.ts'
import type { Session } from '../session/session.ts'
import { each, isNothingReleased, namedCredits, released, releasedBy } from './released.ts'
import { isEmpty, type Owned, pairs, type Wanted, whoseOpen } from './wanted.ts'

type InvoiceRow = {
  readonly customer_id: string
  readonly no: number
  readonly invoice: string
  readonly born_seq: bigint
  readonly born_at: Instant
  readonly figures: StoredCells
  readonly traits: StoredTraits
}

const columns: Columns = {
  customer_id: 'text',
  no: 'integer',
  invoice: 'text',
  born_seq: 'bigint',
  born_at: 'timestamptz',
  issued_on: 'date',
  due_on: 'date',
  status: 'smallint',
  open: 'boolean',
  total: 'bigint',
  adjusted: 'bigint',
  credited: 'bigint',
  paid: 'bigint',
  outstanding: 'bigint',
  figures: 'jsonb',
  traits: 'jsonb',
}

/** For comparing with the records. */
export const invoiceTable: Table = { name: 'invoice', columns, key: ['customer_id', 'no'] }

const fields = 'i.customer_id, i.no, i.invoice, i.born_seq, i.born_at, i.figures, i.traits'
const load = `select ${fields} from ${openOf('invoice', '$1', '$6')} i
  union all
  select ${fields} from unnest($2::text[], $3::text[]) as n (customer_id, id)
    join invoice i on i.customer_id = n.customer_id and i.invoice = n.id where not i.open
  union all
  select ${fields} from unnest($4::text[], $5::int[]) as n (customer_id, no)
    join invoice i on i.customer_id = n.customer_id and i.no = n.no where not i.open`
const ofReleased = `with ${released}, concerned as (
    select customer_id, no from lowered
    union
    select customer_id, invoice from released
    union
    select k.customer_id, k.source_invoice from ${namedCredits}
  )
  select ${fields} from concerned c
    ${each('invoice', 'i', 'i.customer_id = c.customer_id and i.no = c.no and not i.open')}`
const all = `select ${fields} from invoice i where i.customer_id = $1 order by i.no`
const upsert = insertSql('invoice', columns, ['customer_id', 'no'])

/**
 * The open invoices of some customers, those that are named, those that named disputes contest, and those on which money
 * stands that may be given back, or from which a credit was made that may be.
 */
export async function loadInvoices(session: Session, wanted: readonly Wanted[]): Promise<Owned<Subject>[]> {
  const named = pairs(wanted, (one) => [...one.invoices, ...one.chargesOf])
  const numbered = pairs(wanted, (one) => one.invoiceNos)
  const customerIds = whoseOpen(wanted)
  const rows = await Promise.all([
    isEmpty([customerIds, ...named, ...numbered])
      ? []
      : session.query<InvoiceRow>(load, [customerIds, ...named, ...numbered, mostRows(session)]),
    isNothingReleased(wanted) ? [] : session.query<InvoiceRow>(ofReleased, releasedBy(wanted)),
  ])
  return taken(session, rows.flat()).map((row) => ({ customerId: row.customer_id, subject: subjectFrom(row) }))
}

/** All invoices of a customer, in order of their numbers. */
export async function allInvoices(session: Pick<Session, 'query'>, customerId: string): Promise<Subject[]> {
  return (await session.query<InvoiceRow>(all, [customerId])).map(subjectFrom)
}

/** Writes invoices as they stand now. */
export function writeInvoices(session: Session, invoices: readonly Owned<Subject>[]): Promise<void> {
  return sendRows(session, upsert, invoices.values().map(invoiceRow))
}

/** An invoice as its row, as it is written. */
export function invoiceRow({ customerId, subject }: Owned<Subject>): OutRow {
  const { cells } = subject
  return {
    customer_id: customerId,
    no: subject.ref.no,
    invoice: subject.id,
    born_seq: subject.bornSeq,
    born_at: textOfTime(subject.bornAt),
    issued_on: textOfDay(dayIn(cells['invoice.issued_on']?.value)),
    due_on: textOfDay(dayIn(cells['invoice.due_on']?.value)),
    status: statusIn(cells, 'invoice.status'),
    open: isOpen(subject),
    total: amountIn(cells, 'invoice.total'),
    adjusted: amountIn(cells, 'invoice.adjusted'),
    credited: amountIn(cells, 'invoice.credited'),
    paid: amountIn(cells, 'invoice.paid'),
    outstanding: amountIn(cells, 'invoice.outstanding'),
    figures: storedCells(cells),
    traits: storedTraits(subject.traits),
  }
}

const dayIn = (value: bigint | undefined): Day | null => (value === undefined ? null : Number(value))

const subjectFrom = (row: InvoiceRow): Subject => ({
  ref: { kind: 'invoice', no: row.no },
  id: row.invoice,
  bornSeq: Number(row.born_seq),
  bornAt: row.born_at,
  cells: cellsFrom(row.figures),
  held: false,
  source: null,
  target: null,
  traits: traitsFrom(row.traits),
})
