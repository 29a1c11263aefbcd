import { afterAll, beforeAll, expect, test } from 'vitest'
import { perform } from '../../src/service/ledger/perform.ts'
import { pinned, pinning } from '../../src/service/ledger/pins.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { type Api, openApi } from './api.ts'

/** Why something is done: accepted of everything, asked for of some; and what it corrects. */

let api: Api
beforeAll(async () => {
  api = await openApi()
  await api.post('/clocks', { clock: 'k', now: '2026-06-01T12:00:00Z' })
  for (const customer_id of ['ann', 'bob'])
    await api.post('/customers', {
      customer_id,
      name: customer_id,
      currency: 'USD',
      clock: 'k',
      effective_at: '2026-01-01',
    })
  const lines = [{ description: 'Service', amount: '100.00' }]
  await api.post('/customers/ann/invoices', { invoice: 'A1', lines, due_on: '2026-07-01' })
  await api.post('/customers/ann/payments', { payment_id: 'P1', amount: '10.00', allocate: 'none', xdr_id: '900' })
  await api.post('/customers/ann/credit-notes', { credit_note: 'N1', amount: '5.00', reason: 'late', apply: 'none' })
  await api.post('/invoices/A1/write-offs', { amount: '1.00', reason: 'small' })
})
afterAll(() => api.close())

const asking: readonly (readonly [string, object])[] = [
  ['/payments/P1/void', {}],
  ['/payments/P1/chargebacks', {}],
  ['/credit-notes/N1/void', {}],
  ['/invoices/A1/void', {}],
  ['/invoices/A1/write-offs', { amount: '1.00' }],
  ['/invoices/A1/write-off-reversals', {}],
  ['/invoices/A1/due-date', { due_on: '2026-08-01' }],
  ['/customers/ann/credit-limit', { limit: '5.00' }],
  ['/customers/ann/status', { set: 'blocked' }],
]

test.each(asking)('%s is refused without a reason, also dated ahead', async (path, body) => {
  const count = await api.recordCount()
  for (const dated of [{}, { effective_at: '2026-09-01' }]) {
    const answer = await api.post(path, { ...body, ...dated })
    expect([answer.status, answer.body.code]).toEqual([422, 'reason_required'])
  }
  expect(await api.recordCount()).toBe(count)
})

test('the draft of an invoice is given up without one', async () => {
  await api.post('/customers/ann/invoices', {
    invoice: 'D1',
    draft: true,
    lines: [{ description: 'x', amount: '1.00' }],
  })
  expect((await api.post('/invoices/D1/void', {})).status).toBe(200)
})

test('what waits already is booked as it was asked for', async () => {
  const { store, query } = api.ledger
  const command = {
    op: 'schedule_operation',
    id: 'SCH-OLD',
    of: 'void_payment',
    dueAt: BigInt(Date.UTC(2026, 5, 10)) * 1000n,
    dueOn: 20614,
  } as const
  const caller = { actor: 'Test', realm: 'operator', channel: 'api', ip: null }
  const kept = await perform(store, { op: 'internal', customerId: 'ann', command, caller, key: null })
  expect(kept.status).toBe('done')
  // as an earlier release kept it: without a reason, and without hashes in its record
  await query(
    `insert into scheduled (customer_id, scheduled_id, seq, op, body, caller, effective_at, due_on)
     select 'ann', 'SCH-OLD', max(seq), 'void_payment', '{"payment_id": "P1", "effective_at": "2026-06-10T00:00:00Z"}', $1,
       '2026-06-10', '2026-06-10' from record where customer_id = 'ann'`,
    [JSON.stringify(caller)],
  )
  // and as it was taken over from there
  await pinned(store, (session) => pinning(session, ['scheduled', 'ann SCH-OLD'], caller))
  await api.post('/clocks/k/advance', { to: '2026-06-11T00:00:00Z' })
  expect(await query('select state, refusal from scheduled')).toEqual([{ state: 'done', refusal: null }])
  expect((await api.get('/payments/P1')).body.status).toBe('voided')
})

