import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isLong } from '../long.ts'
import { api, openBrowser, openProfile, openSignedIn, paint, type Scheme, visit } from './browser.ts'

type Screen = { readonly name: string; readonly path: string; readonly open?: (page: Page) => Promise<unknown> }

/** Does what opens a dialog, a panel or a menu, and waits until it is there. */
const opening = (act: (page: Page) => Promise<unknown>) => async (page: Page) => {
  await act(page)
  await page.locator('[role="dialog"]:visible, [role="menu"]:visible').first().waitFor()
}

/** A key acts on what the page shows, so the records must be there first. */
const byKey = (key: string) =>
  opening(async (page) => {
    await page.locator('[data-row]').first().waitFor()
    await page.keyboard.press(key)
  })

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
  { name: 'credit notes', path: `${john}?tab=credits` },
  { name: 'scheduled', path: `${john}?tab=scheduled` },
  { name: 'policies', path: '/policies' },
  { name: 'terms of a class', path: '/policies?class=consumer' },
  { name: 'terms of a customer', path: '/policies?customer=10042' },
  { name: 'another day', path: `${john}?as_of=2026-10-05` },
  { name: 'why a balance', path: `${john}?why=customer.balance` },
  { name: 'why a status', path: `${invoice}?why=invoice.status` },
  { name: 'invoice', path: invoice },
  { name: 'payment', path: '/payments/P-1180' },
  { name: 'audit search', path: '/audit?period=2026-10' },
  { name: 'no such customer', path: '/customers/nobody' },
  { name: 'no such page', path: '/nowhere' },
  { name: 'keyboard help', path: john, open: byKey('?') },
  { name: 'period menu', path: john, open: byKey('p') },
  { name: 'filter menu', path: john, open: byKey('f') },
  {
    name: 'account',
    path: '/customers',
    open: opening((page) => page.getByRole('button', { name: /signed in as/ }).click()),
  },
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
    open: opening((page) => page.getByRole('button', { name: 'Adjust', exact: true }).click()),
  },
  {
    name: 'record a payment',
    path: invoice,
    open: opening((page) => page.getByRole('button', { name: 'Record payment' }).click()),
  },
  {
    name: 'more actions of an invoice',
    path: invoice,
    open: opening((page) => page.getByRole('button', { name: 'More actions' }).click()),
  },
  {
    name: 'more actions of a customer',
    path: john,
    open: opening((page) => page.getByRole('button', { name: 'More actions' }).click()),
  },
  {
    name: 'a write-off without a reason',
    path: invoice,
    open: async (page) => {
      await page.getByRole('button', { name: 'More actions' }).click()
      await page.getByRole('menuitem', { name: 'Write off' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Write off' }).click()
      await page.getByRole('dialog').getByRole('alert').waitFor()
    },
  },
  {
    name: 'more actions of a payment',
    path: '/payments/P-1180',
    open: opening((page) => page.getByRole('button', { name: 'More actions' }).click()),
  },
  {
    name: 'change terms',
    path: '/policies?class=consumer',
    open: opening((page) => page.getByRole('button', { name: 'Change terms' }).click()),
  },
  {
    name: 'add a note',
    path: `${john}?tab=notes`,
    open: opening((page) => page.getByRole('button', { name: 'Add note' }).click()),
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

const made = `axe-${process.pid}`

/** What has no page in the demonstration data: a dispute, a credit note, a draft, something that waits. */
const prepare = async (): Promise<void> => {
  await api('POST', '/customers', { customer_id: made, name: 'Ines Okafor', currency: 'USD' })
  const of = `/customers/${made}`
  await api('POST', `${of}/invoices`, { invoice: `${made}-1`, lines: [{ description: 'Line', amount: '100.00' }] })
  await api('POST', `${of}/invoices`, {
    invoice: `${made}-2`,
    draft: true,
    lines: [{ description: 'Line', amount: '5' }],
  })
  await api('POST', `${of}/disputes`, { invoice: `${made}-1`, claimed: '45', agreed: '30', note: 'roaming' })
  await api('POST', `${of}/credit-notes`, { credit_note: `${made}-3`, invoice: `${made}-1`, amount: '15', reason: 'x' })
  await api('POST', `${of}/charges`, { amount: '5', service: 'fee', effective_at: '2099-10-05' })
}

const madeScreens: readonly Screen[] = [
  { name: 'disputes', path: `/customers/${made}?tab=notes` },
  { name: 'what waits', path: `/customers/${made}?tab=scheduled` },
  { name: 'a list of credit notes', path: `/customers/${made}?tab=credits` },
  { name: 'a disputed invoice', path: `/invoices/${made}-1` },
  { name: 'a draft', path: `/invoices/${made}-2` },
  { name: 'a credit note', path: `/credit-notes/${made}-3` },
  {
    name: 'why a dispute differs',
    path: `/customers/${made}?tab=notes`,
    open: opening((page) => press(page, /agreed, not booked, why/)),
  },
  {
    name: 'resolve a dispute',
    path: `/customers/${made}?tab=notes`,
    open: opening((page) => press(page, /^Resolve$/)),
  },
  {
    name: 'cancel what waits',
    path: `/customers/${made}?tab=scheduled`,
    open: opening((page) => press(page, /^Cancel it$/)),
  },
]

const press = (page: Page, name: RegExp) => page.getByRole('button', { name }).first().click()

/** Waits until nothing is being read any more: neither the page nor a form shows that it is. */
const read = async (page: Page): Promise<void> => {
  await page
    .locator('[role="status"][aria-label^="Reading"], [role="status"][aria-label="Loading"]')
    .first()
    .waitFor({ state: 'detached' })
  await page.locator('option', { hasText: 'Reading the invoices' }).first().waitFor({ state: 'detached' })
}

/** The rules of axe that look at colours. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

/**
 * What all rules of axe find, run in the page itself. The builder's other mode is for frames: it puts their findings
 * together in a blank page of its own, which takes several times as long and finds the same in a page without frames.
 * Only violations are read, so that nothing else needs to be described node by node. A scheme changes colours alone, so
 * that in the dark what axe says of colours is asked again; with --long all of it.
 */
const violations = async (page: Page, scheme: Scheme): Promise<readonly string[]> => {
  expect(page.frames()).toHaveLength(1)
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  const found = await (scheme === 'light' || isLong ? axe : axe.withRules(OF_COLOURS)).analyze()
  return found.violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.html).join(' | ')}`)
}

let browser: Browser
let page: Page
let shown: Screen | null = null

beforeAll(async () => {
  browser = await openBrowser()
  page = await (await openSignedIn(browser)).newPage()
  await prepare()
})
afterAll(() => browser.close())

/** Opens a screen once for both schemes: a page is painted anew when the scheme changes, and otherwise stays as it is. */
const show = async (screen: Screen): Promise<void> => {
  if (shown === screen) return
  shown = null
  await page.goto(screen.path, { waitUntil: 'networkidle' })
  // a busy machine may be drawing still when the network has been idle for long
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await read(page)
  await screen.open?.(page)
  await read(page)
  shown = screen
}

const schemes: readonly Scheme[] = ['light', 'dark']

describe.each([...screens, ...madeScreens])('no axe violation: $name', (screen) => {
  test.each(schemes)('%s', async (scheme) => {
    await show(screen)
    await paint(page, scheme)
    expect(await violations(page, scheme)).toEqual([])
  })
})

describe('no axe violation: sign in', () => {
  test.each(schemes)('%s', async (scheme) => {
    const stranger = await openProfile(browser, scheme)
    const itsPage = await visit(stranger, '/sign-in')
    await paint(itsPage, scheme)
    expect(await violations(itsPage, scheme)).toEqual([])
    await stranger.close()
  })
})
