import type { Subject } from '../../engine/state/customer.ts'
import { isOpen, leftOf } from '../../engine/state/open.ts'
import type { Instant } from '../../engine/time.ts'
import { amountIn, cellsFrom, type StoredCells, statusIn, storedCells } from '../heads/cells.ts'
import { type StoredTraits, storedTraits, traitsFrom } from '../heads/traits.ts'
import { mostRows, openOf, taken } from '../session/at-once.ts'
import { type Columns, insertSql, type OutRow, sendRows, type Table, textOfTime } from '../session/rows.ts'
import type { Session } from '../session/session.ts'
import { creditsFrom, each, isNothingReleased, released, releasedBy } from './released.ts'
import { isEmpty, type Owned, pairs, type Wanted, whoseOpen } from './wanted.ts'

type CreditRow = {
  readonly customer_id: string
  readonly no: number
  readonly credit_id: string
  readonly born_seq: bigint
  readonly born_at: Instant
  readonly source_invoice: number | null
  readonly figures: StoredCells
  readonly traits: StoredTraits
}

const columns: Columns = {
  customer_id: 'text',
  no: 'integer',
  credit_id: 'text',
  born_seq: 'bigint',
  born_at: 'timestamptz',
  source_invoice: 'integer',
  status: 'smallint',
  open: 'boolean',
  amount: 'bigint',
  allocated: 'bigint',
  remaining: 'bigint',
  figures: 'jsonb',
  traits: 'jsonb',
}

/** For comparing with the records. */
export const creditTable: Table = { name: 'credit', columns, key: ['customer_id', 'no'] }

const fields = 'k.customer_id, k.no, k.credit_id, k.born_seq, k.born_at, k.source_invoice, k.figures, k.traits'
const load = `select ${fields} from ${openOf('credit', '$1', '$4')} k
  union all
  select ${fields} from unnest($2::text[], $3::text[]) as n (customer_id, id)
    join credit k on k.customer_id = n.customer_id and k.credit_id = n.id where not k.open`
const ofReleased = `with ${released}, concerned as (
    select customer_id, source_no as no from released where source_kind = 3
    union
    select k.customer_id, k.no from lowered i ${creditsFrom}
  )
  select ${fields} from concerned c
    ${each('credit', 'k', 'k.customer_id = c.customer_id and k.no = c.no and not k.open')}`
const all = `select ${fields} from credit k where k.customer_id = $1 order by k.no`
const upsert = insertSql('credit', columns, ['customer_id', 'no'])

/**
 * The credits with something remaining, those that are named, those of allocations to be given back, and those that were
 * made from invoices whose allocations are.
 */
export async function loadCredits(session: Session, wanted: readonly Wanted[]): Promise<Owned<Subject>[]> {
  const named = pairs(wanted, (one) => [...one.credits, ...one.releasingCredits])
  const customerIds = whoseOpen(wanted)
  const rows = await Promise.all([
    isEmpty([customerIds, ...named]) ? [] : session.query<CreditRow>(load, [customerIds, ...named, mostRows(session)]),
    isNothingReleased(wanted) ? [] : session.query<CreditRow>(ofReleased, releasedBy(wanted)),
  ])
  return taken(session, rows.flat()).map((row) => ({ customerId: row.customer_id, subject: subjectFrom(row) }))
}

/** All credits of a customer, in order of their numbers. */
export async function allCredits(session: Pick<Session, 'query'>, customerId: string): Promise<Subject[]> {
  return (await session.query<CreditRow>(all, [customerId])).map(subjectFrom)
}

/** Writes credits as they stand now. */
export function writeCredits(session: Session, credits: readonly Owned<Subject>[]): Promise<void> {
  return sendRows(session, upsert, credits.values().map(creditRow))
}

/** A credit as its row, as it is written. */
export function creditRow({ customerId, subject }: Owned<Subject>): OutRow {
  const { cells } = subject
  return {
    customer_id: customerId,
    no: subject.ref.no,
    credit_id: subject.id,
    born_seq: subject.bornSeq,
    born_at: textOfTime(subject.bornAt),
    source_invoice: subject.source?.no ?? null,
    status: statusIn(cells, 'credit.status'),
    open: isOpen(subject),
    amount: amountIn(cells, 'credit.amount'),
    allocated: amountIn(cells, 'credit.allocated'),
    remaining: String(leftOf('credit.remaining', subject)),
    figures: storedCells(cells),
    traits: storedTraits(subject.traits),
  }
}

const subjectFrom = (row: CreditRow): Subject => ({
  ref: { kind: 'credit', no: row.no },
  id: row.credit_id,
  bornSeq: Number(row.born_seq),
  bornAt: row.born_at,
  cells: cellsFrom(row.figures),
  held: false,
  source: row.source_invoice === null ? null : { kind: 'invoice', no: row.source_invoice },
  target: null,
  traits: traitsFrom(row.traits),
})
