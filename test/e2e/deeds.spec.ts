import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, openBrowser, openSignedIn, plainText, visit } from './browser.ts'

/** What an administrator does with money through the page, each read back over the API. */

let browser: Browser
let context: BrowserContext
const customer = `deeds-${process.pid}`
const named = (n: number): string => `DEED-${process.pid}-${n}`
const payment = (n: number): string => `DP-${process.pid}-${n}`

const issue = (n: number) =>
  api('POST', `/customers/${customer}/invoices`, {
    invoice: named(n),
    lines: [{ description: 'Line', amount: '100.00' }],
  })

const pay = (n: number, invoice: string | 'none') =>
  api('POST', `/customers/${customer}/payments`, {
    amount: '60.00',
    payment_id: payment(n),
    allocate: invoice === 'none' ? 'none' : [{ invoice, amount: '60.00' }],
  })

beforeAll(async () => {
  browser = await openBrowser()
  context = await openSignedIn(browser)
  await api('POST', '/customers', { customer_id: customer, name: 'Grace Tiller', currency: 'USD', class: customer })
})
afterAll(() => browser.close())

const chooseFromMenu = async (page: Page, name: string): Promise<Locator> => {
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name, exact: true }).click()
  return page.getByRole('dialog').filter({ has: page.getByRole('button', { name, exact: true }) })
}

/** Fills the members of an action from the menu, by their labels, and sends it. */
const act = async (page: Page, name: string, members: Readonly<Record<string, string>> = {}): Promise<void> => {
  const form = await chooseFromMenu(page, name)
  for (const [label, value] of Object.entries(members)) await form.getByLabel(label).fill(value)
  await form.getByRole('button', { name, exact: true }).click()
  await form.waitFor({ state: 'hidden' })
}

const statusOn = (page: Page, subject: string): Promise<string> =>
  plainText(page.getByRole('button', { name: new RegExp(`, ${subject} status, why`) }).first())

test('a write-off needs a reason, gives up what is outstanding, and can be undone', async () => {
  await issue(1)
  const page = await visit(context, `/invoices/${named(1)}`)
  const form = await chooseFromMenu(page, 'Write off')
  await form.getByRole('button', { name: 'Write off' }).click()
  expect(await plainText(form.getByRole('alert'))).toBe('Reason is needed.')
  await form.getByLabel('Reason').fill('cannot be found any more')
  await form.getByRole('button', { name: 'Write off' }).click()
  await form.waitFor({ state: 'hidden' })
  await expect.poll(() => statusOn(page, 'Invoice')).toBe('Written off')
  await act(page, 'Undo write-off', { Reason: 'found after all' })
  await expect.poll(() => statusOn(page, 'Invoice')).toBe('Unpaid')
  await page.close()
})

test('what is refused is said beside the member', async () => {
  const page = await visit(context, `/invoices/${named(1)}`)
  const form = await chooseFromMenu(page, 'Write off')
  await form.getByLabel(/^Amount/).fill('500')
  await form.getByLabel('Reason').fill('too much')
  await form.getByRole('button', { name: 'Write off' }).click()
  const alert = form.getByRole('alert')
  await alert.waitFor()
  expect(await plainText(alert)).toContain('Write off at most what is outstanding.')
  expect(await form.getByLabel(/^Amount/).getAttribute('aria-invalid')).toBe('true')
  await page.keyboard.press('Escape')
  await expect.poll(() => page.locator(':focus').innerText()).toBe('More actions')
  await page.close()
})

test('an invoice is voided', async () => {
  await issue(2)
  const page = await visit(context, `/invoices/${named(2)}`)
  await act(page, 'Void', { Reason: 'issued twice' })
  await expect.poll(() => statusOn(page, 'Invoice')).toBe('Void')
  await page.getByRole('button', { name: 'More actions' }).click()
  const item = page.getByRole('menuitem', { name: 'Credit note' })
  expect(await item.getAttribute('aria-description')).toBe('This invoice is void.')
  await page.close()
})

test('a payment is refunded, another is charged back and given again', async () => {
  await pay(1, 'none')
  const refunded = await visit(context, `/payments/${payment(1)}`)
  await act(refunded, 'Refund', { 'Amount, USD': '20' })
  await expect
    .poll(async () => (await api('GET', `/payments/${payment(1)}`)).figures)
    .toMatchObject({ refunded: '20.00', unallocated: '40.00' })
  await refunded.close()

  await issue(3)
  await pay(3, named(3))
  const page = await visit(context, `/payments/${payment(3)}`)
  await act(page, 'Charge back', { Reason: 'card stolen' })
  await expect.poll(() => statusOn(page, 'Payment')).toBe('Charged back')
  expect(await api('GET', `/invoices/${named(3)}`)).toMatchObject({ figures: { outstanding: '100.00' } })
  await act(page, 'Reverse chargeback')
  await expect.poll(() => statusOn(page, 'Payment')).toBe('Allocated')
  expect(await api('GET', `/invoices/${named(3)}`)).toMatchObject({ figures: { outstanding: '40.00' } })
  await page.close()
})

