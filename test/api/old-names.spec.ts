import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CommandName } from '../../src/contract/operations.ts'
import type { WireRequest } from '../../src/service/asked/request.ts'
import { perform } from '../../src/service/ledger/perform.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { requestOf } from '../service/desk.ts'
import { type Api, openApi } from './api.ts'

/**
 * Names that are refused for what is new stand in older folders: they were booked when ids were only looked at as `id`
 * looks at them. The service books them here without the newer rule, and everything that can be asked answers them.
 */

let api: Api
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const reason = 'of old'
const at = (path: string, id: string) => `${path}/${encodeURIComponent(id)}`

/** Asks an address as it is written: fetch takes %2E for the folder itself. */
const written = (path: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${api.secret}` }
    const asked = request(`${api.url}`, { path: `/api/v1${path}`, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve(JSON.parse(text)))
    })
    asked.on('error', reject).end()
  })

test.each([['a\u2028b'], ['a\u2029b'], ['.'], ['..'], ['a  b']])('%j of old is answered', async (name) => {
  const { store } = api.ledger
  const book = async (op: CommandName, names: Readonly<Record<string, string>>, rest: object) => {
    const today = requestOf(op, op === 'open_customer' ? null : name, rest)
    const old = { ...today, body: { ...today.body, ...names } } as WireRequest
    expect(await perform(store, old)).toMatchObject({ status: 'done' })
  }
  await book('open_customer', { customer_id: name, class: name }, { name: 'Old', currency: 'USD' })
  await book('issue_invoice', { invoice: name }, { lines: [{ description: 'l', amount: '9.00' }] })
  await book('receive_payment', { payment_id: name }, { amount: '2.00', allocate: 'none' })
  await book('open_dispute', { dispute_id: name, invoice: name }, { invoice: 'n', reason })
  await book('issue_credit_note', { credit_note: name }, { amount: '3.00', apply: 'none', reason })

  const segment = name === '.' ? '%2E' : name === '..' ? '%2E%2E' : encodeURIComponent(name)
  for (const what of ['customers', 'invoices', 'payments', 'disputes', 'credit-notes'])
    expect(await written(`/${what}/${segment}`)).toMatchObject({ customer_id: name, exists: true })
  expect((await api.get('/customers', { q: name })).body.items).toContainEqual(
    expect.objectContaining({ customer_id: name }),
  )
  for (const [query, subject] of [
    ['invoice', name],
    ['subject', `payment:${name}`],
    ['subject', `credit_note:${name}`],
  ])
    expect((await api.get('/audit', { [query ?? '']: subject })).body.records).toContainEqual(
      expect.objectContaining({ customer_id: name }),
    )
  if (segment.startsWith('%2E')) return
  expect((await api.get(`${at('/customers', name)}/explain`, { figure: 'balance' })).body.residual).toBe('0.00')
  expect((await api.post(`${at('/invoices', name)}/adjustments`, { amount: '-1.00', reason })).status).toBe(200)
  expect((await api.post(`${at('/payments', name)}/allocations`, { invoice: name, amount: '1.00' })).status).toBe(200)
})

test('what was named so verifies', async () => {
  expect((await verify(api.ledger.store, { decide: true })).findings).toEqual([])
})
