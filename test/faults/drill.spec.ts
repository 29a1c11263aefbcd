import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../product/ask.ts'
import { type Product, startProduct } from '../product/start.ts'

/** The restore drill of docs/operations.md, pasted into a shell beside a server that runs. */

let product: Product

beforeAll(async () => {
  product = await startProduct()
  await ask(product, 'POST', '/customers', { customer_id: 'c', name: 'C', currency: 'USD' })
  await ask(product, 'POST', '/customers/c/payments', { amount: '60.00' })
})
afterAll(() => product.stop())

const page = readFileSync('docs/operations.md', 'utf8')
const [, drill = ''] = /## Drill[\s\S]*?```sh\n([\s\S]*?)```/.exec(page) ?? []

test('each command of the drill does what it is asked, and the ledger is proved elsewhere', async () => {
  const { stdout, stderr } = await promisify(execFile)('bash', ['-euc', drill], {
    env: { ...process.env, WHENCE_HOME: product.home },
  })
  expect(stderr).toMatch(/^Backed up \d+ records of 2 customers as of /m)
  expect(stdout).toMatch(/^Restored \d+ records of 2 customers .*\nVerified: .* all of it holds\.$/m)
  expect(stdout).toMatch(/records of 2 customers looked at, \d+ operations decided again.*all of it holds/)
  expect(stdout).toContain('Payment of 60.00 received')
  expect((await ask(product, 'GET', '/customers/c')).body.figures).toMatchObject({ balance: '-60.00' })
})
