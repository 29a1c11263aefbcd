import type { Instant } from '../../../engine/time.ts'
import { textOfTime } from '../../session/rows.ts'
import type { Reader } from '../records/records.ts'

/** A booked transaction in the list of xDRs; `invoice` is the number of the invoice that it stands on. */
export type XdrRow = { readonly seq: number; readonly invoice: number | null }

type Reach = { readonly effectiveAt: Instant; readonly knownSeq: number }

/**
 * Events that own an xDR id, newest first, before a record: charges with the invoice that they stand on, adjustments,
 * credit notes and write-offs with the one that they concern, payments with none. `reach`: those that count until then and
 * were known up to a record; on no invoice that was not issued then.
 */
export async function readXdrPage(
  reader: Reader,
  customerId: string,
  page: { readonly before: number | null; readonly limit: number },
  reach: Reach | null = null,
): Promise<XdrRow[]> {
  const rows = await reader.query<{ seq: bigint; invoice: number | null }>(
    `select r.seq, case when r.charge is null then r.invoice else c.no end as invoice
       from (
         select seq, invoice, charge from record
          where customer_id = $1 and kind = 1 and xdr_id is not null and seq < $2::bigint
            and seq <= $4::bigint and effective_at <= $5::timestamptz
          order by seq desc limit $3::int
       ) r
       left join lateral (
         select i.invoice, i.to_no from invoice_charges i
          where i.customer_id = $1 and i.from_no <= r.charge order by i.from_no desc limit 1
       ) t on t.to_no >= r.charge
       left join invoice c on c.customer_id = $1 and c.no = t.invoice and c.born_seq <= $4::bigint
         and c.born_at <= $5::timestamptz
      order by r.seq desc`,
    [
      customerId,
      page.before ?? Number.MAX_SAFE_INTEGER,
      page.limit,
      reach?.knownSeq ?? Number.MAX_SAFE_INTEGER,
      reach === null ? 'infinity' : textOfTime(reach.effectiveAt),
    ],
  )
  return rows.map((row) => ({ seq: Number(row.seq), invoice: row.invoice }))
}

/** A page of the charges that stand on an invoice, in order of booking: behind a charge, at most `limit`. */
export async function readInvoiceCharges(
  reader: Reader,
  customerId: string,
  invoice: number,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<{ readonly no: number; readonly seq: number }[]> {
  const rows = await reader.query<{ charge: number; seq: bigint }>(
    `select r.charge, r.seq from invoice_charges i
       join record r on r.customer_id = i.customer_id and r.charge between i.from_no and i.to_no
      where i.customer_id = $1 and i.invoice = $2 and i.to_no > $3::int and r.charge > $3::int
      order by r.charge limit $4::int`,
    [customerId, invoice, after, limit],
  )
  return rows.map((row) => ({ no: row.charge, seq: Number(row.seq) }))
}

/** How many charges stand on an invoice. */
export async function countInvoiceCharges(reader: Reader, customerId: string, invoice: number): Promise<number> {
  const [row] = await reader.query<{ n: bigint | null }>(
    'select sum(to_no - from_no + 1) as n from invoice_charges where customer_id = $1 and invoice = $2',
    [customerId, invoice],
  )
  return Number(row?.n ?? 0n)
}
