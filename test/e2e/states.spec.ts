import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isPainted, openBrowser, openProfile, openSignedIn, type Scheme, visit } from './browser.ts'

let browser: Browser
let context: BrowserContext

beforeAll(async () => {
  browser = await openBrowser()
  context = await openSignedIn(browser)
})
afterAll(() => browser.close())

test('no record matches the filters: they can be taken away', async () => {
  const page = await visit(context, '/customers/10042?q=zzzz')
  await page.getByRole('heading', { name: 'No record matches the filters' }).waitFor()
  await page.getByRole('button', { name: 'Take the filters away' }).click()
  await page.locator('[data-row]').first().waitFor()
  expect(new URL(page.url()).search).toBe('')
})

test('nothing happened in the window: all time is a click away', async () => {
  const page = await visit(context, '/customers/10042?period=2020-01')
  await page.getByRole('heading', { name: 'Nothing happened in this window' }).waitFor()
  await page.getByRole('button', { name: 'Show all time' }).click()
  await page.locator('[data-row]').first().waitFor()
})

test('no customer is found: the search can be left', async () => {
  const page = await visit(context, '/customers?q=zzzz')
  await page.getByRole('heading', { name: '“zzzz” leads to no customer' }).waitFor()
  await page.getByRole('button', { name: 'Show all customers' }).click()
  await page.locator('[data-row]').first().waitFor()
})

test('an unknown customer, invoice or payment is said in a sentence', async () => {
  for (const path of ['/customers/nobody', '/invoices/none', '/payments/none']) {
    const page = await visit(context, path)
    const alert = page.getByRole('alert')
    await alert.waitFor()
    expect(await alert.innerText()).toMatch(/\w+ .*\./)
    await page.close()
  }
})

test('a server that cannot be reached is said, and tried again', async () => {
  const page = await visit(context, '/customers')
  await page.locator('[data-row]').first().waitFor()
  await context.setOffline(true)
  await page.getByRole('link', { name: 'Audit search' }).click()
  const retry = page.getByRole('button', { name: 'Try again' })
  await retry.waitFor({ timeout: 30_000 })
  await context.setOffline(false)
  await retry.click()
  await page.locator('[data-row]').first().waitFor()
})

test('a wrong password is refused in a sentence', async () => {
  const stranger = await openProfile(browser)
  const page = await visit(stranger, '/sign-in')
  await page.getByLabel('E-mail').fill('nobody@example.com')
  await page.getByRole('textbox', { name: 'Password' }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').waitFor()
  expect(new URL(page.url()).pathname).toBe('/sign-in')
  await stranger.close()
})

test('signing out leads to the sign-in page and ends the session', async () => {
  const own = await openSignedIn(browser)
  const page = await visit(own, '/customers')
  await page.getByRole('button', { name: /signed in as/ }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect((await own.request.get('/api/v1/session')).status()).toBe(401)
  await own.close()
})

test('switching colours paints all of a page that is shorter than its window', async () => {
  const own = await openSignedIn(browser)
  const page = await visit(own, '/policies')
  for (const scheme of ['dark', 'light'] satisfies Scheme[]) {
    await page.getByRole('button', { name: `Switch to ${scheme} colours` }).click()
    await isPainted(page, scheme)
  }
  await own.close()
})

test('on a narrow screen nothing runs out of the page', async () => {
  for (const path of [
    '/customers',
    '/customers/10042',
    '/invoices/2026-09-001',
    '/audit?period=2026-10',
    '/policies?class=consumer',
  ]) {
    const page = await visit(context, path)
    await page.setViewportSize({ width: 390, height: 844 })
    const more = page.getByRole('button', { name: 'More actions' })
    if (await more.isVisible()) await more.click()
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow, path).toBeLessThanOrEqual(0)
    await page.close()
  }
})

test('on a narrow screen an equation wraps within its panel', async () => {
  const page = await visit(context, '/invoices/2026-09-001')
  await page.setViewportSize({ width: 390, height: 844 })
  await page
    .getByRole('button', { name: /^10\.00, .*why\?$/ })
    .first()
    .click()
  const equation = page.getByTestId('equation')
  await equation.waitFor()
  const sticksOut = await equation.evaluate((line) => {
    const { right } = line.getBoundingClientRect()
    return [...line.children]
      .filter((one) => one.getBoundingClientRect().right > right + 1)
      .map((one) => one.textContent)
  })
  expect(sticksOut).toEqual([])
  expect(await equation.evaluate((line) => line.children.length)).toBeGreaterThan(3)
  await page.close()
})
