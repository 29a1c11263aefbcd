import { OPERATION_OF_RECORD } from '../records/operations.ts'
import type { Reader, RecordKey } from '../records/records.ts'

/** Charges of a customer by their numbers, both ends included. */
export type ChargeRange = { readonly customerId: string; readonly from: number; readonly to: number }

/** The charges that stand on some invoices of a customer. */
export async function readChargeRanges(
  reader: Reader,
  customerId: string,
  invoices: readonly number[],
): Promise<ChargeRange[]> {
  const rows = await reader.query<{ from_no: number; to_no: number }>(
    'select from_no, to_no from invoice_charges where customer_id = $1 and invoice = any($2::int[]) order by from_no',
    [customerId, invoices],
  )
  return rows.map((row) => ({ customerId, from: row.from_no, to: row.to_no }))
}

const upstream = `with recursive own as (
    select seq, parent_seq, customer_id from record where customer_id = $1 and invoice = any($2::int[])
  ), up (seq) as (
    (
      select parent_seq from own where parent_seq is not null
      union
      select c.cause_seq from own join cause c on c.customer_id = own.customer_id and c.seq = own.seq
       where c.cause_customer_id is null
      union
      select o.root_seq from own r cross join ${OPERATION_OF_RECORD} o
    )
    union
    select x.seq from up cross join lateral (
      select p.parent_seq as seq from record p
       where p.customer_id = $1 and p.seq = up.seq and p.parent_seq is not null
      union all
      select c.cause_seq from cause c where c.customer_id = $1 and c.seq = up.seq and c.cause_customer_id is null
    ) x
  ) select seq from up where seq not in (select seq from own) order by seq limit $3::int`

/**
 * What led to the records of some invoices of a customer without concerning these: parents and other causes up to the
 * first, and what each operation was about, such as the chargeback that released money from them. At most `limit`.
 */
export async function readUpstream(
  reader: Reader,
  customerId: string,
  invoices: readonly number[],
  limit: number,
): Promise<RecordKey[]> {
  const rows = await reader.query<{ seq: bigint }>(upstream, [customerId, invoices, limit])
  return rows.map((row) => ({ customerId, seq: Number(row.seq) }))
}
