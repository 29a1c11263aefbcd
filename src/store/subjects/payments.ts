import type { Subject } from '../../engine/state/customer.ts'
import { isOpen, leftOf } from '../../engine/state/open.ts'
import type { Instant } from '../../engine/time.ts'
import { amountIn, cellsFrom, type StoredCells, statusIn, storedCells } from '../heads/cells.ts'
import { type StoredTraits, storedTraits, traitsFrom } from '../heads/traits.ts'
import { mostRows, openOf, taken } from '../session/at-once.ts'
import { type Columns, insertSql, type OutRow, sendRows, type Table, textOfTime } from '../session/rows.ts'
import type { Session } from '../session/session.ts'
import { each, isNothingReleased, released, releasedBy } from './released.ts'
import { isEmpty, type Owned, pairs, type Wanted, whoseOpen } from './wanted.ts'

type PaymentRow = {
  readonly customer_id: string
  readonly no: number
  readonly payment_id: string
  readonly born_seq: bigint
  readonly born_at: Instant
  readonly held: boolean
  readonly figures: StoredCells
  readonly traits: StoredTraits
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
  traits: 'jsonb',
}

/** For comparing with the records. */
export const paymentTable: Table = { name: 'payment', columns, key: ['customer_id', 'no'] }

const fields = 'p.customer_id, p.no, p.payment_id, p.born_seq, p.born_at, p.held, p.figures, p.traits'
const load = `select ${fields} from ${openOf('payment', '$1', '$4')} p
  union all
  select ${fields} from unnest($2::text[], $3::text[]) as n (customer_id, id)
    join payment p on p.customer_id = n.customer_id and p.payment_id = n.id where not p.open`
const ofReleased = `with ${released}
  select ${fields} from (select distinct customer_id, source_no from released where source_kind = 2) as r
    ${each('payment', 'p', 'p.customer_id = r.customer_id and p.no = r.source_no and not p.open')}`
const all = `select ${fields} from payment p where p.customer_id = $1 order by p.no`
const upsert = insertSql('payment', columns, ['customer_id', 'no'], ['method', 'xdr_id'])

/** What a payment's row says beside his figures; known only when the payment is received or authorised. */
export type PaymentFacts = { readonly method: string | null; readonly xdrId: bigint }

/** The payments with something unallocated or pending, those that are named, and those of allocations to be given back. */
export async function loadPayments(session: Session, wanted: readonly Wanted[]): Promise<Owned<Subject>[]> {
  const named = pairs(wanted, (one) => [...one.payments, ...one.releasingPayments])
  const customerIds = whoseOpen(wanted)
  const rows = await Promise.all([
    isEmpty([customerIds, ...named]) ? [] : session.query<PaymentRow>(load, [customerIds, ...named, mostRows(session)]),
    isNothingReleased(wanted) ? [] : session.query<PaymentRow>(ofReleased, releasedBy(wanted)),
  ])
  return taken(session, rows.flat()).map((row) => ({ customerId: row.customer_id, subject: subjectFrom(row) }))
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
): Promise<void> {
  return sendRows(
    session,
    upsert,
    payments.values().map((one) => paymentRow(one, factsOf(one))),
  )
}

/** A payment as its row, as it is written. */
export function paymentRow({ customerId, subject }: Owned<Subject>, facts?: PaymentFacts): OutRow {
  const { cells } = subject
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
    open: isOpen(subject),
    amount: amountIn(cells, 'payment.amount'),
    allocated: amountIn(cells, 'payment.allocated'),
    unallocated: String(leftOf('payment.unallocated', subject)),
    figures: storedCells(cells),
    traits: storedTraits(subject.traits),
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
  traits: traitsFrom(row.traits),
})
