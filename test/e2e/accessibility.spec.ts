import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, openProfile, openSignedIn, type Scheme, visit } from './browser.ts'

type Screen = { readonly name: string; readonly path: string; readonly open?: (page: Page) => Promise<unknown> }

const john = '/customers/10042'
const invoice = '/invoices/2026-09-001'

const screens: readonly Screen[] = [
  { name: 'customers', path: '/customers' },
  { name: 'customers, none found', path: '/customers?q=zzzz' },
  { name: 'audit log by chains', path: john },
  { name: 'audit log, flat', path: `${john}?view=flat&order=asc` },
  { name: 'audit log, filtered', path: `${john}?period=2026-10&kind=change&invoice=2026-09-001` },
  { name: 'audit log, none match', path: `${john}?q=zzzz` },
  { name: 'invoices', path: `${john}?tab=invoices` },
  { name: 'payments', path: `${john}?tab=payments` },
  { name: 'xDRs', path: `${john}?tab=xdrs` },
  { name: 'notes', path: `${john}?tab=notes` },
  { name: 'messages', path: `${john}?tab=messages` },
  { name: 'another day', path: `${john}?as_of=2026-10-05` },
  { name: 'why a balance', path: `${john}?why=customer.balance` },
  { name: 'why a status', path: `${invoice}?why=invoice.status` },
  { name: 'invoice', path: invoice },
  { name: 'payment', path: '/payments/P-1180' },
  { name: 'audit search', path: '/audit?period=2026-10' },
  { name: 'no such customer', path: '/customers/nobody' },
  { name: 'no such page', path: '/nowhere' },
  { name: 'keyboard help', path: john, open: (page) => page.keyboard.press('?') },
  { name: 'period menu', path: john, open: (page) => page.keyboard.press('p') },
  { name: 'filter menu', path: john, open: (page) => page.keyboard.press('f') },
  { name: 'account', path: '/customers', open: (page) => page.getByRole('button', { name: /signed in as/ }).click() },
  {
    name: 'search everywhere',
    path: '/customers',
    open: async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByRole('textbox', { name: 'Search everywhere' }).waitFor()
      await page.keyboard.type('John')
      await page.getByText('Customer 10042').waitFor()
    },
  },
  {
    name: 'adjust an invoice',
    path: invoice,
    open: (page) => page.getByRole('button', { name: 'Adjust', exact: true }).click(),
  },
  {
    name: 'record a payment',
    path: invoice,
    open: (page) => page.getByRole('button', { name: 'Record payment' }).click(),
  },
  {
    name: 'add a note',
    path: `${john}?tab=notes`,
    open: (page) => page.getByRole('button', { name: 'Add note' }).click(),
  },
  {
    name: 'chain',
    path: john,
    open: async (page) => {
      await page
        .getByRole('link', { name: /^Chain #/ })
        .first()
        .click()
      await page.getByRole('heading', { name: 'Records, by cause' }).waitFor()
    },
  },
]

const violations = async (page: Page): Promise<readonly string[]> => {
  const found = await new AxeBuilder({ page }).analyze()
  return found.violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.html).join(' | ')}`)
}

describe.each<Scheme>(['light', 'dark'])('no axe violation, %s', (scheme) => {
  let browser: Browser
  let context: BrowserContext
  beforeAll(async () => {
    browser = await openBrowser()
    context = await openSignedIn(browser, scheme)
  })
  afterAll(() => browser.close())

  test.each(screens)('$name', async ({ path, open }) => {
    const page = await visit(context, path)
    await open?.(page)
    await page.waitForLoadState('networkidle')
    expect(await violations(page)).toEqual([])
    await page.close()
  })

  test('sign in', async () => {
    const stranger = await openProfile(browser, scheme)
    const page = await visit(stranger, '/sign-in')
    expect(await violations(page)).toEqual([])
    await stranger.close()
  })
})
