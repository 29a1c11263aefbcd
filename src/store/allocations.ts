import type { Subject } from '../engine/customer/state.ts'
import { subjectKinds } from '../engine/figures/base.ts'
import type { Instant } from '../engine/time.ts'
import { amountIn, cellsFrom, type StoredCells, storedCells } from './cells.ts'
import { type Columns, insertSql, type OutRow, type Table, textOfTime } from './rows.ts'
import type { Session } from './store.ts'
import { type Owned, pairs, type Wanted } from './wanted.ts'

type AllocationRow = {
  readonly customer_id: string
  readonly no: number
  readonly source_kind: number
  readonly source_no: number
  readonly invoice: number
  readonly born_seq: bigint
  readonly born_at: Instant
  readonly figures: StoredCells
}

const columns: Columns = {
  customer_id: 'text',
  no: 'integer',
  source_kind: 'smallint',
  source_no: 'integer',
  invoice: 'integer',
  born_seq: 'bigint',
  born_at: 'timestamptz',
  amount: 'bigint',
  figures: 'jsonb',
}

/** For comparing with the records. */
export const allocationTable: Table = { name: 'allocation', columns, key: ['customer_id', 'no'] }

const fields = 'a.customer_id, a.no, a.source_kind, a.source_no, a.invoice, a.born_seq, a.born_at, a.figures'
const load = `select ${fields} from unnest($1::text[], $2::text[]) as n (customer_id, id)
    join invoice i on i.customer_id = n.customer_id and i.invoice = n.id
    join allocation a on a.customer_id = i.customer_id and a.invoice = i.no and a.amount > 0`
const all = `select ${fields} from allocation a where a.customer_id = $1 order by a.no`
const upsert = insertSql('allocation', columns, ['customer_id', 'no'])

/** What stands on the invoices that are to be released. */
export async function loadAllocations(session: Session, wanted: readonly Wanted[]): Promise<Owned<Subject>[]> {
  const releasing = pairs(wanted, (one) => one.releasing)
  if (releasing[0].length === 0) return []
  const rows = await session.query<AllocationRow>(load, releasing)
  return rows.map((row) => ({ customerId: row.customer_id, subject: subjectFrom(row) }))
}

/** All allocations of a customer, in order of their numbers. */
export async function allAllocations(session: Pick<Session, 'query'>, customerId: string): Promise<Subject[]> {
  return (await session.query<AllocationRow>(all, [customerId])).map(subjectFrom)
}

/** Writes allocations as they stand now. */
export function writeAllocations(session: Session, allocations: readonly Owned<Subject>[]): void {
  if (allocations.length > 0) session.send(upsert, [JSON.stringify(allocations.map(allocationRow))])
}

/** An allocation as its row, as it is written. */
export function allocationRow({ customerId, subject }: Owned<Subject>): OutRow {
  const { source, target } = subject
  if (source === null || target === null) throw new Error('Bug: an allocation without source or target')
  return {
    customer_id: customerId,
    no: subject.ref.no,
    source_kind: subjectKinds[source.kind],
    source_no: source.no,
    invoice: target.no,
    born_seq: subject.bornSeq,
    born_at: textOfTime(subject.bornAt),
    amount: amountIn(subject.cells, 'allocation.amount'),
    figures: storedCells(subject.cells),
  }
}

const subjectFrom = (row: AllocationRow): Subject => ({
  ref: { kind: 'allocation', no: row.no },
  id: '',
  bornSeq: Number(row.born_seq),
  bornAt: row.born_at,
  cells: cellsFrom(row.figures),
  held: false,
  source: { kind: row.source_kind === subjectKinds.payment ? 'payment' : 'credit', no: row.source_no },
  target: { kind: 'invoice', no: row.invoice },
})
