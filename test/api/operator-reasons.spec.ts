import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from '../../src/service/verify/verify.ts'
import { type Api, openApi } from './api.ts'

/** Why the operator did something stands with it in his log; who gives no reason is not asked for one. */

let api: Api
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const put = (path: string, body: object, key: string = randomUUID()) =>
  api.raw(`/api/v1${path}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${api.secret}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  })

const said = async (): Promise<string[]> =>
  (await api.get('/audit', { limit: '100' })).body.records.map((line: { sentence: string }) => line.sentence)

test('terms, clocks and runs are recorded with the reason that was given', async () => {
  await put('/classes/retail/policy', { payment_terms: 12, reason: 'new price list' })
  await put('/classes/trade/policy', { payment_terms: 9 })
  await api.post('/clocks', { clock: 'tale', now: '2026-03-01T00:00:00Z', reason: 'to train the desk' })
  await api.post('/clocks/tale/advance', { to: '2026-03-05T00:00:00Z', reason: 'lesson two' })
  await api.post('/collection/runs', { business_date: '2026-03-01', reason: 'the run of the night was stopped' })
  const sentences = await said()
  expect(sentences).toEqual(
    expect.arrayContaining([
      'Policy version 1 set for class retail. Reason: new price list.',
      'Policy version 2 set for class trade.',
      expect.stringMatching(/^Clock tale created at 2026-03-01.*mail is withheld\. Reason: to train the desk\.$/),
      expect.stringMatching(/^Clock tale advanced to 2026-03-05.* Reason: lesson two\.$/),
      expect.stringMatching(/^Collection run .* started\. Reason: the run of the night was stopped\.$/),
    ]),
  )
  expect((await verify(api.ledger.store, { decide: true })).findings).toEqual([])
})

test('the same key with another reason is another request', async () => {
  const key = randomUUID()
  const body = { payment_terms: 20, reason: 'as agreed' }
  expect((await put('/classes/gold/policy', body, key)).status).toBe(200)
  expect((await put('/classes/gold/policy', body, key)).headers.get('idempotent-replay')).toBe('true')
  const other = await put('/classes/gold/policy', { ...body, reason: 'for another' }, key)
  expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused'])
})
