import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMailer } from '../../src/service/mail/mail.ts'
import { openSink } from '../service/sink.ts'
import { type Api, openApi } from './api.ts'

/** Messages and what waits, as of then and as known then: what had become of them, and what was so. */

let api: Api
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const post = async (path: string, body: object): Promise<void> => {
  const { status, body: said } = await api.post(path, body)
  if (status > 202) throw new Error(`${path}: ${JSON.stringify(said)}`)
}
const opened = async (id: string): Promise<void> => {
  await post('/clocks', { clock: id, now: '2026-04-01T12:00:00Z', mail: 'send' })
  await post('/customers', { customer_id: id, name: id, email: `${id}@example.com`, currency: 'EUR', clock: id })
}
const to = (id: string, day: string) => post(`/clocks/${id}/advance`, { to: `${day}T12:00:00Z` })
const listed = async (id: string, list: string, query: Record<string, string> = {}) =>
  (await api.get(`/customers/${id}/${list}`, query)).body.items
const lastSeq = async (id: string): Promise<string> => `seq:${(await api.get(`/customers/${id}`)).body.complete.to_seq}`

async function sendDue(smtpUrl: string): Promise<void> {
  await api.ledger.query("update delivery set next_attempt_at = now() - interval '1 s'")
  const mailer = openMailer(api.ledger.store, { smtpUrl, from: 'billing@example.org' })
  await mailer.sendDue()
  mailer.close()
}

test('a message was queued before it was tried, tried before it was sent, and true before it was paid', async () => {
  await opened('mail')
  await post('/customers/mail/invoices', {
    invoice: 'mail-1',
    lines: [{ description: 'Line', amount: '44.00' }],
    due_on: '2026-04-10',
  })
  await to('mail', '2026-04-11')
  const overdue = { template: 'overdue_notice', to: 'm•••@example.com', stated: '44.00', subject: 'invoice:mail-1' }
  const then = { as_of: '2026-04-20' }
  const queued = { ...then, known_at: await lastSeq('mail') }
  const sink = await openSink()
  const elsewhere = 'smtp://127.0.0.1:9'
  await sendDue(elsewhere)
  const tried = { ...then, known_at: await lastSeq('mail') }
  await to('mail', '2026-04-13')
  await sendDue(sink.url)
  await sink.close()
  const sent = { ...then, known_at: await lastSeq('mail') }
  await to('mail', '2026-04-15')
  await post('/customers/mail/payments', { amount: '44.00' })
  const one = { ...overdue, state: 'queued', settled_at: null, attempts: 0, true_now: true }
  expect(await listed('mail', 'messages', queued)).toMatchObject([one])
  expect(await listed('mail', 'messages', tried)).toMatchObject([{ ...one, attempts: 1 }])
  const { records } = (await api.get('/customers/mail/audit', { type: 'message_sent' })).body
  // when it was sent is said as the log says it, on the customer's own clock
  expect(records[0].effective_at).toMatch(/^2026-04-13/)
  const is = { ...overdue, state: 'sent', settled_at: records[0].effective_at, attempts: 2 }
  expect(await listed('mail', 'messages', sent)).toMatchObject([{ ...is, true_now: true }])
  expect(await listed('mail', 'messages', { as_of: '2026-04-14' })).toMatchObject([{ ...is, true_now: true }])
  expect(await listed('mail', 'messages', { as_of: '2026-04-12' })).toMatchObject([{ ...one, attempts: 1 }])
  expect(await listed('mail', 'messages')).toMatchObject([{ ...is, true_now: false }])
  expect(await listed('mail', 'messages', { as_of: '2026-04-15' })).toMatchObject([{ ...is, true_now: false }])
  expect(await listed('mail', 'messages', { as_of: '2026-04-10' })).toEqual([])
  expect((await api.get('/customers/nobody/messages', then)).status).toBe(404)
})

test('a letter that was withheld says why, also as of then', async () => {
  await opened('quiet')
  await post('/customers/quiet/invoices', {
    invoice: 'quiet-1',
    lines: [{ description: 'Line', amount: '9.00' }],
    due_on: '2026-04-10',
  })
  await post('/customers/quiet/disputes', { invoice: 'quiet-1' })
  await to('quiet', '2026-04-12')
  const now = await listed('quiet', 'messages')
  expect(now).toMatchObject([{ template: 'overdue_notice', state: 'withheld', reason: 'in dispute' }])
  expect(await listed('quiet', 'messages', { as_of: '2026-04-12', known_at: await lastSeq('quiet') })).toEqual(now)
})

test('what waited is listed as of then, though it was booked or cancelled since; what was asked is kept no longer', async () => {
  await opened('wait')
  await post('/customers/wait/payments', {
    amount: '8.00',
    effective_at: '2026-04-09T12:00:00Z',
    reference: 'cheque 8',
  })
  await to('wait', '2026-04-02')
  await post('/customers/wait/payments', { amount: '6.00', effective_at: '2026-04-07T12:00:00Z' })
  const known = { as_of: '2026-04-02', known_at: await lastSeq('wait') }
  const [six, eight] = await listed('wait', 'scheduled')
  expect([six.body.amount, eight.body.amount, eight.reference]).toEqual(['6.00', '8.00', 'cheque 8'])
  const then = [
    { ...six, body: null },
    { ...eight, body: null },
  ]
  expect(await listed('wait', 'scheduled', known)).toEqual(then)
  const first = (await api.get('/customers/wait/scheduled', { ...known, limit: '1' })).body
  expect(first.items).toEqual(then.slice(0, 1))
  expect((await api.get('/customers/wait/scheduled', { ...known, cursor: first.next })).body).toEqual({
    items: then.slice(1),
    next: null,
  })
  const headers = { authorization: `Bearer ${api.secret}` }
  await api.raw(`/api/v1/customers/wait/scheduled/${six.scheduled}`, { method: 'DELETE', headers })
  await to('wait', '2026-04-12')
  expect(await listed('wait', 'scheduled')).toEqual([])
  expect(await listed('wait', 'scheduled', known)).toEqual(then)
  expect(await listed('wait', 'scheduled', { as_of: '2026-04-01' })).toEqual(then.slice(1))
  expect(await listed('wait', 'scheduled', { as_of: '2026-04-08' })).toEqual(then.slice(1))
  expect(await listed('wait', 'scheduled', { as_of: '2026-04-10' })).toEqual([])
})
