import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from '../../src/service/verify/verify.ts'
import { type Api, openApi } from './api.ts'

let api: Api

beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

test('what credit notes and adjustments book for a dispute is one sum, also once it is resolved', async () => {
  await api.post('/customers', { customer_id: 'ann', name: 'Ann', currency: 'USD' })
  await api.post('/customers/ann/invoices', { invoice: 'I-1', lines: [{ description: 'Fee', amount: '100.00' }] })
  await api.post('/customers/ann/disputes', { invoice: 'I-1', dispute_id: 'X-1', claimed: '40.00', agreed: '30.00' })
  const note = { credit_note: 'N-1', invoice: 'I-1', amount: '12.00', reason: 'agreed', dispute: 'X-1' }
  expect((await api.post('/customers/ann/credit-notes', note)).status).toBe(200)
  const figures = async () => (await api.get('/disputes/X-1')).body.figures
  expect(await figures()).toMatchObject({ agreed: '30.00', adjusted: '-12.00', difference: '18.00' })
  expect((await api.post('/disputes/X-1/resolve', { reason: 'the rest' })).status).toBe(200)
  expect(await figures()).toMatchObject({ adjusted: '-30.00', difference: '0.00' })
  expect((await api.get('/invoices/I-1')).body.promise).toMatchObject({ agreed: '30.00', booked: '30.00', holds: true })
  expect((await api.post('/credit-notes/N-1/void', { deallocate: true, reason: 'wrong' })).status).toBe(200)
  expect(await figures()).toMatchObject({ adjusted: '-18.00', difference: '12.00' })
  expect((await api.get('/invoices/I-1')).body.promise).toMatchObject({ booked: '18.00', holds: false })
  expect((await verify(api.ledger.store, { decide: true })).findings).toEqual([])
})
