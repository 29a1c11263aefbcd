import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, openApi } from './api.ts'
import { at, steps } from './steps.ts'

let api: Api
const { done, refused, figures, billed } = steps(() => api)

beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

describe('drafts', () => {
  test('a draft owes nothing, takes lines, and gets the next number when it is issued', async () => {
    await done(api.post('/customers', { customer_id: 'd', name: 'D', currency: 'USD' }))
    await done(api.post('/customers/d/charges', { amount: '10.00', service: 'voice' }))
    const drafted = (await done(api.post('/customers/d/invoices', { draft: true }))).body
    expect(drafted).toMatchObject({ status: 'draft', invoice: expect.stringMatching(/^DRAFT-/) })
    await done(api.post(`/invoices/${drafted.invoice}/lines`, { description: 'Setup', amount: '5.00' }))
    const before = (await done(api.get(`/invoices/${drafted.invoice}`))).body
    expect(before).toMatchObject({ status: 'draft', issued_on: null, draft: { takes: 'unbilled' } })
    expect(before.draft.lines).toEqual([{ description: 'Setup', service: 'manual', amount: '5.00' }])
    const issued = (await done(api.post(`/invoices/${drafted.invoice}/issue`, {}))).body
    expect(issued).toMatchObject({ invoice: expect.stringMatching(/^INV-\d{6}$/), status: 'unpaid' })
    expect(issued.figures.total).toBe('15.00')
    const after = (await done(api.get(`/invoices/${drafted.invoice}`))).body
    expect(after).toMatchObject({ invoice: issued.invoice, draft: null, status: 'unpaid' })
    expect(after.lines.map((line: { amount: string }) => line.amount)).toEqual(['10.00', '5.00'])
  })

  test('a draft that its caller named keeps its name; a day of issue is no member of a draft', async () => {
    await done(api.post('/customers', { customer_id: 'd2', name: 'D', currency: 'USD' }))
    const lines = [{ description: 'Voice', amount: '1.00' }]
    await refused(
      api.post('/customers/d2/invoices', { draft: true, lines, issued_on: '2026-01-01' }),
      400,
      'malformed_request',
    )
    await done(api.post('/customers/d2/invoices', { draft: true, lines, invoice: 'own' }))
    expect((await done(api.post('/invoices/own/issue', {}))).body.invoice).toBe('own')
    await refused(api.post('/invoices/own/issue', {}), 422, 'invoice_is_no_draft')
  })
})

describe('payments', () => {
  test('a pending payment counts when it is settled, also for less', async () => {
    await billed('p')
    const pending = await done(
      api.post('/customers/p/payments', {
        payment_id: 'P p',
        amount: '80.00',
        state: 'pending',
        expires_at: '2099-01-01',
      }),
    )
    expect(pending.body).toMatchObject({ status: 'pending', figures: { pending: '80.00', allocated: '0.00' } })
    expect(await figures('/customers/p')).toMatchObject({ pending: '80.00', outstanding: '100.00' })
    const settled = await done(api.post(at('/payments/P p/settle'), { amount: '60.00' }))
    expect(settled.body).toMatchObject({ status: 'allocated', payment_id: 'P p', figures: { amount: '60.00' } })
    await refused(api.post(at('/payments/P p/settle'), {}), 422, 'payment_not_pending')
    const answer = (await done(api.get(at('/payments/P p')))).body
    expect(answer).toMatchObject({ status: 'allocated', expires_at: '2099-01-02T00:00:00.000Z' })
  })

  test('only a pending payment expires', async () => {
    await billed('p2')
    const body = { amount: '1.00', expires_at: '2099-01-01' }
    await refused(api.post('/customers/p2/payments', body), 400, 'malformed_request')
  })

  test('chargeback and reversal; void; refund with deallocation and adjustment', async () => {
    const invoice = await billed('p3')
    await done(api.post('/customers/p3/payments', { payment_id: 'P p3', amount: '100.00' }))
    const back = await done(api.post(at('/payments/P p3/chargebacks'), { reason: 'Bank' }))
    expect(back.body).toMatchObject({ status: 'charged_back', figures: { charged_back: '100.00' } })
    expect(await figures(`/invoices/${invoice}`)).toMatchObject({ outstanding: '100.00' })
    await done(api.post(at('/payments/P p3/chargeback-reversals'), {}))
    expect(await figures(`/invoices/${invoice}`)).toMatchObject({ outstanding: '0.00' })
    const share = [{ invoice, amount: '30.00' }]
    const refund = { amount: '30.00', deallocate: share, adjust: share, reason: 'Goodwill' }
    const { body } = await done(api.post(at('/payments/P p3/refunds'), refund))
    expect(body).toMatchObject({ payment_id: 'P p3', figures: { refunded: '30.00', allocated: '70.00' } })
    expect(await figures(`/invoices/${invoice}`)).toMatchObject({ adjusted: '-30.00', outstanding: '0.00' })
    await done(api.post(at('/payments/P p3/void'), { reason: 'Booked twice' }))
    expect(await figures(`/invoices/${invoice}`)).toMatchObject({ outstanding: '70.00' })
    await refused(api.post(at('/payments/P p3/void'), { reason: 'Again' }), 422, 'payment_is_resolved')
  })

  test('a refund of the customer takes the oldest payment first, then credits', async () => {
    await done(api.post('/customers', { customer_id: 'p4', name: 'P', currency: 'USD' }))
    for (const amount of ['10.00', '20.00']) await done(api.post('/customers/p4/payments', { amount }))
    await done(api.post('/customers/p4/credit-notes', { amount: '5.00', reason: 'Sorry' }))
    const { body } = await done(api.post('/customers/p4/refunds', { amount: '32.00' }))
    expect(body).toMatchObject({ figures: { balance: '-3.00', refunded: '32.00' }, status: 'active' })
    await refused(api.post('/customers/p4/refunds', { amount: '4.00' }), 422, 'refund_exceeds_unallocated')
  })
})