test.each([
  ['/customers/ann/charges', { amount: '2.00', service: 'fee' }],
  ['/customers/ann/credits', { amount: '2.00' }],
  ['/customers/ann/payments', { amount: '2.00' }],
  ['/customers/ann/notes', { text: 'a note' }],
  ['/customers/ann/details', { name: 'Ann B.' }],
  ['/customers/ann/invoices', { lines: [{ description: 'x', amount: '1.00' }] }],
])('%s says why where a reason is given', async (path, body) => {
  const answer = await api.post(path, { ...body, reason: 'as told by phone' })
  expect(answer.status).toBe(200)
  const main = answer.body.records.find((one: { seq: number; root_seq: number }) => one.seq === one.root_seq)
  expect(main).toMatchObject({ reason: 'as told by phone' })
  expect(main.sentence).toMatch(/ Reason: as told by phone\.$/)
})

test('what is corrected is a cause of that name', async () => {
  const wrong = await api.post('/customers/ann/charges', { amount: '7.00', service: 'fee', xdr_id: '901' })
  const seq = wrong.body.records[0].seq
  const all = [
    await api.post('/customers/ann/charges', { amount: '1.00', service: 'fee', corrects: '901' }),
    await api.post('/customers/ann/credits', { amount: '7.00', corrects: 901 }),
    await api.post('/customers/ann/credit-notes', { amount: '1.00', reason: 'r', corrects: `seq:${seq}` }),
    await api.post('/invoices/A1/adjustments', { amount: '-1.00', reason: 'r', corrects: '901' }),
  ]
  for (const one of all) {
    expect(one.status).toBe(200)
    const main = one.body.records.find((record: { seq: number; root_seq: number }) => record.seq === record.root_seq)
    expect(main.causes).toContainEqual({ role: 'corrects', seq, customer_id: null })
  }
  expect((await verify(api.ledger.store, { customer: 'ann', decide: true })).findings).toEqual([])
})

test('what is not there, or is of another customer, is not corrected', async () => {
  await api.post('/customers/bob/charges', { amount: '1.00', service: 'fee', xdr_id: '905' })
  for (const corrects of ['905', '77', 'seq:100000']) {
    const answer = await api.post('/customers/ann/charges', { amount: '1.00', service: 'fee', corrects })
    expect([answer.status, answer.body.code]).toEqual([404, 'corrects_unknown'])
  }
  expect((await api.post('/customers/ann/charges', { amount: '1.00', service: 'fee', corrects: 'A1' })).status).toBe(
    400,
  )
})

test('in bulk the file is the reason of lines that say none', async () => {
  const lines = [
    { op: 'change_credit_limit', customer_id: 'bob', key: 'l1', limit: '10.00' },
    { op: 'change_credit_limit', customer_id: 'bob', key: 'l2', limit: '11.00', reason: 'a good year' },
  ]
  const ingest = (query: string) =>
    api.raw(`/api/v1/ingest${query}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${api.secret}`, 'content-type': 'application/x-ndjson' },
      body: lines.map((line) => JSON.stringify(line)).join('\n'),
    })
  const read = (body: string) =>
    body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  expect(read((await ingest('')).body).map((one) => one.problem?.code ?? one.status)).toEqual([
    'reason_required',
    'done',
  ])
  const again = read((await ingest('?reason=limits%202026.ndjson')).body)
  expect(again.map((one) => [one.status, one.records[0].reason])).toEqual([
    ['done', 'limits 2026.ndjson'],
    ['replayed', 'a good year'],
  ])
})

test('in a batch, a part corrects what an earlier one booked', async () => {
  const operations = [
    { op: 'book_charge', amount: '3.00', service: 'fee', xdr_id: '910' },
    { op: 'book_credit', amount: '3.00', corrects: '910' },
  ]
  expect((await api.post('/customers/bob/batch', { operations })).status).toBe(200)
  expect((await verify(api.ledger.store, { customer: 'bob', decide: true })).findings).toEqual([])
})
