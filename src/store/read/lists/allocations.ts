import { type Ref, subjectKinds } from '../../../engine/figures/base.ts'
import type { Subject } from '../../../engine/state/customer.ts'
import type { Instant } from '../../../engine/time.ts'
import { cellsFrom, type StoredCells } from '../../heads/cells.ts'
import type { Reader } from '../records/records.ts'

type Row = {
  no: number
  source_kind: number
  source_no: number
  invoice: number
  born_seq: bigint
  born_at: Instant
  figures: StoredCells
}

/** The allocations to an invoice, or from a payment or credit, those taken back included, in order of their numbers. */
export async function readAllocations(reader: Reader, customerId: string, { kind, no }: Ref): Promise<Subject[]> {
  const of = kind === 'invoice' ? 'invoice = $2 and $3::int is not null' : 'source_no = $2 and source_kind = $3'
  const rows = await reader.query<Row>(
    `select no, source_kind, source_no, invoice, born_seq, born_at, figures from allocation
      where customer_id = $1 and ${of} order by no`,
    [customerId, no, subjectKinds[kind]],
  )
  return rows.map((row) => ({
    ref: { kind: 'allocation', no: row.no },
    id: '',
    bornSeq: Number(row.born_seq),
    bornAt: row.born_at,
    cells: cellsFrom(row.figures),
    held: false,
    source: { kind: row.source_kind === subjectKinds.payment ? 'payment' : 'credit', no: row.source_no },
    target: { kind: 'invoice', no: row.invoice },
    traits: {},
  }))
}
