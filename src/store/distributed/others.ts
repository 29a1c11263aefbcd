import type pg from 'pg'

// Without the right to look at others, of a connection only its user and application are told. Citus has some of its own.
const OTHERS = `select coalesce(nullif(application_name, ''), usename::text, 'somebody') as who, count(*)::integer as count
  from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and usesysid is not null
    and coalesce(backend_type, 'client backend') = 'client backend' and application_name !~* '^citus'
  group by 1 order by 1`

/**
 * Who else is connected to a database, each as "who (how many connections)": by what the program calls itself, else by the
 * name that it signed in with. Background work of the database itself, and of Citus, is nobody.
 */
export async function othersOn(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ who: string; count: number }>(OTHERS)
  return rows.map(({ who, count }) => `${who} (${count})`)
}
