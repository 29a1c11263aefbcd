import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Product, startProduct } from '../product/start.ts'

/** A key is read in as many steps as it has characters; in a process of its own, since one that reads for ever answers nobody. */

let product: Product
beforeAll(async () => {
  product = await startProduct()
})
afterAll(() => product.stop())

async function asked(key: string) {
  const response = await fetch(`${product.url}/api/v1/clocks/none/join`, {
    method: 'POST',
    headers: { authorization: `Bearer ${product.api_key}`, 'idempotency-key': key },
  })
  const { code, path } = (await response.json()) as { readonly code: string; readonly path?: string }
  return [response.status, code, path]
}

const refused = [400, 'malformed_request', 'Idempotency-Key']
const read = [404, 'clock_unknown', undefined]

test.each([
  ['200 characters, the last of which is none of ASCII', `${'a'.repeat(199)}\u00e9`, refused],
  ['200 characters with a tabulator among them', `${'a'.repeat(100)}\t${'a'.repeat(99)}`, refused],
  ['201 characters', 'a'.repeat(201), refused],
  ['200 characters', 'a'.repeat(200), read],
  ['one character', 'a', read],
  ['words', 'the  first of all', read],
])('%s', async (_, key, answer) => {
  expect(await asked(key)).toEqual(answer)
})
