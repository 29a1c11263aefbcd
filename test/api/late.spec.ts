import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from './api.ts'

let api: Api
const posted = async (path: string, body: unknown): Promise<void> => {
  const answer = await api.post(path, body)
  expect([path, answer.status, answer.status === 200 ? '' : answer.body]).toEqual([path, 200, ''])
}

/** An invoice of January: paid in part on the 20th; on the 25th it is learned of a payment of the 10th. */
beforeAll(async () => {
  api = await openApi()
  await posted('/clocks', { clock: 'k', now: '2026-01-01T12:00:00Z' })
  await posted('/customers', { customer_id: 'c', name: 'C', currency: 'USD', clock: 'k' })
  const lines = [{ description: 'a', amount: '100.00' }]
  await posted('/customers/c/invoices', { invoice: 'I1', lines, due_on: '2026-01-15' })
  await posted('/clocks/k/advance', { to: '2026-01-20T12:00:00Z' })
  await posted('/customers/c/payments', { payment_id: 'P1', amount: '30.00' })
  await posted('/clocks/k/advance', { to: '2026-01-25T12:00:00Z' })
  await posted('/customers/c/payments', { payment_id: 'P2', amount: '70.00', effective_at: '2026-01-10T12:00:00Z' })
})
afterAll(() => api.close())

type Line = {
  readonly figure: string
  readonly before: string | null
  readonly after: string
  readonly delta: string
  readonly sentence: string
  readonly effective_at: string
  readonly entered_at: string
  readonly type: string
}
const log = async (query: Record<string, string>): Promise<Line[]> =>
  (await api.get('/customers/c/audit', { order: 'asc', limit: 500, ...query })).body.records

test('a change that a late record overtook shows its values in the order of the page', async () => {
  const moves = async (time: string) =>
    (await log({ figure: 'invoice.outstanding', time })).map((line) => [line.before, line.after, line.delta])
  expect(await moves('recorded')).toEqual([
    ['0.00', '100.00', '100.00'],
    ['100.00', '70.00', '-30.00'],
    ['70.00', '0.00', '-70.00'],
  ])
  expect(await moves('effective')).toEqual([
    ['0.00', '100.00', '100.00'],
    ['100.00', '30.00', '-70.00'],
    ['30.00', '0.00', '-30.00'],
  ])
  const [, second] = await log({ figure: 'invoice.outstanding', time: 'effective' })
  expect(second?.sentence).toBe(
    'Invoice outstanding changed from 100.00 to 30.00 (decreased by 70.00). Source: allocation of payment P2 to invoice I1.',
  )
})

test('each value in order of effect is that of the figure as of that moment', async () => {
  const figures = ['customer.outstanding', 'customer.unallocated_payments', 'invoice.outstanding']
  const lines = (await log({ kind: 'change' })).filter((line) => figures.includes(line.figure))
  expect(lines.length).toBeGreaterThan(5)
  for (const [at, line] of lines.entries()) {
    const isLast = !lines
      .slice(at + 1)
      .some((one) => one.figure === line.figure && one.effective_at === line.effective_at)
    if (!isLast) continue
    const [kind, name = ''] = line.figure.split('.')
    const { body } = await api.get(kind === 'invoice' ? '/invoices/I1' : '/customers/c', { as_of: line.effective_at })
    expect([line.figure, line.effective_at, line.after]).toEqual([line.figure, line.effective_at, body.figures[name]])
  }
})

test('a status is told as it is in that order too', async () => {
  const told = async (time: string) =>
    (await log({ figure: 'invoice.status', time })).map((line) => [line.effective_at.slice(0, 10), line.after])
  expect(await told('recorded')).toEqual([
    ['2026-01-01', 'unpaid'],
    ['2026-01-16', 'overdue'],
    ['2026-01-10', 'paid'],
  ])
  expect(await told('effective')).toEqual([
    ['2026-01-01', 'unpaid'],
    ['2026-01-10', 'partially_paid'],
    ['2026-01-16', 'overdue'],
  ])
})

test('late is what was entered on a later day of the customer’s clock; an evaluation never is', async () => {
  const lateness = (line: Line): number =>
    Math.round((Date.parse(line.entered_at.slice(0, 10)) - Date.parse(line.effective_at.slice(0, 10))) / 86_400_000)
  const lines = await log({ kind: 'event' })
  const received = lines.filter((line) => line.type === 'payment_received').map(lateness)
  expect(received).toEqual([15, 0])
  const evaluated = lines.filter((line) => line.type === 'day_evaluated').map(lateness)
  expect(evaluated.length).toBeGreaterThan(0)
  expect(evaluated.every((days) => days === 0)).toBe(true)
})

test('a status says since when it holds, in order of effect, and before it existed that it did not', async () => {
  const status = { figure: 'invoice.status', subject: 'invoice:I1' }
  const said = async (as_of?: string) => {
    const { body } = await api.get('/customers/c/explain', { ...status, ...(as_of && { as_of }) })
    return [body.value, body.since?.slice(0, 10) ?? null]
  }
  expect(await said()).toEqual(['paid', '2026-01-20'])
  expect(await said('2026-01-17')).toEqual(['overdue', '2026-01-16'])
  expect(await said('2026-01-12')).toEqual(['partially_paid', '2026-01-10'])
  expect(await said('2026-01-02')).toEqual(['unpaid', '2026-01-01'])
  const { body } = await api.get('/customers/c/explain', { ...status, as_of: '2025-12-31' })
  expect(body).toMatchObject({ exists: false, value: 'none', since: null, verdicts: [], clears: null })
  expect(body.sentence).toBe('It did not exist yet.')
  const { body: active } = await api.get('/customers/c/explain', { figure: 'customer.status' })
  expect([active.value, active.since.slice(0, 10)]).toEqual(['active', '2026-01-01'])
  expect(active.sentence).toMatch(/\. Since 1 Jan 2026\.$/)
})
