import type { Session } from '../session/session.ts'

/** Work of a name, as somebody holds it. Its token grows with every new holder. */
export type Lease = { readonly name: string; readonly holder: string; readonly token: bigint }

const TAKE = `with kept as (
    update lease set until = statement_timestamp() + $3 * interval '1 millisecond'
    where name = $1 and holder = $2 returning token), free as materialized (
    select name from lease where name = $1 and holder <> $2 and until < statement_timestamp() for update skip locked), taken as (
    update lease l set holder = $2, token = token + 1, until = statement_timestamp() + $3 * interval '1 millisecond'
    from free where l.name = free.name returning l.token), made as (
    insert into lease (name, holder, token, until)
    select $1, $2, 1, statement_timestamp() + $3 * interval '1 millisecond' where not exists (select from lease where name = $1)
    on conflict (name) do nothing returning token)
  select token from kept union all select token from taken union all select token from made`

/**
 * Takes a lease for a while, or keeps what this holder has; null while another one holds it, or is in the middle of a
 * step (`holdsLease`). The database's clock decides.
 */
export async function takeLease(
  session: Pick<Session, 'query'>,
  name: string,
  holder: string,
  forMs: number,
): Promise<Lease | null> {
  const [row] = await session.query<{ token: bigint }>(TAKE, [name, holder, forMs])
  return row === undefined ? null : { name, holder, token: row.token }
}

/** Keeps a lease for a while; answers false where somebody else has taken it. */
export async function keepLease(session: Pick<Session, 'query'>, lease: Lease, forMs: number): Promise<boolean> {
  const rows = await session.query(
    `update lease set until = statement_timestamp() + $4 * interval '1 millisecond'
     where name = $1 and holder = $2 and token = $3 returning 1 as kept`,
    [lease.name, lease.holder, String(lease.token), forMs],
  )
  return rows.length === 1
}

/** Whether a lease is still held; if so, nobody takes it over before the end of the transaction. */
export async function holdsLease(session: Session, { name, holder, token }: Lease): Promise<boolean> {
  // who keeps it changes no key and need not wait
  const rows = await session.query(
    'select 1 as held from lease where name = $1 and holder = $2 and token = $3 for key share',
    [name, holder, String(token)],
  )
  return rows.length === 1
}

/** Gives a lease back, if it is still held by this holder. */
export async function giveUpLease(
  session: Pick<Session, 'query'>,
  { name, holder }: Pick<Lease, 'name' | 'holder'>,
): Promise<void> {
  await session.query('delete from lease where name = $1 and holder = $2', [name, holder])
}

/** Writes something that nobody looks at, and answers the version of the database that kept it. */
export async function tryToWrite(session: Pick<Session, 'query'>): Promise<string> {
  const [row] = await session.query<{ version: string }>(
    `insert into lease (name, holder, token, until) values ('probe', gen_random_uuid(), 1, statement_timestamp())
     on conflict (name) do update set until = excluded.until
     returning current_setting('server_version') as version`,
  )
  return row?.version ?? ''
}
