import type { Session } from '../../session/session.ts'

/** An event of a customer, by its xDR id. */
export type Corrected = { readonly seq: number; readonly xdrId: bigint }

/** The events of a customer that have some xDR ids. */
export async function recordsWithXdrIds(
  session: Pick<Session, 'query'>,
  customerId: string,
  ids: readonly string[],
): Promise<Corrected[]> {
  const rows = await session.query<{ seq: bigint; xdr_id: bigint }>(
    'select seq, xdr_id from record where customer_id = $1 and xdr_id = any($2::bigint[]) and kind = 1',
    [customerId, ids],
  )
  return rows.map((row) => ({ seq: Number(row.seq), xdrId: row.xdr_id }))
}
