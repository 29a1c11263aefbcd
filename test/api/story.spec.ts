import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from './api.ts'

let api: Api
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const invoice = async (): Promise<unknown[]> => {
  const { body } = await api.get('/invoices/2026-09-001')
  return [body.figures.outstanding, body.status]
}
const advance = (to: string) => api.post('/clocks/story/advance', { to })

test("John Doe's ten dollars: four steps, their figures and statuses", async () => {
  await api.post('/clocks', { clock: 'story', now: '2026-09-30T16:00:00Z', mail: 'send' })
  const opened = await api.post('/customers', {
    customer_id: '10042',
    name: 'John Doe',
    currency: 'USD',
    time_zone: 'America/New_York',
    clock: 'story',
    email: 'john.doe@example.com',
  })
  expect(opened).toMatchObject({ status: 200, body: { customer_id: '10042', status: 'active', currency: 'USD' } })
  const issued = await api.post('/customers/10042/invoices', {
    invoice: '2026-09-001',
    lines: [{ description: 'September', amount: '100.00' }],
    issued_on: '2026-09-30',
    due_on: '2026-10-15',
  })
  expect(issued.body).toMatchObject({ invoice: '2026-09-001', status: 'unpaid', figures: { outstanding: '100.00' } })
  expect(await invoice()).toEqual(['100.00', 'unpaid'])

  await advance('2026-10-02T14:31:00Z')
  await api.post('/customers/10042/notes', {
    text: 'Disputes the roaming charges. Agreed to take off 30.00.',
    kind: 'dispute',
    subject: 'invoice:2026-09-001',
    agreed: '30.00',
    reference: 'CRM case 8841',
  })
  const adjustment = { amount: '-30.00', reason: 'disputed roaming charges', reference: 'CRM case 8841' }
  const adjusted = await api.post('/invoices/2026-09-001/adjustments', adjustment)
  expect(adjusted.body).toMatchObject({ invoice: '2026-09-001', status: 'unpaid', figures: { outstanding: '70.00' } })
  expect(await invoice()).toEqual(['70.00', 'unpaid'])

  await advance('2026-10-10T18:07:00Z')
  const paid = await api.post('/customers/10042/payments', { amount: '60.00', payment_id: 'P-1180', xdr_id: 2204 })
  expect(paid.body).toMatchObject({
    payment_id: 'P-1180',
    xdr_id: '2204',
    status: 'allocated',
    figures: { allocated: '60.00' },
  })
  expect(await invoice()).toEqual(['10.00', 'partially_paid'])

  await advance('2026-10-16T15:20:00Z')
  expect(await invoice()).toEqual(['10.00', 'overdue'])
})

test('the audit log of October tells it, newest first', async () => {
  const { body } = await api.get('/customers/10042/audit', { from: '2026-10-01', to: '2026-10-31', limit: 200 })
  const sentences = body.records.map((line: { sentence: string }) => line.sentence)
  expect(sentences).toEqual(
    expect.arrayContaining([
      'Invoice 2026-09-001 adjusted by −30.00, 70.00 left. Reason: disputed roaming charges (CRM case 8841).',
      'Payment of 60.00 received (xDR id 2204).',
      '60.00 of payment P-1180 allocated to invoice 2026-09-001, 10.00 left. Rule: oldest first.',
    ]),
  )
  const status = sentences.find((sentence: string) => sentence.includes('Status changed from "Partially paid"'))
  expect(status).toMatch(
    /^Invoice 2026-09-001: Status changed from "Partially paid" to "Overdue"\. Reason: .*due 15 Oct 2026, outstanding 10\.00 > 0\.$/,
  )
  expect(
    sentences.some((sentence: string) => sentence.startsWith('Overdue notice for invoice 2026-09-001 queued.')),
  ).toBe(true)
  const seqs = body.records.map(
    (line: { effective_at: string; seq: number }) => `${line.effective_at} ${String(line.seq).padStart(9, '0')}`,
  )
  expect(seqs).toEqual([...seqs].sort().reverse())
  expect(body.window).toEqual({
    from: '2026-10-01T04:00:00.000Z',
    to: '2026-11-01T03:59:59.999999Z',
    time_zone: 'America/New_York',
    time: 'effective',
  })
})

test('the ten dollars are explained by three terms, each with its record', async () => {
  const asked = { figure: 'invoice.outstanding', subject: 'invoice:2026-09-001' }
  const { body } = await api.get('/customers/10042/explain', asked)
  expect(body).toMatchObject({
    value: '10.00',
    residual: '0.00',
    sentence: '100.00 invoiced − 30.00 adjusted − 60.00 paid = 10.00',
    absences: ['No payment since 10 Oct 2026. Still outstanding: 10.00.'],
    promise: { agreed: '30.00', booked: '30.00', holds: true, reference: 'CRM case 8841' },
  })
  const terms = body.terms.filter((term: { value: string }) => term.value !== '0.00')
  expect(
    terms.map((term: { sign: string; value: string; label: string }) => [term.sign, term.value, term.label]),
  ).toEqual([
    ['+', '100.00', 'invoiced'],
    ['+', '-30.00', 'adjusted'],
    ['-', '60.00', 'paid'],
  ])
  const chain = body.chain.map((one: { seq: number }) => one.seq)
  expect(terms.every((term: { seq: number }) => chain.includes(term.seq))).toBe(true)
})

