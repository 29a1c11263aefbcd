import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { api, openBrowser, openSignedIn, visit } from './browser.ts'

let browser: Browser
let context: BrowserContext

beforeAll(async () => {
  browser = await openBrowser()
  context = await openSignedIn(browser)
  await api('POST', '/customers', {
    customer_id: 'forms',
    name: 'Fay Ormond',
    email: 'Fay@example.com',
    currency: 'USD',
  })
  await api('POST', '/customers/forms/invoices', {
    invoice: 'FORMS-1',
    lines: [{ description: 'Fee', amount: '2345.60' }],
    due_on: '2999-01-31',
  })
  await api('POST', '/customers/forms/disputes', {
    invoice: 'FORMS-1',
    dispute_id: 'FORMS-X',
    claimed: '40.00',
    agreed: '30.00',
  })
})
afterAll(() => browser.close())

const dialog = (page: Page) => page.getByRole('dialog')
const outstanding = async (): Promise<unknown> => {
  const { figures } = await api('GET', '/invoices/FORMS-1')
  return (figures as Record<string, string>).outstanding
}

test('an amount that can be read in two ways is asked back, and booked as the one that is chosen', async () => {
  const page = await visit(context, '/invoices/FORMS-1')
  await page.getByRole('button', { name: 'Adjust', exact: true }).click()
  await dialog(page).getByLabel('Amount, USD').fill('10,5')
  await dialog(page).getByLabel('Settles').selectOption('Dispute FORMS-X')
  await dialog(page).getByLabel('Reason').fill('agreed by phone')
  await dialog(page).getByRole('button', { name: 'Adjust' }).click()
  await page.getByText('“10,5” is not how amounts are written here. Which one is meant?').waitFor()
  await dialog(page).getByRole('button', { name: '105.00' }).waitFor()
  expect(await outstanding()).toBe('2345.60')
  await dialog(page).getByRole('button', { name: '10.50' }).click()
  await expect.poll(() => dialog(page).getByLabel('Amount, USD').inputValue()).toBe('10.50')
  await dialog(page).getByRole('button', { name: 'Adjust' }).click()
  await dialog(page).waitFor({ state: 'detached' })
  expect(await outstanding()).toBe('2335.10')
  await page.close()
})

test('a dispute is resolved by what is still to book', async () => {
  const page = await visit(context, '/customers/forms?tab=notes')
  await page.getByRole('button', { name: 'Resolve' }).click()
  await page.getByText('30.00 agreed, 10.50 booked, 19.50 is still to book').waitFor()
  expect(await dialog(page).getByLabel('Take off, USD').inputValue()).toBe('19.50')
  await dialog(page).getByLabel('Reason').fill('the rest')
  await dialog(page).getByRole('button', { name: 'Resolve' }).click()
  await dialog(page).waitFor({ state: 'detached' })
  expect(await outstanding()).toBe('2315.60')
  await page.close()
})

test('a session that ends with a form open asks for the password over it, and the form is as it was', async () => {
  const own = await openSignedIn(browser)
  const page = await visit(own, '/invoices/FORMS-1')
  await page.getByRole('button', { name: 'Record payment' }).click()
  await dialog(page).getByLabel('Amount, USD').fill('1,000')
  await dialog(page).getByLabel('Method').fill('bank transfer 4711')
  await own.clearCookies()
  await dialog(page).getByRole('button', { name: 'Record payment' }).click()
  const asked = page.getByRole('dialog', { name: 'Your session has ended' })
  await asked.waitFor()
  await page.keyboard.press('Escape')
  await asked.getByRole('textbox', { name: 'Password' }).fill('not it')
  await asked.getByRole('button', { name: 'Sign in', exact: true }).click()
  await asked.getByRole('alert').waitFor()
  await asked.getByRole('textbox', { name: 'Password' }).fill(inject('product').password)
  await page.keyboard.press('Enter')
  await asked.waitFor({ state: 'detached' })
  expect(await dialog(page).getByLabel('Method').inputValue()).toBe('bank transfer 4711')
  await dialog(page).getByRole('button', { name: 'Record payment' }).click()
  await dialog(page).waitFor({ state: 'detached' })
  expect(await outstanding()).toBe('1315.60')
  await own.close()
})

test.each(['fay@EXAMPLE.com', 'forms-1', 'Ormond'])(
  'search everywhere leads from %s to the customer',
  async (typed) => {
    const page = await visit(context, '/customers')
    await page.getByRole('heading', { name: 'Customers', level: 1 }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('textbox', { name: 'Search everywhere' }).fill(typed)
    await page
      .getByText(/^Customer forms/)
      .first()
      .click()
    await page.getByRole('heading', { name: 'Fay Ormond', level: 1 }).waitFor()
    await page.close()
  },
)
