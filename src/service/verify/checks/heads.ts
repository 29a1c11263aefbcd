import { readHeads } from '../../../store/heads/heads.ts'
import type { Session } from '../../../store/session/session.ts'
import { sqlState } from '../../../store/session/store.ts'
import type { Chain } from './chain.ts'
import { type Findings, found } from './finding.ts'

/** At which record each head stands; null: it cannot be read. One that is missing is left out. */
export type Heads = ReadonlyMap<string, number | null>

/** Reads the heads of some customers; one that cannot be read keeps the others from nothing. */
export async function headsOf(session: Session, customerIds: readonly string[]): Promise<Heads> {
  try {
    const heads = await readHeads(session, customerIds)
    return new Map(heads.map(({ customer }) => [customer.id, customer.seq]))
  } catch (error) {
    // a fault of the database is one; what cannot be made of its row is a finding
    if (sqlState(error) !== undefined) throw error
    const [only, ...others] = customerIds
    if (only !== undefined && others.length === 0) return new Map([[only, null]])
    const all = new Map<string, number | null>()
    for (const one of customerIds) for (const [id, seq] of await headsOf(session, [one])) all.set(id, seq)
    return all
  }
}

/** A head stands at the last record of its customer's chain. */
export function checkHead(seq: number | null | undefined, chain: Chain, findings: Findings): void {
  if (seq === null) found(findings, null, 'table customer_head: the head cannot be read')
  else if (seq === undefined) found(findings, null, 'the head is missing')
  else if (seq !== chain.seq)
    found(findings, chain.seq + 1, `the head stands at record ${seq}, the last record is ${chain.seq}`)
}

/** Where a chain ended; null: nowhere that can be trusted. */
export const endOf = ({ seq, hash }: Chain): { readonly seq: number; readonly hash: Uint8Array } | null =>
  hash === null ? null : { seq, hash: Uint8Array.from(hash) }