describe('credit notes', () => {
  test('a note takes the next number, is a credit too, and can be voided', async () => {
    const invoice = await billed('n')
    await done(api.post('/customers/n/payments', { amount: '40.00' }))
    const body = { invoice, amount: '100.00', reason: 'Wrong tariff' }
    const made = (await done(api.post('/customers/n/credit-notes', body))).body
    expect(made).toMatchObject({ credit_note: expect.stringMatching(/^CN-\d{6}$/), status: 'partially_applied' })
    expect(made.figures).toMatchObject({ allocated: '60.00', remaining: '40.00' })
    const note = (await done(api.get(`/credit-notes/${made.credit_note}`))).body
    expect(note).toMatchObject({ source_invoice: invoice, reason: 'Wrong tariff', origin: 'credit_note' })
    expect((await done(api.get('/customers/n/credit-notes'))).body.items).toMatchObject([
      { credit_note: made.credit_note, invoice, remaining: '40.00' },
    ])
    await done(api.post(`/credit-notes/${made.credit_note}/deallocations`, { invoice, amount: '10.00' }))
    await done(api.post(`/credit-notes/${made.credit_note}/allocations`, { invoice, amount: '10.00' }))
    const partly = await done(api.post(`/credit-notes/${made.credit_note}/void`, { reason: 'wrong' }))
    expect(partly.body).toMatchObject({ status: 'applied', figures: { remaining: '0.00', voided: '40.00' } })
    await refused(
      api.post(`/credit-notes/${made.credit_note}/void`, { reason: 'wrong' }),
      422,
      'credit_note_is_applied',
    )
    const voided = await done(api.post(`/credit-notes/${made.credit_note}/void`, { deallocate: true, reason: 'wrong' }))
    expect(voided.body).toMatchObject({ status: 'void', credit_note: made.credit_note })
    expect(await figures(`/invoices/${invoice}`)).toMatchObject({ outstanding: '60.00', credit_noted: '0.00' })
    await refused(
      api.post('/customers/n/credit-notes', { ...body, credit_note: 'CN-000009' }),
      422,
      'credit_note_number_reserved',
    )
    await refused(api.get('/credit-notes/none'), 404, 'credit_note_unknown')
  })

  test('a note is found by its name in explanations, lines and notes', async () => {
    await billed('n2')
    await done(api.post('/customers/n2/credit-notes', { credit_note: 'CN/7', amount: '5.00', reason: 'Sorry' }))
    await refused(
      api.post('/customers/n2/credit-notes', { credit_note: 'CN/7', amount: '5.00', reason: 'x' }),
      409,
      'credit_note_taken',
    )
    const query = { figure: 'remaining', subject: 'credit_note:CN/7' }
    const why = (await done(api.get('/customers/n2/explain', query))).body
    expect(why).toMatchObject({ subject: 'credit_note:CN/7', residual: '0.00' })
    await done(api.post('/customers/n2/notes', { text: 'Sent by post', subject: 'credit_note:CN/7' }))
    const { records } = (await done(api.get('/customers/n2/audit', { subject: 'credit_note:CN/7' }))).body
    expect(records[0]).toMatchObject({ type: 'note_added', subject: 'credit_note:CN/7' })
  })
})

