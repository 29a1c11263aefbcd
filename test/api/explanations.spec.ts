import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Explanation, Term, TermsAnswer } from '../../src/contract/answers.ts'
import { askedFigures } from '../../src/contract/queries.ts'
import { type Api, openApi } from './api.ts'
import { steps } from './steps.ts'

/** Explanations over HTTP: terms open into lists that sum to them, chains go to the first cause, absences are so. */

let api: Api
const { done } = steps(() => api)
const reason = 'as agreed'

type Query = Record<string, string | number | undefined>

const explain = async (customer: string, query: Query): Promise<Explanation> =>
  (await done(api.get(`/customers/${customer}/explain`, query))).body
const terms = async (customer: string, query: Query): Promise<TermsAnswer> =>
  (await done(api.get(`/customers/${customer}/explain/terms`, query))).body
const post = (path: string, body: object) => done(api.post(path, { ...body }))

const line = (service: string, amount: string) => ({ description: `${service} ${amount}`, service, amount })

/** A customer on a clock of his own with an invoice of three calls, two fees and a rounding, due on 20 March. */
async function billed(customer: string, more: object = {}): Promise<string> {
  await post('/clocks', { clock: `clock-${customer}`, now: '2026-03-02T09:00:00Z' })
  const names = { customer_id: customer, name: customer, currency: 'EUR', time_zone: 'Europe/Vienna' }
  await post('/customers', { ...names, clock: `clock-${customer}`, ...more })
  const calls = ['7.10', '12.333', '20.50'].map((amount) => line('calls', amount))
  const lines = [...calls, line('access', '30.00'), line('access', '10.00')]
  await post(`/customers/${customer}/invoices`, { invoice: `${customer}-1`, lines, due_on: '2026-03-20' })
  return `${customer}-1`
}

const to = (customer: string, day: string) => post(`/clocks/clock-${customer}/advance`, { to: `${day}T10:00:00Z` })

beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

test('the total of an invoice is told by what it is for, and each part opens into its charges, by pages', async () => {
  const invoice = await billed('total')
  const subject = `invoice:${invoice}`
  const one = await explain('total', { figure: 'invoice.total', subject })
  expect(one.terms.map(({ label, value, seq }) => [label, value, seq === null])).toEqual([
    ['calls', '39.933', true],
    ['access', '40.00', true],
    ['rounding', '0.007', false],
  ])
  expect(one.terms[0]?.opens).toEqual({ figure: 'invoice.total', subject, group: 'charge:calls' })
  const page = await terms('total', { ...one.terms[0]?.opens, limit: 2 })
  expect(page).toMatchObject({ count: 3, at_least: false, sum: '19.433', value: '39.933', currency: 'EUR' })
  const rest = await terms('total', { ...one.terms[0]?.opens, limit: 2, cursor: page.next ?? undefined })
  expect(rest).toMatchObject({ sum: '20.50', value: '39.933', next: null })
  expect(rest.items[0]?.label).toMatch(/^Charge of 20\.50/)
})

test('what many records moved names none of them, and opens; what one moved names it', async () => {
  await billed('many')
  for (const amount of ['1.00', '2.00', '4.00']) await post('/customers/many/payments', { amount, allocate: 'hold' })
  const one = await explain('many', { figure: 'balance' })
  const termOf = (figure: string) => one.terms.find((term) => term.figure === figure)
  expect([termOf('customer.charged')?.seq, termOf('customer.paid')?.seq]).toEqual([null, null])
  expect(termOf('customer.paid')).toMatchObject({
    value: '7.00',
    opens: { figure: 'customer.paid', subject: 'customer' },
  })
  const [newest, older] = (await terms('many', { figure: 'customer.paid' })).items
  expect([newest?.value, older?.value]).toEqual(['4.00', '2.00'])
  const total = await explain('many', { figure: 'invoice.outstanding', subject: 'invoice:many-1' })
  const issue = total.chain.find((record) => record.sentence.includes('issued'))
  expect(total.terms[0]).toMatchObject({ figure: 'invoice.total', seq: issue?.seq })
})

test('a chain goes on to the receipt behind an allocation, and by pages it is the same chain', async () => {
  const invoice = await billed('receipt')
  await post('/customers/receipt/payments', { payment_id: 'receipt-p', amount: '50.00', state: 'pending' })
  await post('/payments/receipt-p/settle', {})
  const asked = { figure: 'invoice.paid', subject: `invoice:${invoice}` }
  const { chain, chain_count, chain_next } = await explain('receipt', asked)
  expect(chain.map(({ sentence }) => sentence.replace(/ .*/, ''))).toEqual(['Payment', 'Payment', '50.00'])
  expect([chain_count, chain_next]).toEqual([3, null])
  const { items, next } = (await done(api.get('/customers/receipt/explain/chain', { ...asked, limit: 2 }))).body
  const earlier = (await done(api.get('/customers/receipt/explain/chain', { ...asked, cursor: next }))).body
  expect([...earlier.items, ...items]).toEqual(chain)
})

