import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyRows, rowBytes } from '../../src/store/session/copy.ts'
import { jsonRow, type RawRow } from '../../src/store/session/rows.ts'
import { inTransaction, sqlState } from '../../src/store/session/store.ts'
import { rowReader } from '../../src/store/session/wire/row-reader.ts'
import { type Cellar, type Ledger, openCellar } from '../service/ledger.ts'

let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
  await ledger.query(
    `create table copied (no bigint primary key, small smallint, whole integer, yes boolean, at timestamptz, id uuid,
       bytes bytea, words text)`,
  )
  await ledger.query('grant select, insert on copied to whence_app')
})

afterAll(() => cellar.close())

const columns = {
  no: 'bigint',
  small: 'smallint',
  whole: 'integer',
  yes: 'boolean',
  at: 'timestamptz',
  id: 'uuid',
  bytes: 'bytea',
  words: 'text',
}
const target = { name: 'copied', columns }

const rows: readonly RawRow[] = [
  {
    no: 1,
    small: -3,
    whole: 70_000,
    yes: true,
    at: 1_790_000_000_000_001n,
    id: '01a20366-3d7c-7259-a1ac-0a4df8810001',
    bytes: Uint8Array.of(0, 92, 255),
    words: 'ü, 😀, "quoted" and \\N',
  },
  { no: 2 ** 40, small: 0, whole: -1, yes: false, at: -1n, id: null, bytes: new Uint8Array(0), words: '' },
  { no: -(2n ** 62n), small: null, whole: null, yes: null, at: null, id: null, bytes: null, words: null },
  { no: -5, words: 'x'.repeat(100_000) },
]

test('rows are copied as they would be inserted', async () => {
  await inTransaction(ledger.store, (session) => copyRows(session, target, rows))
  const typed = Object.entries(columns).map(([column, type]) => `${column} ${type}`)
  const different = await ledger.query(
    `select no from (
       (select * from copied except select * from json_to_recordset($1::json) as r(${typed}))
       union all (select * from json_to_recordset($1::json) as r(${typed}) except select * from copied)) d`,
    [JSON.stringify(rows.map((row) => jsonRow(columns, row)))],
  )
  expect(different).toEqual([])
  expect(await ledger.query('select count(*)::int as n from copied')).toEqual([{ n: rows.length }])
})

test('rows that are copied out are read as they are', async () => {
  const read: RawRow[] = []
  await inTransaction(ledger.store, async (session) => {
    const row = rowReader()
    await session.read(
      'select no, small::integer as small, whole, at, id, bytes, words from copied where no <> -(2 ^ 62) order by no',
      (bytes) => {
        row.begin(Buffer.from(bytes))
        const [no, small, whole, at] = [row.whole(), row.integer(), row.integer(), row.instant()]
        read.push({ no, small, whole, at, id: row.uuid(), bytes: row.bytes(), words: row.text() })
      },
    )
  })
  const none = { small: null, whole: null, at: null, id: null, bytes: null }
  const [first, second, , last] = rows
  const [{ yes: _, ...one }, { yes: __, ...other }] = [first ?? {}, second ?? {}]
  expect(read).toEqual([
    { ...none, ...last },
    { ...one, bytes: Buffer.from([0, 92, 255]) },
    { ...other, bytes: Buffer.alloc(0) },
  ])
})

test('a text that stands in rows again is the same one, and others are not taken for it', async () => {
  const words = ['same', 'same', null, 'sane', 'same', 'x'.repeat(50), 'same', 'sam', '', '', 'ü', 'u']
  const read: (string | null)[][] = []
  await inTransaction(ledger.store, async (session) => {
    const row = rowReader()
    const values = words.map((one, at) => `(${at}, ${one === null ? 'null' : `'${one}'`}, 'beside')`)
    await session.read(`select w, b from (values ${values.join(', ')}) v (n, w, b) order by n`, (bytes) => {
      row.begin(Buffer.from(bytes))
      read.push([row.text(), row.text()])
    })
  })
  expect(read).toEqual(words.map((one) => [one, 'beside']))
})

test('where one row is there already, nothing of the transaction is, and the connection goes on', async () => {
  const again = [...Array.from({ length: 20 }, (_, at) => ({ no: 1000 + at })), { no: 1 }]
  const fault = await inTransaction(ledger.store, async (session) => {
    await copyRows(session, target, again)
    await copyRows(session, target, [{ no: 2000 }])
    session.send('select 1')
  }).catch(sqlState)
  expect(fault).toBe('23505')
  expect(await ledger.query('select count(*)::int as n from copied where no between 1000 and 2000')).toEqual([{ n: 0 }])
  await inTransaction(ledger.store, (session) => copyRows(session, target, [{ no: 3000 }]))
  expect(await ledger.query('select count(*)::int as n from copied where no = 3000')).toEqual([{ n: 1 }])
})

test('very many rows are made and written 500 at a time', async () => {
  let [made, written] = [0, 0]
  const ahead: number[] = []
  function* many(): Generator<RawRow, void> {
    for (; made < 1200; made += 1) {
      ahead.push(made - written)
      yield { no: 10_000 + made }
    }
  }
  await inTransaction(ledger.store, (session) => {
    const counted: typeof session = {
      ...session,
      copy: async (sql, bytes) => {
        const upTo = made
        await session.copy(sql, bytes)
        written = upTo
      },
    }
    return copyRows(counted, target, many())
  })
  expect(Math.max(...ahead)).toBe(500)
  expect(await ledger.query('select count(*)::int as n from copied where no between 10000 and 20000')).toEqual([
    { n: 1200 },
  ])
})

test.each([
  ['smallint', 40_000],
  ['integer', 2 ** 31],
  ['bigint', 2n ** 63n],
])('a number that a column of type %s cannot hold is no other number', (type, value) => {
  expect(() => rowBytes({ no: type })({ no: value })).toThrow(RangeError)
})

test.each(['plain', 'ünd €', '日本語', 'x'.repeat(40), `${'x'.repeat(30)}é`])(
  'the text %s is written in UTF-8',
  (text) => {
    const bytes = rowBytes({ text: 'text' })({ text })
    expect(bytes.subarray(4).toString('utf8')).toBe(text)
    expect(bytes.readInt32BE(0)).toBe(Buffer.byteLength(text))
  },
)
