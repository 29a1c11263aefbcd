import type pg from 'pg'

type Text = { readonly line: string }

const TABLES = `select c.relname as name,
    string_agg(format('  %I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attcollation <> t.typcollation then format(' collate %I', l.collname) else '' end
        || case when a.attnotnull then ' not null' else '' end,
      coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')), e',\\n' order by a.attnum) as columns,
    (select string_agg(format('  %s', pg_get_constraintdef(o.oid)), e',\\n' order by o.contype desc, o.conname)
       from pg_constraint o where o.conrelid = c.oid and o.contype in ('p', 'u', 'f', 'c')) as constraints,
    array_to_string(c.reloptions, ', ') as options
  from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    left join pg_collation l on l.oid = a.attcollation
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relnamespace = current_schema::regnamespace and c.relkind = 'r'
  group by c.oid, c.relname, c.reloptions order by c.relname`

const INDEXES = `select pg_get_indexdef(i.indexrelid) || ';' as line
  from pg_index i join pg_class c on c.oid = i.indrelid
  where c.relnamespace = current_schema::regnamespace
    and not exists (select from pg_constraint o where o.conindid = i.indexrelid)
  order by 1`

const GRANTS = `select format('grant %s on %I to whence_app;', string_agg(privilege, ', ' order by privilege), name) as line
  from (
    select c.relname as name, lower(p.privilege_type) as privilege from pg_class c, aclexplode(c.relacl) p
      where c.relnamespace = current_schema::regnamespace and p.grantee = 'whence_app'::regrole
    union all
    select c.relname, format('%s (%I)', lower(p.privilege_type), a.attname)
      from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) p
      where c.relnamespace = current_schema::regnamespace and p.grantee = 'whence_app'::regrole
  ) as granted group by name order by name`

type TableText = {
  readonly name: string
  readonly columns: string
  readonly constraints: string | null
  readonly options: string | null
}

/** The tables, indexes and grants of a database as SQL, always in the same words. */
export async function dumpSchema(client: pg.ClientBase): Promise<string> {
  const { rows: tables } = await client.query<TableText>(TABLES)
  const { rows: indexes } = await client.query<Text>(INDEXES)
  const { rows: grants } = await client.query<Text>(GRANTS)
  const text = tables.map(({ name, columns, constraints, options }) => {
    const body = [columns, constraints].filter((part) => part !== null).join(',\n')
    return `create table ${name} (\n${body}\n)${options === null || options === '' ? '' : ` with (${options})`};\n`
  })
  return [
    ...text,
    `${indexes.map((one) => one.line).join('\n')}\n`,
    `${grants.map((one) => one.line).join('\n')}\n`,
  ].join('\n')
}
