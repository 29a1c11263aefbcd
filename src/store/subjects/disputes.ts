import type { Subject } from '../../engine/state/customer.ts'
import { isOpen } from '../../engine/state/open.ts'
import type { Instant } from '../../engine/time.ts'
import { amountIn, cellsFrom, type StoredCells, statusIn, storedCells } from '../heads/cells.ts'
import { type Columns, insertSql, type OutRow, sendRows, type Table, textOfTime } from '../session/rows.ts'
import type { Session } from '../session/session.ts'
import { isEmpty, type Owned, pairs, type Wanted, whoseOpen } from './wanted.ts'

type DisputeRow = {
  readonly customer_id: string
  readonly no: number
  readonly dispute_id: string
  readonly born_seq: bigint
  readonly born_at: Instant
  readonly invoice: number
  readonly figures: StoredCells
}

const columns: Columns = {
  customer_id: 'text',
  no: 'integer',
  dispute_id: 'text',
  born_seq: 'bigint',
  born_at: 'timestamptz',
  invoice: 'integer',
  status: 'smallint',
  open: 'boolean',
  claimed: 'bigint',
  agreed: 'bigint',
  adjusted: 'bigint',
  figures: 'jsonb',
}

/** For comparing with the records. */
export const disputeTable: Table = { name: 'dispute', columns, key: ['customer_id', 'no'] }

const fields = 'd.customer_id, d.no, d.dispute_id, d.born_seq, d.born_at, d.invoice, d.figures'
const load = `select ${fields} from dispute d where d.customer_id = any($1) and d.open
  union
  select ${fields} from unnest($2::text[], $3::text[]) as n (customer_id, id)
    join dispute d on d.customer_id = n.customer_id and d.dispute_id = n.id where not d.open
  union
  select ${fields} from unnest($4::text[], $5::text[]) as n (customer_id, id)
    join invoice i on i.customer_id = n.customer_id and i.invoice = n.id
    join dispute d on d.customer_id = i.customer_id and d.invoice = i.no where not d.open
  union
  select ${fields} from unnest($6::text[], $7::text[]) as n (customer_id, id)
    join credit k on k.customer_id = n.customer_id and k.credit_id = n.id
    join dispute d on d.customer_id = k.customer_id and d.invoice = k.source_invoice where not d.open`
const all = `select ${fields} from dispute d where d.customer_id = $1 order by d.no`
const upsert = insertSql('dispute', columns, ['customer_id', 'no'])

/** The open disputes of some customers, those that are named, and all on invoices whose credit notes may be voided. */
export async function loadDisputes(session: Session, wanted: readonly Wanted[]): Promise<Owned<Subject>[]> {
  const named = pairs(wanted, (one) => one.disputes)
  const customerIds = whoseOpen(wanted)
  const released = pairs(wanted, (one) => one.releasing)
  const ofCredits = pairs(wanted, (one) => one.releasingCredits)
  const asked = [customerIds, ...named, ...released, ...ofCredits]
  const rows = isEmpty(asked) ? [] : await session.query<DisputeRow>(load, asked)
  return rows.map((row) => ({ customerId: row.customer_id, subject: subjectFrom(row) }))
}

/** All disputes of a customer, in order of their numbers. */
export async function allDisputes(session: Pick<Session, 'query'>, customerId: string): Promise<Subject[]> {
  return (await session.query<DisputeRow>(all, [customerId])).map(subjectFrom)
}

/** Writes disputes as they stand now. */
export function writeDisputes(session: Session, disputes: readonly Owned<Subject>[]): Promise<void> {
  return sendRows(session, upsert, disputes.values().map(disputeRow))
}

/** A dispute as its row, as it is written. */
export function disputeRow({ customerId, subject }: Owned<Subject>): OutRow {
  const { cells, target } = subject
  if (target === null) throw new Error('Bug: a dispute about no invoice')
  return {
    customer_id: customerId,
    no: subject.ref.no,
    dispute_id: subject.id,
    born_seq: subject.bornSeq,
    born_at: textOfTime(subject.bornAt),
    invoice: target.no,
    status: statusIn(cells, 'dispute.status'),
    open: isOpen(subject),
    claimed: amountIn(cells, 'dispute.claimed'),
    agreed: amountIn(cells, 'dispute.agreed'),
    adjusted: amountIn(cells, 'dispute.adjusted'),
    figures: storedCells(cells),
  }
}

const subjectFrom = (row: DisputeRow): Subject => ({
  ref: { kind: 'dispute', no: row.no },
  id: row.dispute_id,
  bornSeq: Number(row.born_seq),
  bornAt: row.born_at,
  cells: cellsFrom(row.figures),
  held: false,
  source: null,
  target: { kind: 'invoice', no: row.invoice },
  traits: {},
})