describe('invoices', () => {
  test('write-off, recovery and undo', async () => {
    const invoice = await billed('w')
    const off = await done(api.post(`/invoices/${at(invoice)}/write-offs`, { reason: 'Bankrupt' }))
    expect(off.body).toMatchObject({ status: 'written_off', figures: { written_off: '100.00' } })
    await done(api.post(`/invoices/${at(invoice)}/write-off-reversals`, { amount: '30.00', reason: 'He paid' }))
    await done(api.post('/customers/w/payments', { payment_id: 'P w', amount: '50.00' }))
    await done(api.post(at('/payments/P w/allocations'), { invoice, amount: '20.00' }))
    const answer = (await done(api.get(at(`/invoices/${invoice}`)))).body
    expect(answer.figures).toMatchObject({ written_off: '50.00', paid: '50.00', outstanding: '0.00' })
    expect(answer.write_offs.map((one: { amount: string }) => one.amount)).toEqual(['100.00', '-30.00', '-20.00'])
  })

  test('the answer to an issue says what is so after it: paid at once by what was free', async () => {
    await done(api.post('/customers', { customer_id: 'at once', name: 'At Once', currency: 'USD' }))
    await done(api.post(at('/customers/at once/payments'), { payment_id: 'P at once', amount: '31.00' }))
    const body = { lines: [{ description: 'Phone', amount: '22.50' }], due_on: '2099-01-01' }
    const issued = await done(api.post(at('/customers/at once/invoices'), body))
    expect(issued.body).toMatchObject({ status: 'paid', figures: { paid: '22.50', outstanding: '0.00' } })
    expect(await figures('/payments/P at once')).toMatchObject({ allocated: '22.50', unallocated: '8.50' })
  })

  test('a line keeps the decimals that its currency does not have; the total has none, and the rest is said', async () => {
    await done(api.post('/customers', { customer_id: 'fine', name: 'Fine', currency: 'JPY' }))
    const lines = [
      { description: '585 words at 1.25', amount: '731.25' },
      { description: 'Tax', amount: '73.125' },
    ]
    const issued = await done(api.post('/customers/fine/invoices', { invoice: 'I fine', lines, due_on: null }))
    expect(issued.body.figures.total).toBe('805')
    const invoice = (await done(api.get(at('/invoices/I fine')))).body
    expect(invoice.lines.map((line: { amount: string }) => line.amount)).toEqual(['731.25', '73.125', '0.625'])
    expect(await figures('/customers/fine')).toMatchObject({ balance: '805', unbilled: '0' })
  })

  test('void with reissue books the charges again', async () => {
    const invoice = await billed('v')
    await done(api.post('/customers/v/payments', { amount: '30.00' }))
    const voided = await done(api.post(at(`/invoices/${invoice}/void`), { reissue: true, reason: 'Wrong name' }))
    expect(voided.body).toMatchObject({ status: 'void', figures: { outstanding: '0.00', voided: '100.00' } })
    expect(await figures('/customers/v')).toMatchObject({ unbilled: '100.00', balance: '70.00' })
    await refused(api.post(at(`/invoices/${invoice}/void`), { reason: 'x' }), 422, 'invoice_is_void')
  })

  test('installments, and a due date that is changed', async () => {
    await done(api.post('/customers', { customer_id: 's', name: 'S', currency: 'USD' }))
    const parts = [
      { due_on: '2099-01-01', amount: '40.00' },
      { due_on: '2099-02-01', amount: '60.00' },
    ]
    const body = { invoice: 'I s', lines: [{ description: 'Phone', amount: '100.00' }], installments: parts }
    await refused(api.post('/customers/s/invoices', { ...body, due_on: null }), 422, 'installments_exclude_due_date')
    await done(api.post('/customers/s/invoices', body))
    await done(api.post('/customers/s/payments', { amount: '50.00' }))
    const { installments } = (await done(api.get(at('/invoices/I s')))).body
    expect(installments.map((one: { open: string }) => one.open)).toEqual(['0.00', '50.00'])
    await done(api.post(at('/invoices/I s/due-date'), { due_on: '2099-03-01', reason: 'Agreed' }))
    expect((await done(api.get(at('/invoices/I s')))).body).toMatchObject({ due_on: '2099-03-01', installments: [] })
  })
})

test('every operation of a repeated key is answered again and booked once', async () => {
  const invoice = await billed('r')
  const path = at(`/invoices/${invoice}/write-offs`)
  const first = await done(api.post(path, { amount: '10.00', reason: 'Small' }, { key: 'again' }))
  const second = await done(api.post(path, { amount: '10.00', reason: 'Small' }, { key: 'again' }))
  expect(second.headers.get('idempotent-replay')).toBe('true')
  expect(second.body.records).toEqual(first.body.records)
  expect(await figures(`/invoices/${invoice}`)).toMatchObject({ written_off: '10.00' })
})
