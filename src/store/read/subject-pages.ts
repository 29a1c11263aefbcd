import type { DirectoryKind } from '../directory.ts'
import type { Reader } from './records.ts'

const idColumns = { invoice: 'invoice', payment: 'payment_id', credit: 'credit_id' } as const

/** Numbers and ids of a customer's invoices, payments or credits, newest first, before one of them; open ones only if asked. */
export async function readSubjectPage(
  reader: Reader,
  customerId: string,
  kind: DirectoryKind,
  page: { readonly before: number | null; readonly limit: number; readonly openOnly: boolean },
): Promise<{ readonly no: number; readonly id: string }[]> {
  return await reader.query<{ no: number; id: string }>(
    `select no, ${idColumns[kind]} as id from ${kind}
      where customer_id = $1 and no < $2::int ${page.openOnly ? 'and open' : ''} order by no desc limit $3::int`,
    [customerId, page.before ?? 2147483647, page.limit],
  )
}
