import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ref, theCustomer } from '../../src/engine/figures/base.ts'
import type { FigureName } from '../../src/engine/figures/names.ts'
import { viewOf } from '../../src/service/read/view/view.ts'
import { absencesOf } from '../../src/service/read/why/explain-absences.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { type Api, openApi } from './api.ts'

/** What is said not to have happened is so however much there is to look at: nothing is read up to a limit and then told. */

let api: Api
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const post = async (path: string, body: object): Promise<void> => {
  const { status, body: said } = await api.post(path, body)
  if (status > 202) throw new Error(`${path}: ${JSON.stringify(said)}`)
}
const to = (id: string, day: string) => post(`/clocks/${id}/advance`, { to: `${day}T12:00:00Z` })

/** A customer on a clock of his own with invoices of 50.00 named <id>-1, <id>-2 and so on. */
async function opened(id: string, invoices: number): Promise<void> {
  await post('/clocks', { clock: id, now: '2026-07-01T12:00:00Z' })
  await post('/customers', { customer_id: id, name: id, currency: 'EUR', clock: id })
  const lines = [{ description: 'Line', amount: '50.00' }]
  for (let n = 1; n <= invoices; n++)
    await post(`/customers/${id}/invoices`, { invoice: `${id}-${n}`, lines, due_on: `2026-08-${10 + n}` })
}

type Limits = { readonly lookedAt: number; readonly atOnce: number }
type About = {
  readonly figure: FigureName
  readonly subject?: string
  readonly asOf?: string
  readonly limits?: Limits
}

/** What is said of a figure of the customer, or of a subject of his by its key among them. */
async function said(id: string, { figure, subject, asOf, limits }: About): Promise<string[]> {
  return await inTransaction(
    api.ledger.store,
    async (session) => {
      const view = await viewOf(session, id, { asOf, knownAt: undefined })
      const [kind, no] = subject?.split(' ') ?? []
      const ref: Ref = kind === 'invoice' || kind === 'payment' ? { kind, no: Number(no) } : theCustomer
      return await absencesOf(session, view, figure, ref, limits)
    },
    'repeatable read',
  )
}
const outstanding = { figure: 'customer.outstanding' } as const

test('a debit that was announced and settled is a payment, from the day of its settlement', async () => {
  await opened('debit', 1)
  await post('/customers/debit/payments', { payment_id: 'debit-p', amount: '35.00', state: 'pending' })
  await to('debit', '2026-07-06')
  await post('/payments/debit-p/settle', {})
  await to('debit', '2026-07-28')
  expect(await said('debit', { figure: 'customer.balance' })).toEqual([
    'No payment since 6 Jul 2026. Still outstanding: 15.00.',
  ])
})

test('of a payment that paid many invoices all is summed, however few records are read at once', async () => {
  await opened('many', 9)
  const allocate = [2, 3, 4, 5, 6, 7, 8, 9].map((n) => ({ invoice: `many-${n}`, amount: '25.00' }))
  await post('/customers/many/payments', { payment_id: 'many-p', amount: '200.00', allocate })
  await to('many', '2026-07-03')
  await post('/payments/many-p/deallocations', { invoice: 'many-3', amount: '10.00' })
  for (const amount of ['1.00', '2.00', '3.00']) await post('/payments/many-p/refunds', { amount, reason: 'r' })
  await to('many', '2026-07-20')
  const about = { figure: 'invoice.outstanding', subject: 'invoice 1' } as const
  const expected = [
    '6.00 of the payment of 1 Jul 2026 (200.00) was refunded on 3 Jul 2026.',
    '4.00 of 200.00 was received on 1 Jul 2026 and is not applied to this invoice.',
    '190.00 was received on 1 Jul 2026 and applied to invoices many-2, many-3, many-4, many-5, many-6 and 3 more.',
    'Still outstanding: 50.00.',
  ]
  expect(await said('many', about)).toEqual(expected)
  for (const atOnce of [1, 2])
    expect(await said('many', { ...about, limits: { lookedAt: 20, atOnce } })).toEqual(expected)
})

test('where older money is not looked at, it is said that there is', async () => {
  await opened('older', 1)
  for (const day of ['04', '06', '08']) {
    await to('older', `2026-07-${day}`)
    await post('/customers/older/payments', { amount: `${Number(day)}.00`, allocate: 'hold' })
  }
  const ofDay = (day: number) => `${day}.00 was received on ${day} Jul 2026 and is not applied to an invoice (held).`
  const left = 'Still outstanding: 50.00.'
  const older = 'There is older money in this time that this does not look at.'
  expect(await said('older', outstanding)).toEqual([ofDay(8), ofDay(6), ofDay(4), left])
  expect(await said('older', { ...outstanding, limits: { lookedAt: 3, atOnce: 1 } })).toEqual([
    ...[ofDay(8), ofDay(6), ofDay(4)],
    left,
  ])
  expect(await said('older', { ...outstanding, limits: { lookedAt: 2, atOnce: 2 } })).toEqual([
    ...[ofDay(8), ofDay(6)],
    older,
    left,
  ])
})

test('money that is pending is looked at before what is free, so that "no payment" is not said beside it', async () => {
  await opened('pending', 1)
  await post('/customers/pending/payments', { amount: '20.00', state: 'pending' })
  await to('pending', '2026-07-05')
  for (const amount of ['5.00', '6.00']) await post('/customers/pending/payments', { amount, allocate: 'hold' })
  const asked = { ...outstanding, limits: { lookedAt: 1, atOnce: 1 } }
  const sentences = await said('pending', asked)
  expect(sentences).toContain('20.00 is pending since 1 Jul 2026.')
  expect(sentences.join(' ')).not.toContain('No payment')
})

test('since when something is below 0 is found however far back it is, with what was dated back', async () => {
  await opened('below', 1)
  await post('/customers/below/payments', { payment_id: 'below-p', amount: '50.00', allocate: 'hold' })
  for (const day of ['04', '06', '08', '10']) {
    await to('below', `2026-07-${day}`)
    await post('/payments/below-p/allocations', { invoice: 'below-1', amount: '10.00' })
  }
  await to('below', '2026-07-20')
  await post('/payments/below-p/deallocations', { invoice: 'below-1' })
  await to('below', '2026-07-22')
  await post('/payments/below-p/chargebacks', { reason: 'the bank', effective_at: '2026-07-05T12:00:00Z' })
  const about = { figure: 'payment.unallocated', subject: 'payment 1', asOf: '2026-07-12' } as const
  const expected = [
    'Payment below-p is below 0 since 5 Jul 2026, because the chargeback of payment below-p was dated back.',
  ]
  expect(await said('below', about)).toEqual(expected)
  for (const atOnce of [1, 2, 3])
    expect(await said('below', { ...about, limits: { lookedAt: 20, atOnce } })).toEqual(expected)
})
