import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from '../../src/service/verify/verify.ts'
import { type Api, openApi } from './api.ts'
import { at, steps } from './steps.ts'

/** Ids that Whence gives by itself are free when it gives them, whatever ids callers bring. */

let api: Api
const { done, refused } = steps(() => api)

beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const open = (id: string) => done(api.post('/customers', { customer_id: id, name: id, currency: 'USD' }))
const note = (customer: string, credit_note: string) =>
  api.post(`/customers/${customer}/credit-notes`, { credit_note, amount: '5.00', reason: 'Sorry' })
const pay = (customer: string, payment_id: string) =>
  api.post(`/customers/${customer}/payments`, { payment_id, amount: '10.00', allocate: 'none' })
/** An invoice whose total is below 0, which makes a credit. */
async function negative(customer: string, invoice: string): Promise<void> {
  await done(api.post(`/customers/${customer}/credits`, { amount: '3.00', kind: 'manual' }))
  await done(api.post(`/customers/${customer}/invoices`, { invoice }))
}
const creditsOf = async (customer: string): Promise<string[]> => {
  const rows = await api.ledger.query<{ credit_id: string }>(
    'select credit_id from credit where customer_id = $1 order by no',
    [customer],
  )
  return rows.map((row) => row.credit_id)
}

test.each(['CR-N1', 'CR-', 'MOV-0123456789AB', 'MOV-x', 'CN-000001'])(
  'a credit note is not named %s by its caller, by whatever way he comes',
  async (credit_note) => {
    const customer = `by ${credit_note}`
    await open(customer)
    const path = at(`/customers/${customer}`)
    const body = { credit_note, amount: '5.00', reason: 'Sorry' }
    await refused(api.post(`${path}/credit-notes`, body), 422, 'credit_note_number_reserved')
    await refused(
      api.post(`${path}/batch`, { operations: [{ op: 'issue_credit_note', ...body }] }),
      422,
      'credit_note_number_reserved',
    )
    const line = { op: 'issue_credit_note', customer_id: customer, key: credit_note, ...body }
    const { body: told } = await api.raw('/api/v1/ingest', {
      method: 'POST',
      headers: { authorization: `Bearer ${api.secret}`, 'content-type': 'application/x-ndjson' },
      body: JSON.stringify(line),
    })
    expect(told).toContain('credit_note_number_reserved')
  },
)

test('the credit of a negative invoice is named after it, though notes and payments have names alike', async () => {
  for (const id of ['ann', 'eve']) await open(id)
  await note('eve', 'CR-N1')
  await done(pay('eve', 'CR-N1'))
  await done(note('eve', 'cr-N1'))
  await negative('ann', 'N1')
  expect(await creditsOf('ann')).toEqual(['CR-N1'])
  expect((await done(api.get('/credits/CR-N1'))).body).toMatchObject({ customer_id: 'ann' })
  expect((await done(api.get('/payments/CR-N1'))).body).toMatchObject({ customer_id: 'eve' })
  await done(pay('ann', 'CR-N2'))
  await negative('ann', 'N2')
  expect(await creditsOf('ann')).toEqual(['CR-N1', 'CR-N2'])
})

test('money that is moved makes a credit of its own, though a payment has its name, and the key was used before', async () => {
  for (const id of ['joe', 'kim', 'lea']) await open(id)
  for (const id of ['joe', 'kim']) await done(pay(id, `P ${id}`))
  const move = (from: string) =>
    api.post(`/customers/${from}/moves`, { to: 'lea', amount: '4.00', reason: 'Wrong account' }, { key: 'the same' })
  const first = (await done(move('joe'))).body.credit_id
  await done(pay('lea', first))
  const second = (await done(move('kim'))).body.credit_id
  expect([first, second]).toEqual([expect.stringMatching(/^MOV-/), expect.stringMatching(/^MOV-/)])
  expect(await creditsOf('lea')).toEqual([first, second])
  expect(first).not.toBe(second)
})

test('what was booked under names alike is verified', async () => {
  expect((await verify(api.ledger.store, { decide: true })).findings).toEqual([])
})
