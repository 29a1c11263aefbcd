import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, openSignedIn } from './browser.ts'

let browser: Browser
let context: BrowserContext

beforeAll(async () => {
  browser = await openBrowser()
  context = await openSignedIn(browser)
})
afterAll(() => browser.close())

const field = (page: Page) => page.getByRole('textbox', { name: 'Search everywhere' })
const list = (page: Page) => page.getByRole('dialog', { name: 'Search everywhere' })

const openCustomers = async (): Promise<Page> => {
  const page = await context.newPage()
  await page.goto('/customers')
  await page.getByRole('heading', { name: 'Customers', level: 1 }).waitFor()
  return page
}

/** How many times slower than this machine the browser's processor is made. */
test.each([1, 4, 10])('no letter typed right after Ctrl+K is lost, on a processor %i times slower', async (rate) => {
  const page = await openCustomers()
  const browserSession = await context.newCDPSession(page)
  await browserSession.send('Emulation.setCPUThrottlingRate', { rate })
  for (let time = 0; time < 4; time += 1) {
    await page.keyboard.press('Control+k')
    await page.keyboard.type('John')
    await field(page).waitFor()
    expect(await field(page).inputValue()).toBe('John')
    await list(page).getByText('Customer 10042').waitFor()
    await page.keyboard.press('Escape')
    await field(page).waitFor({ state: 'detached' })
  }
  await page.close()
})

test('a search that failed says so, claims no hit and no absence, and can be tried again', async () => {
  const page = await openCustomers()
  const search = /\/customers\?.*q=John/
  await page.route(search, (route) => route.abort())
  await page.keyboard.press('Control+k')
  await page.keyboard.type('John')
  await list(page).getByRole('alert').waitFor()
  expect(await list(page).innerText()).toContain('The server cannot be reached.')
  expect(await list(page).getByText('Search all records').count()).toBe(0)

  await page.unroute(search)
  await list(page).getByRole('button', { name: 'Try again' }).click()
  await list(page).getByText('Customer 10042').waitFor()
  expect(await list(page).getByRole('alert').count()).toBe(0)
  await page.close()
})