test('the evaluated day that turned a status stands in its chain, also when it has turned back', async () => {
  const invoice = await billed('turned')
  await to('turned', '2026-03-25')
  await post(`/invoices/${invoice}/due-date`, { due_on: '2026-04-30', reason })
  const { value, chain } = await explain('turned', { figure: 'invoice.status', subject: `invoice:${invoice}` })
  expect(value).toBe('unpaid')
  expect(chain.map(({ operation, effective_at }) => `${operation.channel} ${effective_at}`)).toContain(
    'clock 2026-03-20T23:00:00.000Z',
  )
})

test('no payment is said where none came in any form, and for what a payment lowers', async () => {
  const invoice = await billed('none')
  await to('none', '2026-03-25')
  const said = async (figure: string, more: object = {}) => (await explain('none', { figure, ...more })).absences
  const none = ['No payment between 2 Mar 2026 and 25 Mar 2026. Still outstanding: 79.94.']
  expect(await said('customer.balance')).toEqual(none)
  expect(await said('invoice.status', { subject: `invoice:${invoice}` })).toEqual(none)
  expect(await said('customer.charged')).toEqual([])
  expect(await said('customer.balance', { as_of: '2026-06-01' })).toEqual([
    'As of 1 Jun 2026, after today, 25 Mar 2026: without what is scheduled.',
    ...none,
  ])
})

test('a day with money is no day without a payment, and the end of today is not after today', async () => {
  await post('/clocks', { clock: 'clock-same', now: '2026-09-05T09:00:00Z' })
  await post('/customers', { customer_id: 'same', name: 'same', currency: 'EUR', clock: 'clock-same' })
  await post('/customers/same/payments', { amount: '40.00' })
  await to('same', '2026-09-05')
  await post('/customers/same/invoices', { invoice: 'same-1', lines: [line('calls', '100.00')], due_on: null })
  const said = async (more: object = {}) => (await explain('same', { figure: 'customer.balance', ...more })).absences
  const since = ['No payment since invoice same-1 was issued on 5 Sep 2026. Still outstanding: 60.00.']
  expect(await said()).toEqual(since)
  expect(await said({ as_of: '2026-09-05' })).toEqual(since)
  await to('same', '2026-09-20')
  expect(await said()).toEqual(since)
})

test('else what there is is said: pending, held, charged back, applied elsewhere', async () => {
  const invoice = await billed('there')
  const said = async () =>
    (await explain('there', { figure: 'invoice.outstanding', subject: `invoice:${invoice}` })).absences
  const left = 'Still outstanding: 79.94.'
  await post('/customers/there/payments', {
    payment_id: 'there-p',
    amount: '30.00',
    state: 'pending',
    allocate: 'hold',
  })
  await to('there', '2026-03-04')
  expect(await said()).toEqual(['30.00 is pending since 2 Mar 2026.', left])
  await post('/payments/there-p/settle', {})
  expect(await said()).toEqual(['30.00 was received on 4 Mar 2026 and is not applied to this invoice (held).', left])
  await to('there', '2026-03-06')
  await post('/payments/there-p/chargebacks', { reason })
  expect(await said()).toEqual(['The payment of 4 Mar 2026 (30.00) was charged back on 6 Mar 2026.', left])
  await to('there', '2026-03-08')
  const lines = [line('calls', '15.00')]
  await post('/customers/there/invoices', { invoice: 'there-2', lines, due_on: null })
  const allocate = [{ invoice: 'there-2', amount: '15.00' }]
  await post('/customers/there/payments', { payment_id: 'there-q', amount: '15.00', allocate })
  expect(await said()).toEqual([
    '15.00 was received on 8 Mar 2026 and applied to invoice there-2.',
    'The payment of 4 Mar 2026 (30.00) was charged back on 6 Mar 2026.',
    `No payment since 8 Mar 2026. ${left}`,
  ])
})

