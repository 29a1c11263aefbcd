import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { whence } from '../cli/terminal.ts'
import { api, openBrowser, openSignedIn, plainText, visit } from './browser.ts'

/** The page offers what the role of who is signed in may do; the rest says why not, in the words of the server's refusal. */

let browser: Browser
const customer = `roles-${process.pid}`
const invoice = `ROLE-${process.pid}`
const password = 'a good password'

beforeAll(async () => {
  browser = await openBrowser()
  await api('POST', '/customers', { customer_id: customer, name: 'Lena Brook', currency: 'USD' })
  await api('POST', `/customers/${customer}/invoices`, {
    invoice,
    lines: [{ description: 'Line', amount: '100.00' }],
  })
})
afterAll(() => browser.close())

async function signedInAs(role: string): Promise<BrowserContext> {
  const email = `${role}@example.org`
  const added = await whence(inject('product').home, ['users', 'add', email, '--name', 'Sue Lind', '--role', role], {
    input: password,
  })
  expect(added).toMatchObject({ code: 0 })
  return await openSignedIn(browser, 'light', { email, password })
}

/** The reason of a button or an entry of the menu; null where it may be pressed. */
const reasonOf = (page: Page, role: 'button' | 'menuitem', name: string): Promise<string | null> =>
  page.getByRole(role, { name, exact: true }).getAttribute('aria-description')

test('support adjusts and records payments, and reads why it may not write off, void or credit', async () => {
  const page = await visit(await signedInAs('support'), `/invoices/${invoice}`)
  expect(await reasonOf(page, 'button', 'Adjust')).toBeNull()
  expect(await reasonOf(page, 'button', 'Record payment')).toBeNull()
  await page.getByRole('button', { name: 'More actions' }).click()
  expect(await reasonOf(page, 'menuitem', 'Write off')).toBe('Your role, Support, may not write invoices off.')
  expect(await reasonOf(page, 'menuitem', 'Void')).toBe('Your role, Support, may not void invoices.')
  await page.getByRole('menuitem', { name: 'Write off', exact: true }).click({ force: true })
  expect(await page.getByRole('dialog').count()).toBe(0)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Adjust', exact: true }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Amount').fill('30.00')
  await form.getByLabel('Reason').fill('agreed on the telephone')
  await form.getByRole('button', { name: 'Adjust', exact: true }).click()
  await form.waitFor({ state: 'hidden' })
  const { figures } = (await api('GET', `/invoices/${invoice}`)) as { readonly figures: Record<string, string> }
  expect(figures.outstanding).toBe('70.00')
  expect(await page.getByRole('link', { name: 'Users & keys' }).count()).toBe(0)
  await page.getByRole('button', { name: /signed in as/ }).click()
  expect(await plainText(page.getByText('support@example.org'))).toMatch(/Support/)
})

test('who may see it finds users, roles, keys, sessions and who came, and ends the session of another', async () => {
  const context = await openSignedIn(browser)
  const page = await visit(context, '/customers')
  await page.getByRole('link', { name: 'Users & keys' }).click()
  await page.getByRole('row', { name: /support@example\.org.*Support.*1 session/ }).waitFor()
  await page.getByRole('tab', { name: 'Roles' }).click()
  expect(await plainText(page.getByRole('row', { name: /^Write invoices off/ }))).toBe(
    'Write invoices off yes yes no no no',
  )
  await page.getByRole('tab', { name: 'Keys' }).click()
  await page.getByRole('row', { name: /First key.*its own.*Administrator/ }).waitFor()
  await page.getByRole('tab', { name: 'Sessions' }).click()
  await page.getByRole('button', { name: 'End it, the session of Sue Lind' }).first().click()
  await expect.poll(() => page.getByRole('button', { name: 'End it, the session of Sue Lind' }).count()).toBe(0)
  await page.getByRole('tab', { name: 'Access log' }).click()
  await page.getByText('A session of Sue Lind was ended.').first().waitFor()
  expect(await page.getByText('Sue Lind signed in.').count()).toBeGreaterThan(0)
})

test('a password is changed on the page by who has the present one', async () => {
  const page = await visit(await signedInAs('billing'), '/customers')
  await page.getByRole('button', { name: /signed in as/ }).click()
  await page.getByRole('button', { name: 'Change password' }).click()
  const form = page.getByRole('dialog')
  const change = async (present: string, fresh: string, again = fresh) => {
    await form.getByLabel('Present password').fill(present)
    await form.getByLabel('New password', { exact: true }).fill(fresh)
    await form.getByLabel('New password again').fill(again)
    await form.getByRole('button', { name: 'Change password' }).click()
  }
  await change(password, 'short')
  expect(await plainText(form.getByRole('alert'))).toMatch(/at least 12 characters/)
  await change(password, 'a better password', 'a better passwort')
  expect(await plainText(form.getByRole('alert'))).toMatch(/not the same/)
  await change('not the one', 'a better password')
  await expect.poll(() => plainText(form.getByRole('alert'))).toMatch(/is not the one that you have/)
  await change(password, 'a better password')
  await form.getByText('The new password holds from now on.', { exact: false }).waitFor()
  await openSignedIn(browser, 'light', { email: 'billing@example.org', password: 'a better password' })
})

test('above the limit of his role support is told so, and how much it is stands among the roles', async () => {
  const { home } = inject('product')
  const set = ['roles', 'limit', 'support', 'invoice.adjust', 'USD', '--each', '50.00']
  expect((await whence(home, set)).code).toBe(0)
  const page = await visit(
    await openSignedIn(browser, 'light', { email: 'support@example.org', password }),
    `/invoices/${invoice}`,
  )
  await page.getByRole('button', { name: 'Adjust', exact: true }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Amount').fill('60.00')
  await form.getByLabel('Reason').fill('agreed on the telephone')
  await form.getByRole('button', { name: 'Adjust', exact: true }).click()
  await expect.poll(() => plainText(form.getByRole('alert'))).toMatch(/^This is above the limit of your role/)
  const roles = await visit(await openSignedIn(browser), '/access?tab=roles')
  await roles.getByRole('row', { name: /^Adjust invoices yes yes to 50\.00 USD no no/ }).waitFor()
  expect((await whence(home, ['roles', 'limit', 'support', 'invoice.adjust', 'USD', '--none'])).code).toBe(0)
})

test('an auditor sees all of it and may press nothing that changes it', async () => {
  const page = await visit(await signedInAs('auditor'), `/invoices/${invoice}`)
  expect(await reasonOf(page, 'button', 'Adjust')).toBe('Your role, Auditor, may not adjust invoices.')
  expect(await reasonOf(page, 'button', 'Record payment')).toBe('Your role, Auditor, may not record payments.')
  await page.getByRole('button', { name: 'More actions' }).click()
  const entries = await page.getByRole('menuitem').all()
  expect(entries.length).toBeGreaterThan(5)
  for (const entry of entries)
    expect(await entry.getAttribute('aria-description')).toMatch(/^Your role, Auditor, may not [a-z ]+\.$/)
})
