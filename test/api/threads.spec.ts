import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { problemOf } from '../../src/api/faults.ts'
import { MOST_WAITING, openApart, startBackground } from '../../src/cli/threads/threads.ts'
import { requestOf } from '../service/desk.ts'
import { type Api, openApi } from './api.ts'

/** The threads beside the one that answers everybody: they end when they are told to, and are given no more than they do soon. */

let api: Api

beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

test('a background whose thread has ended by a fault ends at once', async () => {
  // no such database: it ends as often as it is started
  const missing = new URL(api.ledger.url)
  missing.pathname = '/none'
  const given = { url: missing.href, mail: { smtpUrl: undefined, from: 'a@example.com' }, data: undefined }
  const said = vi.spyOn(console, 'error').mockReturnValue()
  const background = startBackground(api.ledger.store, given)
  try {
    await expect.poll(() => said.mock.calls.length, { timeout: 30_000, interval: 5 }).toBeGreaterThan(0)
    // its end is known right after its fault
    await new Promise((done) => setTimeout(done, 100))
    await background.stop()
  } finally {
    said.mockRestore()
  }
})

test('of what the thread cannot do soon the rest is to be asked again, and each line is told', async () => {
  const busy = openApart(api.ledger.store, {
    url: api.ledger.url,
    settings: { web: tmpdir(), mail: 'not configured', hosts: [] },
  })
  try {
    const question = { method: 'GET', url: '/health', headers: {}, body: undefined, ip: '::1' } as const
    const more = 3
    const asked = Array.from({ length: 4 + MOST_WAITING + more }, () =>
      busy.answer(question, new AbortController().signal).then(
        ({ status }) => status,
        (fault: unknown) => problemOf(fault),
      ),
    )
    const full = { code: 'held_elsewhere', facts: { retry_after: 1 } }
    expect(await Promise.all(asked.slice(-more))).toEqual(Array(more).fill(full))
    const lines = await busy.perform([requestOf('book_charge', 'large', { amount: '1.00', service: 'voice' })])
    expect(lines.map((one) => one.status === 'fault' && problemOf(one.error))).toEqual([full])
    expect(await Promise.all(asked.slice(0, -more))).toEqual(Array(4 + MOST_WAITING).fill(200))
  } finally {
    await busy.close()
  }
})