test('the status is explained by the rule, its facts, the evaluation of the day and what would clear it', async () => {
  const { body } = await api.get('/customers/10042/explain', {
    figure: 'invoice.status',
    subject: 'invoice:2026-09-001',
  })
  expect(body).toMatchObject({ value: 'overdue', unit: 'status', residual: '0.00' })
  expect(body.verdicts.at(-2)).toMatchObject({ words: 'due 15 Oct 2026 is before today, 16 Oct 2026', holds: true })
  expect(body.chain.at(-1).sentence).toBe('16 October 2026 evaluated.')
  expect(body.clears).toContain('10.00')
})

test('a chain has the operation, its command and its records', async () => {
  const { body: page } = await api.get('/customers/10042/audit', { type: 'payment_allocated' })
  const { body } = await api.get(`/customers/10042/chains/${page.records[0].seq}`)
  expect(body).toMatchObject({
    left_out: 0,
    operation: { op: 'receive_payment', actor: 'Payment gateway', channel: 'api' },
  })
  expect(body.records[0]).toMatchObject({ seq: body.root_seq, parent_seq: null, type: 'payment_received' })
  expect(body.records.every((line: { root_seq: number }) => line.root_seq === body.root_seq)).toBe(true)
  const allocated = body.records.find((line: { type: string }) => line.type === 'payment_allocated')
  expect(body.records[0].led_to).toContain(allocated.seq)
})

test('the wording of unallocated payments', async () => {
  await api.post('/customers', { customer_id: '10043', name: 'Wording', currency: 'USD' })
  await api.post('/customers/10043/payments', { amount: '10.00', allocate: 'none' })
  await api.post('/customers/10043/payments', { amount: '60.00', allocate: 'none', xdr_id: '2204' })
  const { body } = await api.get('/customers/10043/audit', { figure: 'customer.unallocated_payments' })
  expect(body.records[0]).toMatchObject({
    kind: 'change',
    line: 0,
    before: '10.00',
    after: '70.00',
    delta: '60.00',
    xdr_id: '2204',
    sentence:
      'Unallocated payments changed from 10.00 to 70.00 (increased by 60.00). Source: customer payment (xDR id 2204).',
  })
})

test('an e-mail address is masked wherever it is shown', async () => {
  const everything = await Promise.all(
    ['/customers/10042', '/customers/10042/messages', '/customers/10042/audit?limit=500'].map((path) => api.get(path)),
  )
  const text = JSON.stringify(everything.map((answer) => answer.body))
  expect(text).not.toContain('john.doe@')
  expect(text).toContain('j•••@example.com')
})

test('the lists of what a customer has', async () => {
  const [invoices, payments, xdrs, notes, messages] = await Promise.all(
    ['invoices', 'payments', 'xdrs', 'notes', 'messages'].map((name) => api.get(`/customers/10042/${name}`)),
  )
  expect(invoices?.body.items).toMatchObject([
    { invoice: '2026-09-001', status: 'overdue', outstanding: '10.00', total: '100.00' },
  ])
  expect(payments?.body.items).toMatchObject([
    { payment_id: 'P-1180', status: 'allocated', amount: '60.00', xdr_id: '2204' },
  ])
  expect(xdrs?.body.items.map((row: { kind: string; invoice: string }) => [row.kind, row.invoice])).toEqual([
    ['payment', null],
    ['adjustment', '2026-09-001'],
    ['manual', '2026-09-001'],
  ])
  expect(notes?.body.items).toMatchObject([{ kind: 'dispute', subject: 'invoice:2026-09-001', agreed: '30.00' }])
  expect(messages?.body.items).toMatchObject([
    { template: 'overdue_notice', state: 'queued', stated: '10.00', true_now: true },
  ])
})

test('the customer, searched and shown', async () => {
  expect((await api.get('/customers', { q: 'doe' })).body.items).toMatchObject([
    { customer_id: '10042', balance: '10.00', overdue: '10.00', open_count: 1, overdue_count: 1 },
  ])
  expect((await api.get('/customers', { q: '1004' })).body.items).toHaveLength(2)
  const { body } = await api.get('/customers/10042')
  expect(body).toMatchObject({
    status: 'active',
    figures: { balance: '10.00', overdue: '10.00', available_credit: null },
  })
  expect(body.identities.every((one: { holds: boolean }) => one.holds)).toBe(true)
})
