import type { Session } from '../session/session.ts'

/** Tables beside the log of which every row is held by a record of the operator's own log. */
export const pinnedTables = [
  'app_user',
  'api_key',
  'policy',
  'closing',
  'run',
  'import_part',
  'scheduled',
  'clock',
  'restoration',
  'role_limit',
] as const
export type PinnedTable = (typeof pinnedTables)[number]

/** A row, or what belongs together, by what the log calls it; and the hash of all of it that does not just change. */
export type PinnedRow = { readonly table: PinnedTable; readonly id: string; readonly hash: Buffer }

/** `more`: an array of what came later and is held only where it says something, so that older hashes stay as they are. */
type Source = { readonly id: string; readonly from: string; readonly held: string; readonly more?: string }

// Of a run that is under way only its begin is settled; of an import then also what it decided and how much it will do.
const RUN = `kind, scope, business_date, started_at, state, finished_at,
  case when state <> 'running' then done end,
  case when state <> 'running' or kind = 'import' then total end,
  case when state <> 'running' or kind = 'import' then result end`

const sources: { readonly [T in PinnedTable]: Source } = {
  app_user: {
    id: 'user_id',
    from: 'app_user',
    held: "email, name, password_hash, role, created_at, disabled_at, name_text, encode(name_hash, 'hex')",
  },
  api_key: {
    id: 'id',
    from: 'api_key',
    held: "name, encode(secret_hash, 'hex'), role, created_at, revoked_at, owner, name_text, encode(name_hash, 'hex')",
    more: "case when integration is null then '[]' else jsonb_build_array(integration) end",
  },
  policy: { id: 'version::text', from: 'policy', held: 'scope, terms, effective, recorded_at' },
  closing: { id: 'no::text', from: 'closing', held: 'closed_until, recorded_at' },
  run: { id: 'run_id', from: 'run', held: RUN },
  // parts are added until the import ends
  import_part: {
    id: 'import_id',
    from: `(select import_id, jsonb_agg(jsonb_build_array(part, state, result) order by part) as parts from import_part
      where not exists (select from run where run_id = import_id and state = 'running') group by import_id) as p`,
    held: 'parts',
  },
  // what a clock shows moves on from day to day; how it is, advances and its end are on record by themselves
  clock: { id: 'clock', from: 'clock', held: 'moving_to, joining' },
  restoration: {
    id: 'no::text',
    from: 'restoration',
    held: 'restored_at, backed_up_at, log_position, letters, numbers',
  },
  role_limit: { id: 'limit_id', from: 'role_limit', held: 'role, permission, currency, each, per_day, recorded_at' },
  // what waits is held by the record that says so, but for those that were kept before there were hashes
  scheduled: {
    id: "customer_id || ' ' || scheduled_id",
    from: "(select * from scheduled where state = 'waiting' and salt is null) as s",
    held: 'seq, op, body, caller, key, reference, effective_at, due_on',
  },
}

const rowsOf = (table: PinnedTable): string => {
  const { id, from, held, more = "'[]'" } = sources[table]
  return `select '${table}' as "table", ${id} as id,
    sha256(convert_to((jsonb_build_array('${table}', ${id}, ${held}) || ${more})::text, 'UTF8')) as hash from ${from}`
}

const everything = `${pinnedTables.map(rowsOf).join(' union all ')} order by 1, 2`

/** All rows that ought to be held. */
export const everyPinnedRow = (session: Pick<Session, 'query'>): Promise<PinnedRow[]> =>
  session.query<PinnedRow>(everything)

/** A row as it stands; undefined when there is none. */
export async function pinnedRow(session: Pick<Session, 'query'>, table: PinnedTable, id: string) {
  const [row] = await session.query<PinnedRow>(`select * from (${rowsOf(table)}) as r where id = $1`, [id])
  return row
}
