import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { times } from '../long.ts'
import { allScenarios } from '../scenarios/files.ts'
import { play } from '../scenarios/run.ts'
import { openBrowser, openSignedIn } from './browser.ts'
import { onPage } from './on-page.ts'

/**
 * Scenarios in the browser: the same text as on the engine and over HTTP, read from the rendered pages. The other files hold
 * more cases of the same figures and statuses; a page takes seconds where the API takes milliseconds. So each time every
 * eighth of them is read, with --long all.
 */
const FILES = ['story', 'adjustments', 'invoices', 'payments', 'refunds', 'voids'].map((name) => `${name}.txt`)
const EVERY = times(8, 1)
const shown = allScenarios()
  .filter(({ file }) => FILES.includes(file))
  .filter((_, no) => no % EVERY === 0)

let browser: Browser
let context: BrowserContext

beforeAll(async () => {
  browser = await openBrowser()
  context = await openSignedIn(browser)
})
afterAll(() => browser.close())

test.each(shown.map((scenario) => [`${scenario.file}: ${scenario.title}`, scenario] as const))(
  '%s',
  async (_title, scenario) => {
    expect(await play(onPage(inject('product'), context), scenario)).toEqual([])
    await Promise.all(context.pages().map((page) => page.close()))
  },
)
