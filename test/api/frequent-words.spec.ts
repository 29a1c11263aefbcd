import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerAudit } from '../../src/service/read/audit/page.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { type Api, openApi } from './api.ts'

/** A word that is in more own texts than are looked up is found on each record all the same, also if no sentence shows it. */

let api: Api

beforeAll(async () => {
  api = await openApi()
  for (let no = 0; no < 12; no += 1) {
    const email = `zebra.crossing${no}@example.com`
    await api.post('/customers', { customer_id: `c${no}`, name: 'C', currency: 'USD', email })
  }
})
afterAll(() => api.close())

test.for([5, 10_000])('of 12 records with a word all are told, where %s are looked up', async (mostFound) => {
  for (const q of ['zebra.crossing', 'opened zebra']) {
    const page = await inTransaction(
      api.ledger.store,
      (session) => answerAudit(session, { q }, { customerId: null, zone: 'UTC' }, { mostFound }),
      'repeatable read',
    )
    expect([page.records.length, page.next]).toEqual([12, null])
  }
})