test('a status that is what remains says the facts, a total the rule of each part', async () => {
  const invoice = await billed('facts')
  const unpaid = await explain('facts', { figure: 'invoice.status', subject: `invoice:${invoice}` })
  expect(unpaid.sentence).toBe(
    'Unpaid: nothing paid or credited, not past due (outstanding 79.94, paid 0.00, credited 0.00, overdue 0.00, due 20 Mar 2026). Since 2 Mar 2026.',
  )
  expect((await explain('facts', { figure: 'customer.status' })).sentence).toMatch(
    /^Active: nothing stands against it \(/,
  )
  await to('facts', '2026-03-25')
  const overdue = await explain('facts', { figure: 'customer.overdue' })
  expect(overdue.terms.map(({ label, because }) => [label, because])).toEqual([
    [`invoice ${invoice}`, 'due 20 Mar 2026, 79.94 outstanding'],
  ])
})

test('what did not exist yet has no status, and nothing gave it one', async () => {
  const invoice = await billed('unborn')
  const asked = { subject: `invoice:${invoice}`, as_of: '2026-03-01' }
  const status = await explain('unborn', { figure: 'invoice.status', ...asked })
  expect([status.exists, status.value, status.sentence]).toEqual([false, 'none', 'It did not exist yet.'])
  expect([status.verdicts, status.chain, status.absences, status.clears]).toEqual([[], [], [], null])
  const total = await explain('unborn', { figure: 'invoice.total', ...asked })
  expect([total.exists, total.value, total.residual]).toEqual([false, '0.00', '0.00'])
})

test('an explanation lists the settings that it used: value, version, since when, and who set them', async () => {
  await billed('set', { class: 'explained' })
  const before = await explain('set', { figure: 'invoice.collection_status', subject: 'invoice:set-1' })
  expect(before.parameters.find(({ name }) => name === 'collect_minimum')).toEqual({
    ...{ name: 'collect_minimum', value: '0.00', policy_version: null, valid_from: null, set_by: null, seq: null },
  })
  await done(
    api.raw('/api/v1/classes/explained/policy', {
      method: 'PUT',
      headers: { authorization: `Bearer ${api.secret}`, 'content-type': 'application/json', 'idempotency-key': 'five' },
      body: JSON.stringify({ collect_minimum: '5.00' }),
    }),
  )
  await post('/customers/set/credit-limit', { limit: '200.00', reason })
  const minimum = (await explain('set', { figure: 'collection_status', subject: 'invoice:set-1' })).parameters
  const one = minimum.find(({ name }) => name === 'collect_minimum')
  expect(one).toMatchObject({
    value: '5.00',
    policy_version: expect.any(Number),
    valid_from: '2026-03-02T09:00:00.000Z',
  })
  expect(one?.set_by).toEqual(expect.any(String))
  const limit = (await explain('set', { figure: 'available_credit' })).parameters
  expect(limit).toContainEqual(
    expect.objectContaining({ name: 'customer.permanent_limit', value: '200.00', set_by: expect.any(String) }),
  )
})

test('every figure of every subject is the sum of its terms, and each list that a term opens into sums to it', async () => {
  const invoice = await billed('all', { class: 'all' })
  await post('/customers/all/invoices', { invoice: 'all-2', lines: [line('calls', '9.00')], due_on: '2026-03-03' })
  await post('/customers/all/invoices', { invoice: 'all-3', lines: [line('refund', '-5.00')] })
  await post('/customers/all/payments', { payment_id: 'all-p', amount: '33.00' })
  await post('/customers/all/payments', { payment_id: 'all-h', amount: '3.00', allocate: 'hold' })
  await post(`/invoices/${invoice}/adjustments`, { amount: '-1.00', reason })
  await post('/customers/all/disputes', { dispute_id: 'all-d', invoice, claimed: '12.00' })
  await to('all', '2026-04-02')
  const subjects = [
    'customer',
    `invoice:${invoice}`,
    'invoice:all-2',
    'payment:all-p',
    'payment:all-h',
    'dispute:all-d',
  ]
  let lists = 0
  const opened = async (term: Term): Promise<void> => {
    if (term.terms !== undefined) expect(sum(term.terms)).toBeCloseTo(Number(term.value), 6)
    if (term.opens === undefined) return
    const page = await terms('all', { ...term.opens, limit: 500 })
    expect([term.label, page.value, page.next]).toEqual([term.label, term.value, null])
    expect(sum(page.items)).toBeCloseTo(Number(term.value), 6)
    lists += 1
    if (term.opens.figure === 'invoice.total') for (const one of page.items) await opened(one)
  }
  for (const subject of subjects)
    for (const figure of askedFigures.filter((name) => name.startsWith(`${subject.split(':')[0]}.`))) {
      const one = await explain('all', { figure, subject })
      expect([figure, Number(one.residual)]).toEqual([figure, 0])
      if (one.unit !== 'amount' || one.value === 'none') continue
      expect(sum(one.terms)).toBeCloseTo(Number(one.value), 6)
      for (const term of one.terms) await opened(term)
    }
  expect(lists).toBeGreaterThan(100)
})

const sum = (list: readonly Term[]): number =>
  list.reduce((all, { sign, value }) => all + (sign === '-' ? -1 : 1) * Number(value), 0)
