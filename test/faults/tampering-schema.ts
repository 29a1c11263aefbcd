import type { Ledger } from '../service/ledger.ts'

/** A change to the tables themselves, what undoes it, and what verify must say of it. */
export type SchemaTampering = { readonly does: string; readonly undo: string; readonly says: string }

type Text = Readonly<Record<string, string>>
const OURS = "relnamespace = 'public'::regnamespace"

const CONSTRAINTS = `select c.relname as table, o.conname as name, o.contype as kind, pg_get_constraintdef(o.oid) as def
  from pg_constraint o join pg_class c on c.oid = o.conrelid
  where c.${OURS} and o.contype in ('f', 'c', 'u', 'p')
  order by array_position('{f,c,u,p}', o.contype::text), c.relname, o.conname`
const INDEXES = `select c.relname as name, pg_get_indexdef(i.indexrelid) as def from pg_index i join pg_class c on c.oid = i.indexrelid
  where c.${OURS} and not exists (select from pg_constraint o where o.conindid = i.indexrelid) order by 1`
const COLUMNS = `select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
    pg_get_expr(d.adbin, d.adrelid) as default, a.attnotnull and not exists (
      select from pg_constraint o where o.conrelid = c.oid and o.contype = 'p' and a.attnum = any(o.conkey)) as bound
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.${OURS} and c.relkind = 'r' order by 1, a.attnum`

/** Each constraint dropped. */
export async function droppedConstraints(ledger: Ledger): Promise<SchemaTampering[]> {
  return (await ledger.query<Text>(CONSTRAINTS)).map(({ table, name, def }) => ({
    does: `alter table ${table} drop constraint ${name}`,
    undo: `alter table ${table} add constraint ${name} ${def}`,
    says: `the database lacks: table ${table}: ${def}`,
  }))
}

/** Each index dropped. */
export async function droppedIndexes(ledger: Ledger): Promise<SchemaTampering[]> {
  return (await ledger.query<Text>(INDEXES)).map(({ name = '', def = '' }) => ({
    does: `drop index ${name}`,
    undo: def,
    says: `the database lacks: ${def.replace(' ON public.', ' ON ')}`,
  }))
}

/** Each column that must say something may say nothing, and each default is gone. */
export async function loosenedColumns(ledger: Ledger): Promise<SchemaTampering[]> {
  const columns = await ledger.query<Text & { readonly bound: boolean }>(COLUMNS)
  return columns.flatMap(({ table, name, default: given, bound }) => {
    const alter = `alter table ${table} alter column ${name}`
    const says = `the database lacks: table ${table}: ${name} `
    return [
      ...(bound ? [{ does: `${alter} drop not null`, undo: `${alter} set not null`, says }] : []),
      ...(given === null ? [] : [{ does: `${alter} drop default`, undo: `${alter} set default ${given}`, says }]),
    ]
  })
}

/** Rights widened: on every table each right that the server has not, and to everybody; and one taken away. */
export async function widenedGrants(ledger: Ledger): Promise<SchemaTampering[]> {
  const rights = ['select', 'insert', 'update', 'delete', 'truncate', 'trigger', 'references']
  const rows = await ledger.query<Text>(
    `select c.relname as table, p.may from pg_class c, unnest($1::text[]) as p (may)
     where c.${OURS} and c.relkind = 'r' and not has_table_privilege('whence_app', c.oid, p.may)
       and not (p.may = 'update' and has_any_column_privilege('whence_app', c.oid, 'update')) order by 1, 2`,
    [rights],
  )
  const ofServer = rows.map((row) => ({
    does: `grant ${row.may} on ${row.table} to whence_app`,
    undo: `revoke ${row.may} on ${row.table} from whence_app`,
    says: `on ${row.table} to whence_app`,
  }))
  const tables = [...new Set(rows.map((row) => row.table))]
  const ofAll = tables.map((table) => ({
    does: `grant update on ${table} to public`,
    undo: `revoke update on ${table} from public`,
    says: `no migration made: grant update on ${table} to public`,
  }))
  return [...ofServer, ...ofAll]
}

