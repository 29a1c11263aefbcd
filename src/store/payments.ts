import type { Subject } from '../engine/customer/state.ts'
import type { Instant } from '../engine/time.ts'
import { amountIn, cellsFrom, type StoredCells, statusIn, storedCells } from './cells.ts'
import { leftOf } from './left.ts'
import { type Columns, insertSql, type OutRow, type Table, textOfTime } from './rows.ts'
import type { Session } from './store.ts'
import { type Owned, pairs, type Wanted } from './wanted.ts'

type PaymentRow = {
  readonly customer_id: string
  readonly no: number
  readonly payment_id: string
  readonly born_seq: bigint
  readonly born_at: Instant
  readonly held: boolean
  readonly figures: StoredCells
}

const columns: Columns = {
  customer_id: 'text',
  no: 'integer',
  payment_id: 'text',
  born_seq: 'bigint',
  born_at: 'timestamptz',
  held: 'boolean',
  method: 'text',
  xdr_id: 'bigint',
  status: 'smallint',
  open: 'boolean',
  amount: 'bigint',
  allocated: 'bigint',
  unallocated: 'bigint',
  figures: 'jsonb',
}

/** For comparing with the records. */
export const paymentTable: Table = { name: 'payment', columns, key: ['customer_id', 'no'] }

const fields = 'p.customer_id, p.no, p.payment_id, p.born_seq, p.born_at, p.held, p.figures'
const load = `select ${fields} from payment p where p.customer_id = any($1) and p.open
  union all
  select ${fields} from unnest($2::text[], $3::text[]) as n (customer_id, id)
    join payment p on p.customer_id = n.customer_id and p.payment_id = n.id where not p.open
  union all
  select ${fields} from unnest($4::text[], $5::text[]) as n (customer_id, id)
    join invoice i on i.customer_id = n.customer_id and i.invoice = n.id
    join allocation a on a.customer_id = i.customer_id and a.invoice = i.no and a.amount > 0 and a.source_kind = 2
    join payment p on p.customer_id = a.customer_id and p.no = a.source_no where not p.open`
const all = `select ${fields} from payment p where p.customer_id = $1 order by p.no`
const upsert = insertSql('payment', columns, ['customer_id', 'no'], ['method', 'xdr_id'])

/** What a payment's row says beside his figures; known only when the payment is received. */
export type PaymentFacts = { readonly method: string | null; readonly xdrId: bigint }

/** The payments with something unallocated, those that are named, and those that paid invoices to be released. */
export async function loadPayments(session: Session, wanted: readonly Wanted[]): Promise<Owned<Subject>[]> {
  const named = pairs(wanted, (one) => one.payments)
  const releasing = pairs(wanted, (one) => one.releasing)
  const customerIds = wanted.map((one) => one.customerId)
  const rows = await session.query<PaymentRow>(load, [customerIds, ...named, ...releasing])
  return rows.map((row) => ({ customerId: row.customer_id, subject: subjectFrom(row) }))
}

/** All payments of a customer, in order of their numbers. */
export async function allPayments(session: Pick<Session, 'query'>, customerId: string): Promise<Subject[]> {
  return (await session.query<PaymentRow>(all, [customerId])).map(subjectFrom)
}

/** Writes payments as they stand now; with their facts where they are new. */
export function writePayments(
  session: Session,
  payments: readonly Owned<Subject>[],
  factsOf: (payment: Owned<Subject>) => PaymentFacts | undefined,
): void {
  if (payments.length === 0) return
  session.send(upsert, [JSON.stringify(payments.map((one) => paymentRow(one, factsOf(one))))])
}

/** A payment as its row, as it is written. */
export function paymentRow({ customerId, subject }: Owned<Subject>, facts?: PaymentFacts): OutRow {
  const { cells } = subject
  const unallocated = leftOf('payment.unallocated', subject)
  return {
    customer_id: customerId,
    no: subject.ref.no,
    payment_id: subject.id,
    born_seq: subject.bornSeq,
    born_at: textOfTime(subject.bornAt),
    held: subject.held,
    method: facts?.method ?? null,
    xdr_id: facts === undefined ? null : String(facts.xdrId),
    status: statusIn(cells, 'payment.status'),
    open: unallocated !== 0n,
    amount: amountIn(cells, 'payment.amount'),
    allocated: amountIn(cells, 'payment.allocated'),
    unallocated: String(unallocated),
    figures: storedCells(cells),
  }
}

const subjectFrom = (row: PaymentRow): Subject => ({
  ref: { kind: 'payment', no: row.no },
  id: row.payment_id,
  bornSeq: Number(row.born_seq),
  bornAt: row.born_at,
  cells: cellsFrom(row.figures),
  held: row.held,
  source: null,
  target: null,
})
