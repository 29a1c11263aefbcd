import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction, type Store, sqlState } from '../../src/store/session/store.ts'
import { type Cellar, type Ledger, openCellar } from '../service/ledger.ts'
import { parcelsOf } from '../service/rows-read.ts'

let cellar: Cellar
let ledger: Ledger
let store: Store

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
  store = ledger.store
  await ledger.query('create table parcelled (no integer primary key, words text)')
  await ledger.query('grant select, insert on parcelled to whence_app')
})

afterAll(() => cellar.close())

const INSERT = 'insert into parcelled (no, words) values ($1, $2)'
const numbers = async (): Promise<unknown[]> =>
  (await ledger.query<{ no: number }>('select no from parcelled order by no')).map(({ no }) => no)

test('what is asked in one moment goes together, and each gets its own answer', async () => {
  const asked = () =>
    inTransaction(store, (session) =>
      Promise.all([
        session.query('select $1::bigint as n, null::date as on, true as yes', ['5']),
        session.query('select n from unnest($1::integer[]) as u (n)', [[1, 2, 3]]),
        session.query('select 1 as one where false'),
        session.query('select $1::text[] as words', [['a "b"', 'c,d', null]]),
      ]),
    )
  const answers = [
    [{ n: 5n, on: null, yes: true }],
    [{ n: 1 }, { n: 2 }, { n: 3 }],
    [],
    [{ words: ['a "b"', 'c,d', null] }],
  ]
  // the second time the columns are known already
  for (const _ of [1, 2]) expect(await asked()).toEqual(answers)
  expect(await parcelsOf(store, asked)).toBe(2)
})

test('statements that are sent go with the commit, in their order', async () => {
  const sent = await parcelsOf(store, () =>
    inTransaction(store, (session) => {
      session.send(INSERT, [1, 'one'])
      session.send('insert into parcelled (no, words) select no + 1, words from parcelled where no = 1')
      return Promise.resolve()
    }),
  )
  expect([sent, await numbers()]).toEqual([1, [1, 2]])
})

test('where one fails nothing is there, and who asks hears of that one', async () => {
  const failing = inTransaction(store, async (session) => {
    session.send(INSERT, [3, 'three'])
    session.send(INSERT, [1, 'again'])
    await session.query('select 1 as one')
  })
  await expect(failing.catch((error: unknown) => Promise.reject(new Error(sqlState(error))))).rejects.toThrow('23505')
  const unheard = inTransaction(store, (session) => {
    session.send(INSERT, [4, 'four'])
    session.send(INSERT, [1, 'again'])
    return Promise.resolve()
  })
  await expect(unheard.catch((error: unknown) => Promise.reject(new Error(sqlState(error))))).rejects.toThrow('23505')
  expect(await numbers()).toEqual([1, 2])
})

test('a statement that failed, or was passed over, when it was first asked is asked again', async () => {
  const first = 'select 10 / $1::integer as tenth'
  const behind = 'select $1::integer + 1 as more'
  const ask = (by: number) =>
    inTransaction(store, (session) => Promise.all([session.query(first, [by]), session.query(behind, [by])]))
  await expect(ask(0)).rejects.toThrow('division by zero')
  expect(await ask(5)).toEqual([[{ tenth: 2 }], [{ more: 6 }]])
})
