import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Product, startProduct } from '../product/start.ts'
import { allScenarios } from './files.ts'
import { onApi } from './on-api.ts'
import { play } from './run.ts'

/** The scenarios over HTTP, on PostgreSQL, four at a time: the same text as on the engine and in the browser. */

let product: Product

beforeAll(async () => {
  product = await startProduct()
})
afterAll(() => product.stop())

test.concurrent.each(allScenarios().map((scenario) => [`${scenario.file}: ${scenario.title}`, scenario] as const))(
  '%s',
  async (_title, scenario) => {
    expect(await play(onApi(product), scenario)).toEqual([])
  },
)
