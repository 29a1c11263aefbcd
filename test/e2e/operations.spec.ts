import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, openBrowser, openSignedIn, plainText, visit } from './browser.ts'

let browser: Browser
let page: Page
const customer = `e2e-${process.pid}`
const invoice = `E2E-${process.pid}`

const outstanding = () => page.getByRole('button', { name: /Invoice outstanding, why/ }).first()

beforeAll(async () => {
  browser = await openBrowser()
  await api('POST', '/customers', { customer_id: customer, name: 'Ada Byron', currency: 'USD', billing: 'postpaid' })
  await api('POST', `/customers/${customer}/invoices`, { invoice, lines: [{ description: 'Line', amount: '100.00' }] })
  page = await visit(await openSignedIn(browser), `/invoices/${invoice}`)
})
afterAll(() => browser.close())

test('more than the invoice cannot be adjusted away, and the page says why', async () => {
  await page.getByRole('button', { name: 'Adjust', exact: true }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('textbox', { name: /^Amount/ }).fill('500')
  await form.getByRole('textbox', { name: 'Reason' }).fill('too much')
  await form.getByRole('button', { name: 'Adjust' }).click()
  const refusal = form.getByRole('alert')
  await refusal.waitFor()
  expect(await plainText(refusal)).toMatch(/\w+ .+/)
  await page.keyboard.press('Escape')
})

test('an adjustment is booked once and shows at once', async () => {
  await page.getByRole('button', { name: 'Adjust', exact: true }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('textbox', { name: /^Amount/ }).fill('30')
  await form.getByRole('textbox', { name: 'Reason' }).fill('agreed by phone')
  await form.getByRole('textbox', { name: 'Reference' }).fill('CRM 1')
  await form.getByRole('button', { name: 'Adjust' }).click()
  await form.waitFor({ state: 'hidden' })
  await expect.poll(() => plainText(outstanding())).toBe('70.00')
  await page.getByText('agreed by phone').first().waitFor()
})

test('a payment of more than is outstanding leaves the rest unallocated', async () => {
  await page.getByRole('button', { name: 'Record payment' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('textbox', { name: /^Amount/ }).fill('80.00')
  await form.getByRole('button', { name: 'Record payment' }).click()
  await form.waitFor({ state: 'hidden' })
  await expect.poll(() => plainText(outstanding())).toBe('0.00')
  const answer = await api('GET', `/customers/${customer}`)
  expect(answer.figures).toMatchObject({ outstanding: '0.00', unallocated_payments: '10.00', balance: '-10.00' })
})

test('what cannot be done says its reason on the button', async () => {
  const pay = page.getByRole('button', { name: 'Record payment' })
  await expect.poll(() => pay.getAttribute('aria-disabled')).toBe('true')
  await pay.focus()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Tab')
  await page.getByText('Nothing is outstanding on this invoice.').waitFor()
})

test('a note becomes part of the trail', async () => {
  await page.goto(`/customers/${customer}?tab=notes`)
  await page.getByRole('button', { name: 'Add note' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('textbox', { name: 'Text' }).fill('Promised to call back')
  await form.getByRole('button', { name: 'Add note' }).click()
  await form.waitFor({ state: 'hidden' })
  await page.getByRole('cell', { name: 'Promised to call back' }).waitFor()
  await page.getByRole('tab', { name: 'Audit log' }).click()
  await page.getByText('Note added: Promised to call back').first().waitFor()
})
