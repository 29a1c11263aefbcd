import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, openProfile, openSignedIn, plainText, visit } from './browser.ts'

let browser: Browser
let context: BrowserContext

beforeAll(async () => {
  browser = await openBrowser()
  context = await openSignedIn(browser)
})
afterAll(() => browser.close())

const shownRows = async (page: Page): Promise<readonly string[]> => {
  const texts = await page.locator('[data-row]').allInnerTexts()
  return texts.map((text) => text.replace(/\s+/g, ' '))
}

test('a link shows what its sender saw: filters, order, grouping, clock', async () => {
  const page = await visit(context, '/customers/10042')
  await page.getByRole('button', { name: 'All time' }).click()
  await page.getByRole('button', { name: 'October 2026', exact: true }).click()
  await page.getByText('Flat', { exact: true }).click()
  await page.getByLabel('Order').selectOption('Oldest first')
  await page.getByRole('button', { name: /^Change/ }).click()
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByLabel('Field').selectOption('Invoice')
  await page.getByRole('textbox', { name: 'is' }).fill('2026-09-001')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('searchbox').fill('outstanding')
  await page.waitForURL(/q=outstanding/)
  await page.waitForLoadState('networkidle')
  const sent = new URL(page.url())
  expect(Object.fromEntries(sent.searchParams)).toEqual({
    period: '2026-10',
    view: 'flat',
    order: 'asc',
    kind: 'change',
    invoice: '2026-09-001',
    q: 'outstanding',
  })
  await page.getByRole('row').filter({ hasText: 'outstanding changed from 100.00 to 70.00' }).first().waitFor()
  const seen = await shownRows(page)

  const other = await visit(context, sent.pathname + sent.search)
  await other.locator('[data-row]').first().waitFor()
  expect(await shownRows(other)).toEqual(seen)
  await expect.poll(() => other.getByRole('searchbox').inputValue()).toBe('outstanding')
  expect(await other.getByRole('radio', { name: 'Flat' }).isChecked()).toBe(true)
})

test('the applied window and the time zone are written out', async () => {
  const page = await visit(context, '/customers/10042?period=2026-10-01..2026-10-10')
  const stated = await plainText(page.getByRole('search'))
  expect(stated).toContain('1 Oct 2026 to 10 Oct 2026')
  expect(stated).toContain('America/New_York')
})

test('a period steps by its own length', async () => {
  const page = await visit(context, '/customers/10042?period=2026-10')
  await page.getByRole('button', { name: 'Previous period' }).click()
  await page.waitForURL(/period=2026-09/)
  await page.getByText('issued', { exact: false }).first().waitFor()
})

test('a link to an explanation opens it, and Esc gives the focus to its figure', async () => {
  const page = await visit(context, '/invoices/2026-09-001?why=invoice.outstanding')
  const equation = page.getByRole('dialog').getByTestId('equation')
  await equation.waitFor()
  expect(await plainText(equation)).toMatch(/^100\.00 .*− 30\.00 .*− 60\.00 .*= 10\.00$/)
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
})

test('the dials show another day, and lead back to now', async () => {
  const page = await visit(context, '/invoices/2026-09-001?as_of=2026-10-05')
  await page
    .getByRole('button', { name: /^70\.00, Invoice outstanding/ })
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'Back to now' }).click()
  await page
    .getByRole('button', { name: /^10\.00, Invoice outstanding/ })
    .first()
    .waitFor()
  expect(new URL(page.url()).search).toBe('')
})

test('who is not signed in comes back to the address after signing in', async () => {
  const stranger = await openProfile(browser)
  const page = await visit(stranger, '/customers/10042?period=2026-10')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(new URL(page.url()).searchParams.get('next')).toBe('/customers/10042?period=2026-10')
  await stranger.close()
})
