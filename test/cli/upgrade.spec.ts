import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { unpackLastRelease } from '../before/last-release.ts'
import { startVictim, type Victim } from '../faults/victim.ts'
import { ask } from '../product/ask.ts'
import { whence } from './terminal.ts'

/** A data folder that the program of the last release made is started by this one, as those who go on to it do. */

const folder = mkdtempSync(join(tmpdir(), 'whence-upgrade-'))
const home = join(folder, 'home')
let running: Victim | undefined

afterAll(async () => {
  await running?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function start(program = '.'): Promise<Victim> {
  await running?.stop()
  running = await startVictim(home, program)
  return running
}

const asked = async ({ url, key }: Victim, method: 'GET' | 'POST' | 'PUT', path: string, body?: object) => {
  const answer = await ask({ url, api_key: key }, method, path, body)
  expect([path, answer.status, answer.body]).toEqual([path, expect.toBeOneOf([200, 202]), answer.body])
  return answer.body
}

const lines = [{ description: 'Calls', amount: '100.00' }]
const reason = 'as agreed'

/** One of what most customers meet, of a customer on a clock of his own and of one on the wall's. */
const LIFE: readonly (readonly ['POST' | 'PUT', string, object])[] = [
  ['PUT', '/classes/gold/policy', { payment_terms: 10, reason }],
  ['POST', '/clocks', { clock: 'k', now: '2026-01-01' }],
  ['POST', '/customers', { customer_id: 'ann', name: 'Ann', currency: 'USD', clock: 'k', email: 'ann@example.org' }],
  ['POST', '/customers', { customer_id: 'bob', name: 'Bob', currency: 'EUR', class: 'gold' }],
  ['POST', '/customers/ann/charges', { amount: '5.00', service: 'voice' }],
  ['POST', '/customers/ann/invoices', { invoice: 'A-1', lines, charges: 'unbilled', due_on: '2026-01-15' }],
  ['POST', '/customers/ann/disputes', { invoice: 'A-1', dispute_id: 'D1', claimed: '10.00' }],
  ['POST', '/invoices/A-1/adjustments', { amount: '-30.00', reason }],
  ['POST', '/customers/ann/payments', { amount: '60.00', payment_id: 'P-1' }],
  ['POST', '/clocks/k/advance', { to: '2026-02-01' }],
  ['POST', '/customers/bob/invoices', { invoice: 'B-1', lines, due_on: '2999-01-01' }],
  ['POST', '/customers/bob/credits', { amount: '7.00', kind: 'manual', reason }],
  ['POST', '/customers/bob/notes', { text: 'call him', effective_at: '2999-01-01' }],
]

const SUBJECTS = ['/customers/ann', '/customers/bob', '/invoices/A-1', '/invoices/B-1', '/payments/P-1']

/** The figures and statuses of all subjects: what a release may add to, and may not change. */
const figures = (of: Victim) =>
  Promise.all(
    SUBJECTS.map(async (path) => {
      const { figures, status } = await asked(of, 'GET', path)
      return { path, figures, status }
    }),
  )

test('it has the figures that it had, verifies whole, and goes on', async ({ skip }) => {
  const older = unpackLastRelease(folder)
  if ('why' in older) return skip(older.why)
  const before = await start(older.folder)
  for (const [method, path, body] of LIFE) await asked(before, method, path, body)
  const had = await figures(before)
  const now = await start()
  expect(await figures(now)).toMatchObject(had)
  await asked(now, 'POST', '/customers/ann/payments', { amount: '15.00', payment_id: 'P-2' })
  await asked(now, 'POST', '/clocks/k/advance', { to: '2026-03-01' })
  expect(await asked(now, 'GET', '/invoices/A-1')).toMatchObject({ status: 'paid', figures: { outstanding: '0.00' } })
  await now.stop()
  expect(await whence(home, ['verify', '--decide'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('all of it holds'),
  })
})
