import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Product, startProduct } from '../product/start.ts'

/** The curl calls of README, pasted into a shell beside a product that runs: they print what README says. */

let product: Product

beforeAll(async () => {
  product = await startProduct()
})
afterAll(() => product.stop())

const readme = readFileSync('README.md', 'utf8')
const story = readme.slice(readme.indexOf('## The story'), readme.indexOf('## Command line'))
const pasted = [...story.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block).join('\n')
const promised = [...pasted.matchAll(/# → (.+)/g)].map(([, line]) => line)

async function paste(): Promise<string> {
  const { stdout } = await promisify(execFile)('bash', ['-c', pasted], {
    env: { ...process.env, WHENCE_HOME: product.home },
  })
  return stdout
}

test('README promises the four steps of the story, its records, the equation and the wording', () => {
  expect(promised).toHaveLength(12)
})

test('pasted into a shell, the calls print what README promises, in that order, and are all accepted', async () => {
  const printed = await paste()
  let from = 0
  for (const line of promised) {
    const at = printed.indexOf(line ?? '', from)
    expect(at, `"${line}" in\n${printed}`).toBeGreaterThanOrEqual(from)
    from = at
  }
  expect(printed.match(/\b[45]\d\d /g)).toBeNull()
})

test('pasted again, every call is answered again by its key, and nothing is added', async () => {
  const printed = await paste()
  for (const line of promised.slice(4)) expect(printed).toContain(line)
  expect(printed.match(/\b[45]\d\d /g)).toBeNull()
})
