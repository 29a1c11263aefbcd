import type { Ledger } from '../service/ledger.ts'

/** One way of tampering: statements of the owner, those that undo it, and where verify must say that it is. */
export type Tampering = {
  readonly table: string
  /** the column, or delete, or insert */
  readonly what: string
  /** in short, the same in every run */
  readonly called: string
  readonly does: string
  readonly undo: readonly string[]
  /** whose finding it is, and what it names: the table, or a record of the range */
  readonly place: {
    readonly customerId: string
    readonly names: readonly string[]
    readonly seqs: readonly [number, number]
  }
}

type Column = { readonly table: string; readonly name: string; readonly type: string; readonly inKey: boolean }
type Row = Readonly<Record<string, unknown>>

const COLUMNS = `select c.relname as table, a.attname as name, format_type(a.atttypid, null) as type,
    exists (select from pg_constraint o where o.conrelid = c.oid and o.contype = 'p' and a.attnum = any(o.conkey)) as "inKey"
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by c.relname, a.attnum`

/** Another value of the same type. */
const other: Readonly<Record<string, (column: string) => string>> = {
  text: (c) => `coalesce(${c}, '') || 'x'`,
  bytea: (c) => `sha256(coalesce(${c}, ''))`,
  uuid: () => "'00000000-0000-4000-8000-000000000000'",
  boolean: (c) => `not ${c}`,
  date: (c) => `coalesce(${c}, '2026-01-01') + 1`,
  'timestamp with time zone': (c) => `coalesce(${c}, '2026-01-01') + interval '1 second'`,
  jsonb: (c) =>
    `case jsonb_typeof(${c}) when 'array' then ${c} || '[7]' else coalesce(${c}, '{}') || '{"forged": ["7", 1]}' end`,
  smallint: (c) => `coalesce(${c}, 0) + 100`,
  integer: (c) => `coalesce(${c}, 0) + 100000`,
  bigint: (c) => `coalesce(${c}, 0) + 100000`,
}

/** Columns of which a constraint allows a few values only. */
const among: Readonly<Record<string, string>> = {
  'clock.mail': "case mail when 'send' then 'withhold' else 'send' end",
  'clock.collection': "case collection when 'on' then 'off' else 'on' end",
  'delivery.state': "'sending'",
  'restoration.letters': "'dropped'",
  'run.state': "'failed'",
  'scheduled.state': "'done'",
  'operation.first_seq': 'last_seq',
  'operation.digest': 'sha256(digest)',
}

/** By what rows of a table follow each other, where it has one: rows that were put back lie anywhere. */
const ORDERS = ['first_seq', 'seq', 'message_seq', 'born_seq']

/** The row of each table that is tampered with: of john where there is one, and such that the column says something. */
const chosen = (table: string, column: string, own: readonly Column[]): string => {
  const has = (name: string): boolean => own.some((one) => one.name === name)
  const whose = has('customer_id') ? "case customer_id when 'john' then 1 when 'due' then 2 else 3 end," : ''
  const order = [whose, ...ORDERS.filter(has).map((name) => `${name},`)].join(' ')
  return `ctid = (select ctid from ${table} order by (${column} is null), ${order} ctid limit 1)`
}

/** Every column of every table changed, of every table a row taken away and one added. */
export async function tamperingsOfRows(ledger: Ledger): Promise<readonly Tampering[]> {
  const columns = await ledger.query<Column>(COLUMNS)
  // kept states need a customer of a thousand records: tamper-around.spec.ts has one
  const tables = [...new Set(columns.map((one) => one.table))].filter((table) => !/^snapshot/.test(table))
  const all: Tampering[] = []
  for (const table of tables) {
    const own = columns.filter((one) => one.table === table)
    for (const column of own) {
      // a constraint allows one only
      if (table === 'xdr_counter' && column.name === 'id') continue
      const row = chosen(table, column.name, own)
      const change = among[`${table}.${column.name}`] ?? other[column.type]?.(column.name) ?? unknownType(column)
      all.push(await at(ledger, [table, column.name, row], `update ${table} set ${column.name} = ${change}`))
    }
    const [key] = own.filter((one) => one.inKey && one.name !== 'customer_id').concat(own)
    if (key === undefined) throw new Error(`${table} has no columns`)
    const row = chosen(table, key.name, own)
    all.push(await at(ledger, [table, 'delete', row], `delete from ${table}`))
    if (table !== 'xdr_counter') all.push(await at(ledger, [table, 'insert', row], addition(table, own, key)))
  }
  for (const [table, what, change, row] of MORE)
    all.push(await at(ledger, [table, what, row], `update ${table} set ${change}`))
  return all
}

const ENDED = "state = 'cancelled'"

/** What a row allows in a state that others of its table are not in, or in one direction only. */
const MORE = [
  ['scheduled', 'key of one that has ended', "key = 'another'", ENDED],
  ['scheduled', 'no key of one that has ended', 'key = null', ENDED],
  ['scheduled', 'reference of one that has ended', "reference = 'another'", ENDED],
  ['scheduled', 'caller of one that has ended', 'caller = \'{"actor": "Eve"}\'', ENDED],
  ['scheduled', 'refusal of one that has ended', "refusal = 'amount_missing'", ENDED],
  ['xdr_counter', 'next, back', 'next = 1', 'id = 1'],
] as const

/** A row like the one that is there, by another key. */
function addition(table: string, own: readonly Column[], key: Column): string {
  const values = own.map((one) => {
    const isUnique = one === key || ['secret_hash', 'user_id'].includes(one.name) || /_id$|^invoice$/.test(one.name)
    if (`${table}.${one.name}` === 'operation.first_seq') return 'last_seq'
    if (table === 'customer_head') return one === own[0] ? "customer_id || 'x'" : one.name
    const change = one.name !== 'customer_id' && (isUnique || `${table}.${one.name}` === 'run.scope')
    return change && !(one.name === 'text_id' && one !== key) ? (other[one.type]?.(one.name) ?? one.name) : one.name
  })
  return `insert into ${table} select ${values.join(', ')} from ${table}`
}

const unknownType = ({ table, name, type }: Column): never => {
  throw new Error(`${table}.${name}: no other value of ${type} is known`)
}

async function at(
  ledger: Ledger,
  [table, what, row]: readonly [string, string, string],
  statement: string,
): Promise<Tampering> {
  const [before] = await ledger.query<Row>(`select * from ${table} where ${row}`)
  const whose = before?.customer_id
  const isOther = statement.startsWith('insert into customer_head')
  const from = before?.first_seq ?? before?.seq ?? before?.message_seq ?? before?.born_seq ?? -1
  const seqs = [Number(from), Number(before?.last_seq ?? from)] as const
  const undo = [`delete from ${table}`, `insert into ${table} select * from kept.${table}`]
  const customerId = `${typeof whose === 'string' ? whose : '~operator'}${isOther ? 'x' : ''}`
  const order = ['log', 'log_head', 'unsequenced'].includes(table) ? ['the order of all transactions'] : []
  const called = what === 'insert' ? `insert into ${table}` : statement
  const place = { customerId, names: [`table ${table}`, `${table} `, ...order], seqs }
  return { table, what, called, does: `${statement} where ${row}`, undo, place }
}

/** Keeps what the tables hold, to put it back. */
export async function keepRows(ledger: Ledger): Promise<void> {
  const columns = await ledger.query<Column>(COLUMNS)
  await ledger.query('create schema kept')
  for (const table of new Set(columns.map((one) => one.table)))
    await ledger.query(`create table kept.${table} as table ${table}`)
}
