import type { Reader } from './records.ts'

/** Own text of people; the body is null once it was erased. */
export type TextRow = { readonly customerId: string; readonly textId: string; readonly body: string | null }
/** Names a text of any customer. */
export type TextKey = { readonly customerId: string; readonly textId: string }

/** The texts of these names, in no order; erased ones with a null body. */
export async function readTexts(reader: Reader, keys: readonly TextKey[]): Promise<TextRow[]> {
  if (keys.length === 0) return []
  const rows = await reader.query<{ customer_id: string; text_id: string; body: string; erased: boolean }>(
    `select t.customer_id, t.text_id, t.body, octet_length(t.salt) = 0 as erased
       from unnest($1::text[], $2::uuid[]) as k (customer_id, text_id)
       join text t on t.customer_id = k.customer_id and t.text_id = k.text_id`,
    [keys.map((key) => key.customerId), keys.map((key) => key.textId)],
  )
  return rows.map((row) => ({ customerId: row.customer_id, textId: row.text_id, body: row.erased ? null : row.body }))
}
