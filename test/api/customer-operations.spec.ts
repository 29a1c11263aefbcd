import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, openApi } from './api.ts'
import { at, steps } from './steps.ts'

let api: Api
const { done, refused, figures, billed } = steps(() => api)

beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

describe('disputes', () => {
  test('opened, noted by the CRM, resolved by what was agreed', async () => {
    const invoice = await billed('q')
    const opened = await done(
      api.post('/customers/q/disputes', { dispute_id: 'CRM 1', invoice, claimed: '40.00', reference: 'CRM case 8841' }),
    )
    expect(opened.body).toMatchObject({ dispute_id: 'CRM 1', status: 'open', figures: { claimed: '40.00' } })
    expect(await figures(`/invoices/${invoice}`)).toMatchObject({ disputed: '40.00', collectible: '60.00' })
    const note = { text: 'Agreed with Ann', kind: 'dispute', subject: 'dispute:CRM 1', agreed: '30.00' }
    await done(api.post('/customers/q/notes', note))
    const resolved = await done(api.post(at('/disputes/CRM 1/resolve'), { reason: 'Roaming' }))
    expect(resolved.body).toMatchObject({ dispute_id: 'CRM 1', status: 'resolved' })
    const answer = (await done(api.get(at('/disputes/CRM 1')))).body
    expect(answer).toMatchObject({ invoice, reference: 'CRM case 8841', figures: { difference: '0.00' } })
    expect(answer.notes.map((one: { text: string }) => one.text)).toEqual(['Agreed with Ann'])
    expect(answer.adjustments).toMatchObject([{ amount: '-30.00' }])
    expect((await done(api.get('/customers/q/disputes'))).body.items).toMatchObject([{ status: 'resolved' }])
    const ofInvoice = (await done(api.get(at(`/invoices/${invoice}`)))).body
    expect(ofInvoice.disputes).toMatchObject([{ dispute_id: 'CRM 1', status: 'resolved', agreed: '30.00' }])
    await refused(api.post(at('/disputes/CRM 1/resolve'), { reason: 'x' }), 422, 'dispute_is_closed')
    await refused(api.post('/customers/q/disputes', { dispute_id: 'CRM 1', invoice }), 409, 'dispute_taken')
    await refused(api.get('/disputes/none'), 404, 'dispute_unknown')
  })

  test('what was agreed is listed as it was booked, by adjustments and credit notes, and sums to the figure', async () => {
    const invoice = await billed('notes')
    const about = { dispute_id: 'CRM 2', invoice, claimed: '40.00', agreed: '40.00' }
    await done(api.post('/customers/notes/disputes', about))
    const note = { credit_note: 'CN 2', invoice, amount: '25.00', reason: 'Roaming', dispute: 'CRM 2' }
    await done(api.post('/customers/notes/credit-notes', note))
    const listed = async () => {
      const { figures: its, adjustments, left_out } = (await done(api.get(at('/disputes/CRM 2')))).body
      return { adjusted: its.adjusted, adjustments, left_out: left_out.adjustments }
    }
    const booked = { amount: '-25.00', credit_note: 'CN 2' }
    expect(await listed()).toMatchObject({ adjusted: '-25.00', adjustments: [booked], left_out: 0 })
    await done(api.post(at('/credit-notes/CN 2/void'), { deallocate: true, reason: 'Mistaken' }))
    const undone = { amount: '25.00', credit_note: 'CN 2' }
    expect(await listed()).toMatchObject({ adjusted: '0.00', adjustments: [booked, undone], left_out: 0 })
    await done(api.post(at('/disputes/CRM 2/resolve'), { reason: 'Agreed' }))
    expect(await listed()).toMatchObject({ adjusted: '-40.00', adjustments: [booked, undone, { credit_note: null }] })
  })
})

describe('customers', () => {
  test('blocked and reopened; limit, details and lift', async () => {
    const invoice = await billed('c')
    const blocked = await done(api.post('/customers/c/status', { set: 'blocked', reason: 'Fraud' }))
    expect(blocked.body.status).toBe('blocked')
    await done(api.post('/customers/c/status', { set: 'active', reason: 'Cleared' }))
    await done(api.post('/customers/c/credit-limit', { limit: '50.00', reason: 'New customer' }))
    await done(api.post('/customers/c/details', { name: 'Ann Carter', class: 'vip' }))
    await done(api.post('/customers/c/collection-lifts', { until: '2099-01-01', reason: 'Promise' }))
    await done(api.post(`/invoices/${at(invoice)}/collection`, { collect: false, reason: 'Court' }))
    const { body } = await done(api.get('/customers/c'))
    expect(body).toMatchObject({ name: 'Ann Carter', class: 'vip', status: 'credit_exceeded', policy_version: 0 })
    expect(body.figures).toMatchObject({
      credit_limit: '50.00',
      available_credit: '-50.00',
      lifted_until: '2099-01-01',
    })
    expect((await done(api.get(at(`/invoices/${invoice}`)))).body.collection_status).toBe('do_not_collect')
    await refused(api.post('/customers/c/details', {}), 422, 'nothing_to_change')
  })

  test('a credit is a negative charge of the next invoice; each xDR says its kind', async () => {
    await done(api.post('/customers', { customer_id: 'k', name: 'K', currency: 'USD' }))
    await done(api.post('/customers/k/charges', { amount: '15.00', service: 'usage' }))
    await done(api.post('/customers/k/credits', { amount: '20.00', kind: 'promotional', description: 'Welcome' }))
    const { body } = await done(api.post('/customers/k/invoices', {}))
    expect(body.figures).toMatchObject({ total: '-5.00', outstanding: '0.00', to_credit: '5.00' })
    const { lines } = (await done(api.get(`/invoices/${body.invoice}`))).body
    expect(lines.map((line: { amount: string }) => line.amount)).toEqual(['15.00', '-20.00'])
    const { items } = (await done(api.get('/customers/k/xdrs'))).body
    expect(items.map((one: { kind: string; invoice: string }) => [one.kind, one.invoice])).toEqual([
      ['promotional_credit', body.invoice],
      ['usage', body.invoice],
    ])
  })
})
