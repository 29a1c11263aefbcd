import type { SubjectKind } from '../../engine/figures/base.ts'
import { type Columns, sendRows, type Table } from '../session/rows.ts'
import type { Session } from '../session/session.ts'

/** A kind of thing whose ids are unique over all customers. */
export type DirectoryKind = Extract<SubjectKind, 'invoice' | 'payment' | 'credit' | 'dispute'>

/** The numbers of the kinds in the directory; 5 is reserved. */
export const directoryKinds: Readonly<Record<DirectoryKind, number>> = { invoice: 1, payment: 2, credit: 3, dispute: 4 }

export const isDirectoryKind = (kind: string): kind is DirectoryKind => Object.hasOwn(directoryKinds, kind)

/** Whose an id is, and its number within him. */
export type Entry = {
  readonly kind: DirectoryKind
  readonly id: string
  readonly customerId: string
  readonly no: number
}

const columns: Columns = { kind: 'smallint', id: 'text', customer_id: 'text', no: 'integer' }

/** For comparing with the records. */
export const directoryTable: Table = { name: 'directory', columns, key: ['kind', 'id'] }
// An invoice that keeps the name of its draft is there already.
const insert = `insert into directory (kind, id, customer_id, no)
  select distinct r.kind, r.id, r.customer_id, r.no
    from json_to_recordset($1::json) as r (kind smallint, id text, customer_id text, no integer)
   where not exists (select from directory d
     where d.kind = r.kind and d.id = r.id and d.customer_id = r.customer_id and d.no = r.no)`
const lookUp = `select d.kind, d.id, d.customer_id, d.no from unnest($1::smallint[], $2::text[]) as n (kind, id)
  join directory d on d.kind = n.kind and d.id = n.id`

/** Takes ids for ever; one that another customer took meanwhile fails (23505). */
export function insertEntries(session: Session, entries: readonly Entry[]): Promise<void> {
  const rows = entries.values().map((one) => ({
    kind: directoryKinds[one.kind],
    id: one.id,
    customer_id: one.customerId,
    no: one.no,
  }))
  return sendRows(session, insert, rows)
}

/** The entries of some ids; those that nobody has are left out. */
export async function findEntries(
  session: Pick<Session, 'query'>,
  ids: readonly Pick<Entry, 'kind' | 'id'>[],
): Promise<Entry[]> {
  if (ids.length === 0) return []
  const rows = await session.query<{ kind: number; id: string; customer_id: string; no: number }>(lookUp, [
    ids.map((one) => directoryKinds[one.kind]),
    ids.map((one) => one.id),
  ])
  return rows.map((row) => ({ kind: directoryKindOf(row.kind), id: row.id, customerId: row.customer_id, no: row.no }))
}

/** Whose an invoice, payment, credit or dispute is; undefined when there is none of this id. */
export async function locate(
  session: Pick<Session, 'query'>,
  kind: DirectoryKind,
  id: string,
): Promise<string | undefined> {
  const [entry] = await findEntries(session, [{ kind, id }])
  return entry?.customerId
}

const kindNames = new Map(Object.entries(directoryKinds).map(([kind, no]) => [no, kind as DirectoryKind]))

/** The kind that has a number in the directory. */
export function directoryKindOf(no: number): DirectoryKind {
  const kind = kindNames.get(no)
  if (kind === undefined) throw new Error(`The directory holds an id of the unknown kind ${no}`)
  return kind
}
