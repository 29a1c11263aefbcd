import { subjectKinds } from '../../engine/figures/base.ts'
import type { Subject } from '../../engine/state/customer.ts'
import type { Instant } from '../../engine/time.ts'
import { amountIn, cellsFrom, type StoredCells, storedCells } from '../heads/cells.ts'
import { type Columns, insertSql, type OutRow, sendRows, type Table, textOfTime } from '../session/rows.ts'
import type { Session } from '../session/session.ts'
import { each, isNothingReleased, released, releasedBy } from './released.ts'
import type { Owned, Wanted } from './wanted.ts'

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
  charged_back: 'bigint',
  figures: 'jsonb',
}

/** For comparing with the records. */
export const allocationTable: Table = { name: 'allocation', columns, key: ['customer_id', 'no'] }

const fields = 'a.customer_id, a.no, a.source_kind, a.source_no, a.invoice, a.born_seq, a.born_at, a.figures'
const load = `with ${released}
  select ${fields} from released r ${each('allocation', 'a', 'a.customer_id = r.customer_id and a.no = r.no')}`
const all = `select ${fields} from allocation a where a.customer_id = $1 order by a.no`
const upsert = insertSql('allocation', columns, ['customer_id', 'no'])

/** The allocations that may be given back, or be restored after a chargeback. */
export async function loadAllocations(session: Session, wanted: readonly Wanted[]): Promise<Owned<Subject>[]> {
  if (isNothingReleased(wanted)) return []
  const rows = await session.query<AllocationRow>(load, releasedBy(wanted))
  return rows.map((row) => ({ customerId: row.customer_id, subject: subjectFrom(row) }))
}

/** All allocations of a customer, in order of their numbers. */
export async function allAllocations(session: Pick<Session, 'query'>, customerId: string): Promise<Subject[]> {
  return (await session.query<AllocationRow>(all, [customerId])).map(subjectFrom)
}

/** Writes allocations as they stand now. */
export function writeAllocations(session: Session, allocations: readonly Owned<Subject>[]): Promise<void> {
  return sendRows(session, upsert, allocations.values().map(allocationRow))
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
    charged_back: amountIn(subject.cells, 'allocation.charged_back'),
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
  traits: {},
})
