import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertSql, sendRows } from '../../src/store/session/rows.ts'
import type { Session } from '../../src/store/session/session.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { type Cellar, type Ledger, openCellar } from '../service/ledger.ts'

/** Rows are made and written some at a time, so that nobody holds all of very many. */

let cellar: Cellar
let ledger: Ledger
const insert = insertSql('directory', { kind: 'smallint', id: 'text', customer_id: 'text', no: 'integer' })

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
})
afterAll(() => cellar.close())

test('1,200 rows are written in three statements; no row is made before those of the statement before are written', async () => {
  let [made, written] = [0, 0]
  const ahead: number[] = []
  function* rows() {
    for (; made < 1200; made += 1) {
      ahead.push(made - written)
      yield { kind: 1, id: `I${made}`, customer_id: 'john', no: made }
    }
  }
  const said: number[] = []
  await inTransaction(ledger.store, async (session) => {
    const count = ([json]: readonly unknown[]) => said.push((JSON.parse(String(json)) as unknown[]).length)
    const counted: Session = {
      ...session,
      send: (sql, values = []) => {
        count(values)
        session.send(sql, values)
      },
      query: async (sql, values = []) => {
        count(values)
        const answer = await session.query<never>(sql, values)
        written = made
        return answer
      },
    }
    await sendRows(counted, insert, rows())
  })
  expect(said).toEqual([500, 500, 200])
  expect(Math.max(...ahead)).toBe(500)
  expect(await ledger.query('select count(*)::int as n, sum(no)::int as sum from directory')).toEqual([
    { n: 1200, sum: (1199 * 1200) / 2 },
  ])
})

test('of no rows nothing is said', async () => {
  const silent = {
    send: () => expect.fail('a statement'),
    query: () => expect.fail('a statement'),
  } as unknown as Session
  await sendRows(silent, insert, [])
})
