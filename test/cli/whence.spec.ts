import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../product/ask.ts'
import { type Product, startProduct } from '../product/start.ts'
import { type Said, whence } from './terminal.ts'

let product: Product
const run = (...args: string[]): Promise<Said> => whence(product.home, args)

beforeAll(async () => {
  product = await startProduct()
  await ask(product, 'POST', '/customers', { customer_id: 'c', name: 'C', currency: 'USD' })
  await ask(product, 'POST', '/customers/c/invoices', {
    invoice: 'i1',
    lines: [{ description: 'a', amount: '100.00' }],
  })
  await ask(product, 'POST', '/customers/c/payments', { amount: '60.00' })
})
afterAll(() => product.stop())

test('sign-in data stand in a file that only its owner reads', () => {
  expect(statSync(join(product.home, 'credentials.json')).mode & 0o777).toBe(0o600)
  expect(product.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
})

test('a second start says where the first one is', async () => {
  expect(await run('start')).toEqual({ code: 0, out: `Whence runs already at ${product.url}\n`, error: '' })
})

test('explain, for people and for programs', async () => {
  const told = await run('explain', 'c', 'invoice.outstanding', '--subject', 'invoice:i1')
  expect(told.out).toMatch(/^100\.00 invoiced − 60\.00 paid = 40\.00\n/)
  const json = JSON.parse((await run('explain', 'c', 'customer.balance', '--known-at', 'seq:5', '--json')).out)
  expect(json).toMatchObject({ value: '100.00', residual: '0.00' })
})

test('audit, of one customer and of all, with the filters of the API', async () => {
  const told = await run('audit', 'c', '--type', 'payment_received,invoice_issued')
  expect(told.out).toMatch(/Payment of 60\.00 received \(xDR id \d+\)\.[\s\S]*Invoice i1 issued, total 100\.00/)
  const page = JSON.parse((await run('audit', '--kind', 'event', '--actor=-system', '--limit', '2', '--json')).out)
  expect(page.records).toHaveLength(2)
  expect((await run('audit', 'c', '--limit', '1')).out).toMatch(/More: --cursor \S+\n$/)
})

test("days are those of the customer's zone", async () => {
  await ask(product, 'POST', '/clocks', { clock: 'z', now: '2026-03-01T12:00:00Z' })
  await ask(product, 'POST', '/customers', {
    customer_id: 'kiri',
    name: 'K',
    currency: 'NZD',
    time_zone: 'Pacific/Auckland',
    clock: 'z',
  })
  // 11:30 in UTC on the 1st is half past midnight on the 2nd in Auckland
  const at = '2026-03-01T11:30:00Z'
  await ask(product, 'POST', '/customers/kiri/opening', { effective_at: '2026-02-01', reason: 'older papers' })
  await ask(product, 'POST', '/customers/kiri/payments', { amount: '5.00', effective_at: at })
  const told = await run('audit', 'kiri', '--type', 'payment_received')
  expect(told.out).toContain('Time (Pacific/Auckland)')
  expect(told.out).toMatch(/^2026-03-02 00:30 .*Payment of 5\.00 received/m)
  expect((await run('audit', '--type', 'payment_received', '--q', 'kiri')).out).toMatch(
    /^2026-03-02 00:30 +Pacific\/Auckland/m,
  )
  const why = await run('explain', 'kiri', 'customer.balance')
  expect(why.out).toMatch(/#\d+ {2}2026-03-02 {2}Payment of 5\.00/)
})

test('run collection, verify, db migrate', async () => {
  expect((await run('run', 'collection')).out).toMatch(/^Run \S+ done/)
  expect(await run('verify')).toMatchObject({ code: 0 })
  expect((await run('db', 'migrate')).out).toMatch(/^Nothing to do/)
})

test('keys: made, listed, good, rotated, revoked', async () => {
  const keyIn = (out: string) => /^Key (\S+)\n(\S+)\n$/.exec(out)?.slice(1) ?? []
  const [old = '', oldSecret = ''] = keyIn((await run('keys', 'add', 'gateway', '--integration', 'payments')).out)
  expect((await run('keys', 'rotate', old, '--grace', 'soon')).error).toMatch(/^soon is no grace; give .*\n$/)
  const rotated = await run('keys', 'rotate', old, '--grace', '24h')
  expect(rotated.error).toMatch(
    new RegExp(`^Both are keys of the integration payments; ${old} ends at \\d{4}-.*Z\\.\n$`),
  )
  const [id = '', secret = ''] = keyIn(rotated.out)
  const charge = (api_key: string) =>
    ask({ ...product, api_key }, 'POST', '/customers/c/charges', { amount: '1.00', service: 'fee' }, 'once')
  expect(await charge(secret)).toEqual(await charge(oldSecret))
  expect((await run('keys', 'list')).out).toMatch(new RegExp(`^${old} +gateway +payments +administrator +\\d{4}-`, 'm'))
  const { out: told } = await run('audit', '--type', 'key_created,key_revoked')
  expect(told).toMatch(/API key \S+ created: gateway, for the integration payments, as administrator\./)
  expect(told).toMatch(new RegExp(`API key ${old} revoked from \\S+Z on\\.`))
  expect((await run('keys', 'revoke', id)).code).toBe(0)
  expect((await run('keys', 'revoke', id)).error).toMatch(/^There is no good key .*\n$/)
})

test('a mistake is one sentence that says what to do', async () => {
  const mistakes: [string[], RegExp][] = [
    [['explain', 'nobody', 'customer.balance'], /nobody/],
    [['explain', 'c', 'customer.luck'], /customer\.balance/],
    [['audit', 'c', '--kind', 'gossip'], /event, change, decision, message/],
    [['run', 'collection', '--date', '2999-01-01'], /day that has come/],
    [['dance'], /unknown command/],
  ]
  for (const [args, sentence] of mistakes) {
    const { code, error, out } = await run(...args)
    expect([args[0], code, out]).toEqual([args[0], 1, ''])
    expect(error).toMatch(sentence)
    expect(error).not.toMatch(/\n\s+at /)
  }
})

test('as npm installs it: an older Node goes on under the pinned one', async () => {
  const { code, out, error } = await whence(product.home, ['keys', 'list'], {
    node: 'node',
    file: 'src/cli/whence.mjs',
  })
  expect([code, error]).toEqual([0, ''])
  expect(out).toContain('First key')
})
