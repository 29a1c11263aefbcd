import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditTold } from '../../src/cli/audit.ts'
import { answerAuditCounts } from '../../src/service/read/audit/counts.ts'
import type { AuditAsked } from '../../src/service/read/audit/narrowing/filters.ts'
import { answerAudit } from '../../src/service/read/audit/page.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { type Api, openApi } from './api.ts'
import { type Line, names, paged } from './log.ts'

let api: Api
type Told = Line & {
  readonly parent_seq: number | null
  readonly causes: readonly { readonly seq: number; readonly customer_id: string | null }[]
}
let all: readonly Told[]

beforeAll(async () => {
  api = await openApi()
  const done = async (path: string, body: unknown): Promise<void> => {
    const answer = await api.post(path, body)
    expect([path, answer.status, answer.status === 200 ? '' : answer.body]).toEqual([path, 200, ''])
  }
  await done('/clocks', { clock: 'k', now: '2026-01-01T12:00:00Z' })
  await done('/customers', { customer_id: 'c', name: 'Ann Other', currency: 'USD', clock: 'k' })
  await done('/customers/c/charges', { amount: '27.00', service: 'fee', description: 'a lost key' })
  await done('/customers/c/credits', { amount: '2.00', description: 'a gift' })
  await done('/customers/c/invoices', { invoice: 'I1', due_on: '2026-01-10' })
  await done('/customers/c/charges', { amount: '5.00', service: 'fee', description: 'something else' })
  await done('/customers/c/invoices', { invoice: 'I2', due_on: '2026-01-20' })
  await done('/customers/c/payments', { payment_id: 'P1', amount: '20.00', allocate: 'none' })
  await done('/customers/c/payments', { payment_id: 'P9', amount: '1.00', allocate: 'hold' })
  await done('/payments/P1/allocations', { invoice: 'I1', amount: '20.00' })
  await done('/clocks/k/advance', { to: '2026-01-15T12:00:00Z' })
  await done('/payments/P1/chargebacks', { reason: 'the bank took it back' })
  await done('/invoices/I1/due-date', { due_on: '2026-02-10', reason: 'paid on the 10th of each month' })
  await done('/customers/c/notes', { text: 'Wrote that the tenth suits him.', subject: 'invoice:I1' })
  await done('/customers/c/charges', { amount: '1.00', service: 'fee', description: 'unbilled still' })
  all = (await paged(api, '/customers/c/audit', { limit: 500, order: 'asc', time: 'recorded' })) as unknown as Told[]
})
afterAll(() => api.close())

/** Everything upstream of some records, by going up from each until nothing is added. */
function upstream(seqs: readonly number[]): Set<number> {
  const found = new Set(seqs)
  for (let before = 0; before !== found.size; ) {
    before = found.size
    for (const { seq, parent_seq, causes } of all)
      if (found.has(seq))
        for (const up of [parent_seq, ...causes.filter((one) => one.customer_id === null).map((one) => one.seq)])
          if (up !== null) found.add(up)
  }
  return found
}

test('the trail of an invoice has all that led to it, first of all the charges behind its lines', async () => {
  const own = await paged(api, '/customers/c/audit', { subject: 'invoice:I1', limit: 500 })
  const lines: readonly { seq: number }[] = (await api.get('/invoices/I1')).body.lines
  const roots = own.map((line) => line.root_seq)
  const expected = upstream([...own.map((line) => line.seq), ...roots])
  for (const line of lines) expected.add(line.seq)
  const trail = await paged(api, '/customers/c/audit', { invoice: 'I1', limit: 500, order: 'asc', time: 'recorded' })
  expect(names(trail)).toEqual(names(all.filter((line) => expected.has(line.seq))))
  const told = trail.map((line) => line.sentence).join('\n')
  for (const words of [
    'a lost key',
    'a gift',
    'Payment of 20.00 received',
    'the bank took it back',
    'paid on the 10th of each month',
    'the tenth suits him',
  ])
    expect(told).toContain(words)
  expect(told).not.toMatch(/something else|unbilled still|Payment of 1\.00/)
})

test('the trail can be paged and narrowed like any log, also over all customers', async () => {
  const trail = await paged(api, '/customers/c/audit', { invoice: 'I1', limit: 500 })
  expect(names(await paged(api, '/customers/c/audit', { invoice: 'I1', limit: 3 }))).toEqual(names(trail))
  expect(names(await paged(api, '/audit', { invoice: 'I1', limit: 5 }))).toEqual(names(trail))
  const events = await paged(api, '/customers/c/audit', { invoice: 'I1', kind: 'event', limit: 500 })
  expect(names(events)).toEqual(names(trail.filter((line) => line.kind === 'event')))
  const both = await paged(api, '/customers/c/audit', { invoice: 'I1,I2', limit: 500 })
  expect(both.map((line) => line.sentence).join()).toContain('something else')
})

test('where more led to an invoice than a log names, the log, its counts and the command line say so', async () => {
  const asked: AuditAsked = { invoice: 'I1', limit: '500', order: 'asc', time: 'recorded' }
  const whose = { customerId: 'c', zone: 'UTC' }
  const within = (most?: number) =>
    inTransaction(
      api.ledger.store,
      (session) => answerAudit(session, asked, whose, { mostUpstream: most }),
      'repeatable read',
    )
  const countsOf = (more: AuditAsked, most?: number) =>
    inTransaction(
      api.ledger.store,
      (session) => answerAuditCounts(session, { ...asked, ...more }, whose, { mostUpstream: most }),
      'repeatable read',
    )
  const whole = await within()
  const own = new Set((await paged(api, '/customers/c/audit', { subject: 'invoice:I1', limit: 500 })).map((l) => l.seq))
  const lines: readonly { seq: number }[] = (await api.get('/invoices/I1')).body.lines
  const led = whole.records.map((line) => line.seq).filter((seq) => !own.has(seq) && lines.every((l) => l.seq !== seq))
  expect(led.length).toBeGreaterThan(2)
  expect(whole.trail_limit).toBeNull()
  expect((await within(led.length)).trail_limit).toBeNull()
  const cut = await within(led.length - 1)
  expect(cut.trail_limit).toBe(led.length - 1)
  expect(cut.records.map((line) => line.seq)).toEqual(
    whole.records.map((line) => line.seq).filter((seq) => seq !== led.at(-1)),
  )
  for (const words of [{}, { q: 'payment' }]) {
    const { counts } = await countsOf(words, led.length - 1)
    expect(Object.values(counts).map((one) => one.at_least)).toEqual([true, true, true, true])
    expect((await countsOf(words)).counts.event.at_least).toBe(false)
  }
  const zones = new Map([['c', 'UTC']])
  const said = `Of what led to these invoices only the first ${led.length - 1} records are in the log.`
  expect(auditTold(cut, zones, false)).toContain(said)
  expect(auditTold(whole, zones, false)).not.toContain('only the first')
})
