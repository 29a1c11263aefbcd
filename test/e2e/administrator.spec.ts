import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { focused, openBrowser, openProfile, plainText, pressUntil } from './browser.ts'

let browser: Browser
let page: Page

beforeAll(async () => {
  browser = await openBrowser()
  page = await (await openProfile(browser)).newPage()
})
afterAll(() => browser.close())

const rows = (words: string) => page.getByRole('row').filter({ hasText: words })

test('the administrator finds out with the keyboard alone why John Doe still owes 10.00', async () => {
  const { email, password } = inject('product')
  const { keyboard } = page

  await page.goto('/')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await keyboard.type(email)
  await keyboard.press('Tab')
  await keyboard.type(password)
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Customers', level: 1 }).waitFor()

  await keyboard.press('Control+k')
  await keyboard.type('John Doe')
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: 'John Doe', level: 1 }).waitFor()
  await page.getByRole('tab', { name: 'Audit log', selected: true }).waitFor()

  await keyboard.press('p')
  await page.getByRole('dialog', { name: 'Period' }).waitFor()
  await pressUntil(page, 'Tab', /^October 2026$/)
  await keyboard.press('Enter')
  await page.waitForURL(/period=2026-10/)
  await page.getByText('1 Oct 2026 00:00').first().waitFor()

  await rows('Status changed from "Partially paid" to "Overdue".').first().waitFor()
  await pressUntil(page, 'j', 'Status changed from "Partially paid" to "Overdue".')
  const october = await plainText(page.locator('main'))
  expect(october).toContain('adjusted by −30.00, 70.00 left. Reason: disputed roaming charges')
  expect(october).toContain('CRM case 8841')
  expect(october).toContain('agreed 30.00 = booked 30.00')
  expect(october).toContain('Payment of 60.00 received (xDR id 2204).')
  expect(october).toMatch(/Overdue notice for invoice 2026-09-001 (queued|sent|not sent|withheld)/)
  expect(october).not.toContain('2026-09-001 issued')

  await pressUntil(page, 'j', /utstanding.* changed from 70\.00 to 10\.00/)
  await keyboard.press('w')
  const dialog = page.getByRole('dialog')
  const equation = dialog.getByTestId('equation')
  await equation.waitFor()
  expect(await plainText(equation)).toMatch(/^100\.00 .*− 30\.00 .*− 60\.00 .*= 10\.00$/)
  expect(await plainText(dialog)).toContain('residual 0.00')

  await keyboard.press('Escape')
  await expect.poll(() => dialog.count()).toBe(0)
  expect(await focused(page).getAttribute('aria-label')).toMatch(/^10\.00, .*why\?$/)
})

test('a row leads to its cause and back to its effect', async () => {
  const { keyboard } = page
  await pressUntil(page, 'k', 'Status changed from "Partially paid" to "Overdue".')
  const status = await plainText(focused(page))
  await keyboard.press('c')
  await expect.poll(() => plainText(focused(page))).toContain('Event')
  await keyboard.press('e')
  await expect.poll(() => plainText(focused(page))).toContain(status.slice(0, 20))
})

test('the keys are explained, and can be switched off', async () => {
  const { keyboard } = page
  await keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keyboard' })
  await help.waitFor()
  await page.getByRole('switch').press(' ')
  await keyboard.press('Escape')
  await expect.poll(() => help.count()).toBe(0)
  await keyboard.press('?')
  await page.waitForTimeout(300)
  expect(await help.count()).toBe(0)
})
