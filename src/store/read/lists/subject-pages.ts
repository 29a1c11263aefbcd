import type { DirectoryKind } from '../../heads/directory.ts'
import { idColumns } from '../names/directory.ts'
import type { Reader } from '../records/records.ts'

/** Which page of a list: before which number, how many, and of which only. */
export type SubjectPage = {
  readonly before: number | null
  readonly limit: number
  readonly openOnly: boolean
  /** of credits: those that are credit notes */
  readonly notesOnly?: boolean
}

/** Numbers and ids of a customer's invoices, payments, credits or disputes, newest first, before one of them. */
export async function readSubjectPage(
  reader: Reader,
  customerId: string,
  kind: DirectoryKind,
  page: SubjectPage,
): Promise<{ readonly no: number; readonly id: string }[]> {
  const notes = page.notesOnly === true ? `and traits ->> 'origin' = 'credit_note'` : ''
  return await reader.query<{ no: number; id: string }>(
    `select no, ${idColumns[kind]} as id from ${kind}
      where customer_id = $1 and no < $2::int ${page.openOnly ? 'and open' : ''} ${notes} order by no desc limit $3::int`,
    [customerId, page.before ?? 2147483647, page.limit],
  )
}
