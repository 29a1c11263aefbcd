import type { Charge } from '../engine/customer/state.ts'
import type { Instant } from '../engine/time.ts'
import { type Columns, insertSql, type Table } from './rows.ts'
import type { Session } from './store.ts'
import { type Owned, pairs, type Wanted } from './wanted.ts'

type ChargeRow = {
  readonly customer_id: string
  readonly charge: number
  readonly seq: bigint
  readonly xdr_id: bigint
  readonly amount: bigint
  readonly effective_at: Instant
}

const fields = 'r.customer_id, r.charge, r.seq, r.xdr_id, r.amount, r.effective_at'
const unbilled = `select ${fields} from customer_head h
    cross join lateral jsonb_array_elements(h.unbilled) as u (range)
    join record r on r.customer_id = h.customer_id and r.kind = 1 and r.type = 2 and r.charge between (u.range ->> 0)::integer and (u.range ->> 1)::integer
  where h.customer_id = any($1)`
const named = `select ${fields} from unnest($1::text[], $2::bigint[]) as n (customer_id, xdr_id)
    join record r on r.customer_id = n.customer_id and r.xdr_id = n.xdr_id and r.kind = 1 and r.type = 2`

/** The unbilled charges of customers of whom an invoice is to be issued, and booked ones that it names. */
export async function loadCharges(session: Session, wanted: readonly Wanted[]): Promise<Owned<Charge>[]> {
  const billed = wanted.filter((one) => one.unbilled).map((one) => one.customerId)
  const [owners, xdrIds] = pairs(wanted, (one) => one.charges)
  const rows = await Promise.all([
    billed.length === 0 ? [] : session.query<ChargeRow>(unbilled, [billed]),
    xdrIds.length === 0 ? [] : session.query<ChargeRow>(named, [owners, xdrIds.map(String)]),
  ])
  return rows.flat().map((row) => ({ customerId: row.customer_id, subject: chargeFrom(row) }))
}

const chargeFrom = (row: ChargeRow): Charge => ({
  no: row.charge,
  seq: Number(row.seq),
  xdrId: row.xdr_id,
  amount: row.amount,
  effectiveAt: row.effective_at,
})

/** Which charges stand on an invoice: ranges of their numbers. */
export type InvoiceCharges = {
  readonly customerId: string
  readonly invoice: number
  readonly from: number
  readonly to: number
}

const columns: Columns = { customer_id: 'text', invoice: 'integer', from_no: 'integer', to_no: 'integer' }

/** For comparing with the records. */
export const invoiceChargesTable: Table = { name: 'invoice_charges', columns, key: ['customer_id', 'from_no'] }
const insert = insertSql('invoice_charges', columns)

/** Puts charges on an invoice. */
export function insertInvoiceCharges(session: Session, ranges: readonly InvoiceCharges[]): void {
  if (ranges.length === 0) return
  const rows = ranges.map((one) => ({
    customer_id: one.customerId,
    invoice: one.invoice,
    from_no: one.from,
    to_no: one.to,
  }))
  session.send(insert, [JSON.stringify(rows)])
}