test('a credit note is issued, has a page of its own, and is voided there', async () => {
  await issue(4)
  const page = await visit(context, `/invoices/${named(4)}`)
  await act(page, 'Credit note', { 'Amount, USD': '15', Reason: 'a week without service' })
  await expect
    .poll(async () => (await api('GET', `/invoices/${named(4)}`)).figures)
    .toMatchObject({ credited: '15.00' })
  await page.goto(`/customers/${customer}?tab=credits`)
  await page.getByRole('table', { name: 'Credit notes' }).getByRole('link').first().click()
  await page.getByRole('heading', { name: /^Credit note / }).waitFor()
  const form = await chooseFromMenu(page, 'Void')
  await form.getByLabel('Take back what was applied to invoices').check()
  await form.getByLabel('Reason').fill('was no outage')
  await form.getByRole('button', { name: 'Void', exact: true }).click()
  await form.waitFor({ state: 'hidden' })
  await expect.poll(() => statusOn(page, 'Credit')).toBe('Void')
  await page.close()
})

test('a dispute is opened on its invoice and resolved by what was agreed', async () => {
  const page = await visit(context, `/invoices/${named(4)}`)
  await act(page, 'Open dispute', { 'Claimed, USD': '45', 'Agreed, USD': '30', 'What is disputed': 'roaming' })
  await page.goto(`/customers/${customer}?tab=notes`)
  const row = page
    .getByRole('table', { name: 'Disputes', exact: true })
    .getByRole('row')
    .filter({ hasText: named(4) })
  await row.getByRole('button', { name: 'Resolve' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Reason').fill('agreed by phone')
  await form.getByRole('button', { name: 'Resolve' }).click()
  await form.waitFor({ state: 'hidden' })
  await expect.poll(() => plainText(row)).toContain('Resolved')
  expect(await plainText(row.getByRole('button', { name: /Dispute agreed, not booked, why/ }))).toBe('0.00')
  await page.close()
})

test('a draft gets a line and is issued', async () => {
  await api('POST', `/customers/${customer}/invoices`, { invoice: named(5), draft: true })
  const page = await visit(context, `/invoices/${named(5)}`)
  await page.getByRole('button', { name: 'Add line' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Description').fill('Setting up')
  await form.getByLabel(/^Amount/).fill('12.50')
  await form.getByRole('button', { name: 'Add line' }).click()
  await form.waitFor({ state: 'hidden' })
  await page.getByText('Setting up').first().waitFor()
  await page.getByRole('button', { name: 'Issue', exact: true }).click()
  await form.getByRole('button', { name: 'Issue', exact: true }).click()
  await form.waitFor({ state: 'hidden' })
  await expect.poll(() => statusOn(page, 'Invoice')).toBe('Unpaid')
  await page.close()
})

test('what is dated later waits, is listed, and can be cancelled', async () => {
  const page = await visit(context, `/customers/${customer}`)
  const form = await chooseFromMenu(page, 'Charge')
  await form.getByLabel(/^Amount/).fill('5')
  await form.getByLabel('Service').fill('fee')
  await form.getByLabel('Day').fill('2099-10-05')
  await form.getByRole('button', { name: 'Charge' }).click()
  await page.getByRole('status').filter({ hasText: 'Scheduled for 5 Oct 2099.' }).waitFor()
  await page.getByRole('dialog').locator('button').last().click()
  await page.getByRole('tab', { name: 'Scheduled' }).click()
  await page.getByRole('button', { name: 'Cancel it' }).click()
  const cancel = page.getByRole('dialog')
  await cancel.getByRole('button', { name: 'Cancel it' }).click()
  await page.getByRole('heading', { name: 'Nothing is scheduled' }).waitFor()
  await page.close()
})

test('a customer is blocked and reopened', async () => {
  const page = await visit(context, `/customers/${customer}`)
  await act(page, 'Block', { Reason: 'asked for it' })
  await expect.poll(() => statusOn(page, 'Customer')).toBe('Blocked')
  await act(page, 'Reopen', { Reason: 'asked for it' })
  await expect.poll(() => statusOn(page, 'Customer')).toBe('Active')
  await page.close()
})

test('the terms of a class are changed, then one customer gets his own', async () => {
  const page = await visit(context, `/policies?class=${customer}`)
  await page.getByRole('button', { name: 'Change terms' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Payment terms, net days').fill('14')
  await form.getByLabel('Reminders, days before due').fill('10, 1')
  await form.getByLabel('Late fee', { exact: true }).selectOption('next_invoice')
  await form.getByLabel('Late fee, amount').fill('5')
  await form.getByRole('button', { name: 'Change terms' }).click()
  await form.waitFor({ state: 'hidden' })
  await page.getByText('14 days').first().waitFor()
  await page.getByText(`set for class ${customer}`).waitFor()
  expect(await api('GET', `/classes/${customer}/policy`)).toMatchObject({
    own: {
      payment_terms: 14,
      collection: { reminders_before: [10, 1], late_fee: { amount: '5', on: 'next_invoice' } },
    },
  })

  await page.goto(`/customers/${customer}`)
  await page.getByRole('link', { name: /policy v\d+/ }).click()
  await page.getByRole('heading', { name: 'Terms of Grace Tiller' }).waitFor()
  await page.getByRole('button', { name: 'Change terms' }).click()
  await form.getByLabel('Payment terms, net days').fill('30')
  await form.getByRole('button', { name: 'Change terms' }).click()
  await form.waitFor({ state: 'hidden' })
  await page.getByText('30 days').first().waitFor()
  expect(await api('GET', `/customers/${customer}/policy`)).toMatchObject({ policy: { payment_terms: 30 } })
  await page.close()
})
