import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Session } from '../session/session.ts'

// Tables, indexes, functions and rights of a database as text, to be compared with what the migrations come to.

type Reads = Pick<Session, 'query'>
type Text = { readonly line: string }

const TABLES = `select c.relname as name,
    string_agg(format('  %I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attcollation <> t.typcollation then format(' collate %I', l.collname) else '' end
        || case when a.attnotnull then ' not null' else '' end,
      coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')), e',\n' order by a.attnum) as columns,
    (select string_agg(format('  %s', pg_get_constraintdef(o.oid)), e',\n' order by o.contype desc, o.conname)
       from pg_constraint o where o.conrelid = c.oid and o.contype in ('p', 'u', 'f', 'c')) as constraints,
    array_to_string(c.reloptions, ', ') as options
  from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    left join pg_collation l on l.oid = a.attcollation
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relnamespace = current_schema::regnamespace and c.relkind = 'r'
  group by c.oid, c.relname, c.reloptions order by c.relname`

const INDEXES = `select replace(pg_get_indexdef(i.indexrelid), format(' ON %I.', current_schema), ' ON ')
      || case when i.indisvalid and i.indisready then '' else ' -- not in use' end || ';' as line
  from pg_index i join pg_class c on c.oid = i.indexrelid
  where c.relnamespace = current_schema::regnamespace
    and not exists (select from pg_constraint o where o.conindid = i.indexrelid)
  order by 1`

// pg_get_functiondef says the schema, which may be another one here
const FUNCTIONS = `select format('create function %I(%s)%s as %L;', p.proname, pg_get_function_arguments(p.oid),
      case when p.prosecdef then ' security definer' else '' end, regexp_replace(p.prosrc, '\\s+', ' ', 'g')) as line
  from pg_proc p where p.pronamespace = current_schema::regnamespace
    and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  order by 1`

// There is none of these in a ledger: nothing happens there that the server does not do.
const STRANGE = `select format('create trigger %I on %I;', t.tgname, c.relname) as line
    from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = current_schema::regnamespace and not t.tgisinternal
  union all
  select format('alter table %I disable trigger %s;', c.relname, case when t.tgisinternal then 'all' else t.tgname end)
    from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = current_schema::regnamespace and t.tgenabled <> 'O'
  union all
  select format('create event trigger %I;', evtname) from pg_event_trigger
  union all
  select format('create rule %I on %I;', r.rulename, c.relname) from pg_rewrite r join pg_class c on c.oid = r.ev_class
    where c.relnamespace = current_schema::regnamespace and c.relkind = 'r'
  union all
  select format('create policy %I on %I;', p.polname, c.relname) from pg_policy p join pg_class c on c.oid = p.polrelid
    where c.relnamespace = current_schema::regnamespace
  union all
  select format('alter table %I enable row level security;', c.relname) from pg_class c
    where c.relnamespace = current_schema::regnamespace and c.relrowsecurity
  union all
  select format('create %s %I;', case c.relkind when 'v' then 'view' when 'm' then 'materialized view'
      when 'S' then 'sequence' when 'f' then 'foreign table' else 'partitioned table' end, c.relname) from pg_class c
    where c.relnamespace = current_schema::regnamespace and c.relkind in ('v', 'm', 'S', 'f', 'p')
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  union all
  select format('alter table %I owner to %I;', c.relname, r.rolname) from pg_class c join pg_roles r on r.oid = c.relowner
    where c.relnamespace = current_schema::regnamespace and c.relkind = 'r'
      and c.relowner <> (select relowner from pg_class where oid = to_regclass('migration'))
  order by 1`

const GRANTS = `select format('grant %s on %s to %s;', string_agg(distinct privilege, ', ' order by privilege), name, grantee)
    as line
  from (
    select format('%I', c.relname) as name, lower(p.privilege_type) || case when p.is_grantable then ' grantable' else '' end
        as privilege, p.grantee as id
      from pg_class c, aclexplode(c.relacl) p
      where c.relnamespace = current_schema::regnamespace and c.relkind = 'r' and p.grantee <> c.relowner
    union all
    select format('%I', c.relname), format('%s (%I)', lower(p.privilege_type), a.attname), p.grantee
      from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) p
      where c.relnamespace = current_schema::regnamespace and c.relkind = 'r' and p.grantee <> c.relowner
    union all
    select format('function %I', f.proname), lower(p.privilege_type), p.grantee
      from pg_proc f, aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) p
      where f.pronamespace = current_schema::regnamespace and p.grantee <> f.proowner
        and not exists (select from pg_depend d
          where d.classid = 'pg_proc'::regclass and d.objid = f.oid and d.deptype = 'e')
  ) as granted
  left join lateral (select coalesce((select rolname from pg_roles where oid = granted.id), 'public') as grantee) as g on true
  group by name, grantee order by name, grantee`

// What the server works as, and what it signs in as: no more than members of whence_app.
const ROLES = `with ours as (
    select oid, rolname, case when rolname = 'whence_app' then 'whence_app' else 'the login of the server' end as called,
        rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls
      from pg_roles where rolname in ('whence_app',
        'whence_server_' || (select oid from pg_database where datname = current_database())))
  select format('alter role %s %s;', called, attribute) as line from ours, lateral (values
      (rolsuper, 'superuser'), (rolcreaterole, 'createrole'), (rolcreatedb, 'createdb'),
      (rolreplication, 'replication'), (rolbypassrls, 'bypassrls')) as a (has, attribute) where has
  union all
  select format('grant %I to %s;', g.rolname, o.called) from ours o
    join pg_auth_members m on m.member = o.oid join pg_roles g on g.oid = m.roleid
    where not (g.rolname = 'whence_app' and o.rolname <> 'whence_app')
  order by 1`

type TableText = {
  readonly name: string
  readonly columns: string
  readonly constraints: string | null
  readonly options: string | null
}

/** Tables, indexes, functions and rights of a database as SQL, always in the same words. */
export async function dumpSchema(session: Reads): Promise<string> {
  const tables = await session.query<TableText>(TABLES)
  const text = tables.map(({ name, columns, constraints, options }) => {
    const body = [columns, constraints].filter((part) => part !== null).join(',\n')
    return `create table ${name} (\n${body}\n)${options === null || options === '' ? '' : ` with (${options})`};\n`
  })
  const rest: string[] = []
  for (const sql of [INDEXES, FUNCTIONS, GRANTS]) rest.push(`${await linesOf(session, sql)}\n`)
  const strange = [await linesOf(session, STRANGE), await linesOf(session, ROLES)].filter((one) => one !== '')
  return [...text, ...rest, ...strange.map((one) => `${one}\n`)].join('\n')
}

const linesOf = async (session: Reads, sql: string): Promise<string> =>
  (await session.query<Text>(sql)).map((one) => one.line).join('\n')

const FILE = join(import.meta.dirname, '../schema.sql')

/** What the migrations of this release come to, in the same words. */
export const expectedSchema = (): Promise<string> => readFile(FILE, 'utf8')

/** Whether the role is there as which a server can only add to history; else nothing is granted to it. */
export async function hasServerRole(session: Reads): Promise<boolean> {
  return (await session.query("select 1 as there from pg_roles where rolname = 'whence_app'")).length === 1
}

/** The migrations that the database says were applied. */
export const appliedMigrations = (session: Reads): Promise<{ number: number; name: string; sha256: string }[]> =>
  session.query('select number, name, sha256 from migration order by number')
