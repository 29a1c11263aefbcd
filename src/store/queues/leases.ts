import type { Session } from '../session/session.ts'

/**
 * Takes or keeps a lease for a while; answers its fencing token, which grows with every new holder, or null when another
 * process holds it. The database's clock decides.
 */
export async function takeLease(
  session: Pick<Session, 'query'>,
  name: string,
  holder: string,
  forMs: number,
): Promise<bigint | null> {
  const [row] = await session.query<{ token: bigint }>(
    `insert into lease (name, holder, token, until) values ($1, $2, 1, clock_timestamp() + $3 * interval '1 millisecond')
     on conflict (name) do update set holder = $2, until = excluded.until,
       token = lease.token + case when lease.holder = $2 then 0 else 1 end
     where lease.holder = $2 or lease.until < clock_timestamp()
     returning token`,
    [name, holder, forMs],
  )
  return row?.token ?? null
}

/** Locks a lease until the end of the transaction, if it is still held under this token. */
export async function holdsLease(session: Session, name: string, token: bigint): Promise<boolean> {
  const rows = await session.query('select 1 as held from lease where name = $1 and token = $2 for update', [
    name,
    String(token),
  ])
  return rows.length === 1
}

/** Gives a lease back, if it is still held by this holder. */
export async function dropLease(session: Pick<Session, 'query'>, name: string, holder: string): Promise<void> {
  await session.query('update lease set until = clock_timestamp() where name = $1 and holder = $2', [name, holder])
}

/** Ends a lease whose token nobody looks at, if it is still held by this holder. */
export async function giveUpLease(session: Pick<Session, 'query'>, name: string, holder: string): Promise<void> {
  await session.query('delete from lease where name = $1 and holder = $2', [name, holder])
}

/** Writes something that nobody looks at, and answers the version of the database that kept it. */
export async function tryToWrite(session: Pick<Session, 'query'>): Promise<string> {
  const [row] = await session.query<{ version: string }>(
    `insert into lease (name, holder, token, until) values ('probe', gen_random_uuid(), 1, clock_timestamp())
     on conflict (name) do update set until = clock_timestamp()
     returning current_setting('server_version') as version`,
  )
  return row?.version ?? ''
}