const NOTHING = `create function kept.nothing() returns trigger language plpgsql as 'begin return null; end'`

/** A trigger on every table, and those that are there switched off. */
export async function triggers(ledger: Ledger): Promise<SchemaTampering[]> {
  await ledger.query(NOTHING)
  const tables = await ledger.query<Text>(
    `select relname as table from pg_class where ${OURS} and relkind = 'r' order by 1`,
  )
  const made = tables.map(({ table }) => ({
    does: `create trigger forged before insert on ${table} for each row execute function kept.nothing()`,
    undo: `drop trigger forged on ${table}`,
    says: `no migration made: create trigger forged on ${table}`,
  }))
  const off = ['session', 'app_user'].map((table) => ({
    does: `alter table ${table} disable trigger all`,
    undo: `alter table ${table} enable trigger all`,
    says: `no migration made: alter table ${table} disable trigger all`,
  }))
  return [...made, ...off]
}

type Way = readonly [does: string, undo: string, says: string]

const MADE = 'no migration made: '
const WAYS: readonly Way[] = [
  [
    'create rule forged as on delete to invoice do instead nothing',
    'drop rule forged on invoice',
    `${MADE}create rule forged on invoice`,
  ],
  ['create policy forged on record', 'drop policy forged on record', `${MADE}create policy forged on record`],
  [
    'alter table record enable row level security',
    'alter table record disable row level security',
    `${MADE}alter table record enable row level security`,
  ],
  ['create view forged as select 1 as n', 'drop view forged', `${MADE}create view forged`],
  ['create table forged (n int)', 'drop table forged', `${MADE}table forged`],
  ['create sequence forged', 'drop sequence forged', `${MADE}create sequence forged`],
  [
    'alter table note add column forged int',
    'alter table note drop column forged',
    `${MADE}table note: forged integer`,
  ],
  [
    'alter table note rename column agreed to forged',
    'alter table note rename column forged to agreed',
    'the database lacks: table note: agreed bigint',
  ],
  [
    'alter table cause alter column no type integer',
    'alter table cause alter column no type smallint',
    'the database lacks: table cause: no smallint not null',
  ],
  [
    "create function forged() returns int language sql as 'select 1'",
    'drop function forged()',
    `${MADE}create function forged()`,
  ],
  ['LOOSER', 'ENDS', 'the database lacks: create function end_scheduled'],
  [
    'grant execute on function end_scheduled to public',
    'revoke execute on function end_scheduled from public',
    `${MADE}grant execute on function end_scheduled to public`,
  ],
  ['alter role whence_app superuser', 'alter role whence_app nosuperuser', `${MADE}alter role whence_app superuser`],
  ['alter role whence_app createrole', 'alter role whence_app nocreaterole', `${MADE}alter role whence_app createrole`],
  [`alter role LOGIN createdb`, `alter role LOGIN nocreatedb`, `${MADE}alter role the login of the server createdb`],
  [
    `grant pg_write_all_data to LOGIN`,
    `revoke pg_write_all_data from LOGIN`,
    `${MADE}grant pg_write_all_data to the login of the server`,
  ],
  [
    'grant pg_read_server_files to whence_app',
    'revoke pg_read_server_files from whence_app',
    `${MADE}grant pg_read_server_files to whence_app`,
  ],
  [
    'grant update (amount) on record to whence_app',
    'revoke update (amount) on record from whence_app',
    'on record to whence_app',
  ],
]

/** What else can be done to tables, functions and roles; LOGIN is that of the server, and ENDS its one function. */
export async function others(ledger: Ledger): Promise<SchemaTampering[]> {
  const [{ login = '', ends = '' } = {}] = await ledger.query<Text>(
    `select 'whence_server_' || d.oid as login, pg_get_functiondef('end_scheduled'::regproc) as ends
       from pg_database d where datname = current_database()`,
  )
  const looser = ends.replace("and state = 'waiting'", '')
  const words = (text: string): string =>
    text
      .replace('LOGIN', login)
      .replace('LOOSER', () => looser)
      .replace('ENDS', () => ends)
  return WAYS.map(([does, undo, says]) => ({ does: words(does), undo: words(undo), says }))
}
