import type { Instant } from '../../engine/time.ts'
import { textOfTime } from '../session/rows.ts'
import type { Session } from '../session/session.ts'

/** Terms as they were written; the contract has looked at them. */
export type WrittenTerms = Readonly<Record<string, unknown>>

/** The terms that a class or a customer sets himself, as of a version, and when it was set. */
export type PolicyRow = {
  readonly version: number
  readonly scope: string
  readonly terms: WrittenTerms
  readonly recordedAt: Instant
}

export const scopeOfClass = (name: string): string => `class:${name}`
export const scopeOfCustomer = (customerId: string): string => `customer:${customerId}`

const fields = 'scope, version, terms, recorded_at as "recordedAt"'
// "class;" is what follows everything that begins with "class:"
const ofCustomers = `select distinct on (scope) ${fields} from policy
  where scope = any($1) or (scope >= 'class:' and scope < 'class;') order by scope, version desc`
const ofScopes = `select distinct on (scope) ${fields} from policy where scope = any($1) order by scope, version desc`

/** The newest terms of every class, and of some customers who have their own. */
export function policiesFor(session: Pick<Session, 'query'>, customerIds: readonly string[]): Promise<PolicyRow[]> {
  return session.query<PolicyRow>(ofCustomers, [customerIds.map(scopeOfCustomer)])
}

/** The newest terms of some scopes; one that sets none is left out. */
export function policiesOf(session: Pick<Session, 'query'>, scopes: readonly string[]): Promise<PolicyRow[]> {
  return session.query<PolicyRow>(ofScopes, [scopes])
}

/** The last version that was given; 0 when nobody has set terms. */
export async function lastPolicyVersion(session: Pick<Session, 'query'>): Promise<number> {
  const [row] = await session.query<{ last: number | null }>('select max(version) as last from policy')
  return row?.last ?? 0
}

/** Adds a version, for ever; one that somebody gave meanwhile fails (23505). */
export async function insertPolicy(
  session: Pick<Session, 'query'>,
  { version, scope, terms, effective, recordedAt }: PolicyRow & { readonly effective: string },
): Promise<void> {
  await session.query(
    'insert into policy (version, scope, terms, effective, recorded_at) values ($1, $2, $3, $4, $5)',
    [version, scope, JSON.stringify(terms), effective, textOfTime(recordedAt)],
  )
}

const toAdopt = `with newest as (select scope, max(version) as version from policy group by scope)
  select h.customer_id from customer_head h
    left join newest c on c.scope = 'class:' || h.class
    left join newest o on o.scope = 'customer:' || h.customer_id
  where h.currency is not null and h.customer_id > $1 and ($2::text is null or h.class = $2) and h.class <> all($3)
    and h.policy_version <> greatest(coalesce(c.version, 0), coalesce(o.version, 0))`

/** Whose adoptions are meant: of one class, or of all but some; of everybody, where nothing is said. */
export type Adopting = { readonly of?: string; readonly but?: readonly string[] }

/** Customers who are on another version than the newest that concerns them, in order of their ids. */
export async function customersToAdopt(
  session: Pick<Session, 'query'>,
  { limit, after, of, but = [] }: Adopting & { readonly limit: number; readonly after: string },
): Promise<string[]> {
  const rows = await session.query<{ customer_id: string }>(`${toAdopt} order by h.customer_id limit $4`, [
    after,
    of ?? null,
    but,
    limit,
  ])
  return rows.map((row) => row.customer_id)
}

/** How many customers of a class are on another version than the newest that concerns them. */
export async function countToAdopt(session: Pick<Session, 'query'>, of: string): Promise<number> {
  const sql = `select count(*) as n from (${toAdopt}) as h`
  const [row] = await session.query<{ n: bigint }>(sql, ['', of, []])
  return Number(row?.n ?? 0n)
}

/** Whether more customers than so many are of a class. */
export async function isClassOfMore(session: Pick<Session, 'query'>, name: string, than: number): Promise<boolean> {
  if (!Number.isFinite(than)) return false
  const rows = await session.query(
    'select 1 as one from customer_head where class = $1 and currency is not null offset $2 limit 1',
    [name, than],
  )
  return rows.length === 1
}
