import { decode } from '../engine/bytes/record-bytes.ts'
import type { Charge } from '../engine/customer/state.ts'
import { each } from './released.ts'
import { type Columns, insertSql, type Table } from './rows.ts'
import type { Session } from './store.ts'
import { type Owned, pairs, type Wanted } from './wanted.ts'

type ChargeRow = { readonly customer_id: string; readonly canonical: Uint8Array }

// charge_booked, credit_booked, late_fee_charged: as the index of charge numbers has them
const isCharge = 'r.kind = 1 and r.type in (2, 16, 60)'
const fields = 'r.customer_id, r.canonical'
const unbilled = `select ${fields} from customer_head h
    cross join lateral jsonb_array_elements(h.unbilled) as u (range)
    ${each(
      'record',
      'r',
      `r.customer_id = h.customer_id and ${isCharge}
         and r.charge between (u.range ->> 0)::integer and (u.range ->> 1)::integer`,
    )}
  where h.customer_id = any($1)`
const named = `select ${fields} from unnest($1::text[], $2::bigint[]) as n (customer_id, xdr_id)
    ${each('record', 'r', `r.customer_id = n.customer_id and r.xdr_id = n.xdr_id and ${isCharge}`)}`
const onInvoices = `select ${fields} from unnest($1::text[], $2::text[]) as n (customer_id, id)
    ${each('invoice', 'i', 'i.customer_id = n.customer_id and i.invoice = n.id')}
    ${each('invoice_charges', 'c', 'c.customer_id = i.customer_id and c.invoice = i.no')}
    ${each('record', 'r', `r.customer_id = c.customer_id and ${isCharge} and r.charge between c.from_no and c.to_no`)}`

/**
 * The unbilled charges of customers of whom an invoice is to be issued, booked ones that are named, and all of invoices
 * of which they are wanted. Credits and late fees are charges too.
 */
export async function loadCharges(session: Session, wanted: readonly Wanted[]): Promise<Owned<Charge>[]> {
  const billed = wanted.filter((one) => one.unbilled).map((one) => one.customerId)
  const [owners, xdrIds] = pairs(wanted, (one) => one.charges)
  const invoices = pairs(wanted, (one) => one.chargesOf)
  const rows = await Promise.all([
    billed.length === 0 ? [] : session.query<ChargeRow>(unbilled, [billed]),
    xdrIds.length === 0 ? [] : session.query<ChargeRow>(named, [owners, xdrIds.map(String)]),
    invoices[0].length === 0 ? [] : session.query<ChargeRow>(onInvoices, invoices),
  ])
  return rows.flat().map((row) => ({ customerId: row.customer_id, subject: chargeFrom(row) }))
}

/** A charge as booking it makes it: a credit is a negative one. */
function chargeFrom({ canonical }: ChargeRow): Charge {
  const record = decode(canonical)
  if (record.kind !== 'event' || record.facts.charge === undefined)
    throw new Error('A record that ought to be of a charge is of none')
  const { charge, amount = 0n, xdrId = 0n, service = '', creditKind = null } = record.facts
  return {
    no: charge.no,
    seq: record.seq,
    xdrId,
    amount: record.type === 'credit_booked' ? -amount : amount,
    service,
    creditKind,
    effectiveAt: record.effectiveAt,
  }
}

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
