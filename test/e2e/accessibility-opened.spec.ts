import type { Page } from 'playwright-core'
import { noViolations, type Screen } from './axe.ts'
import { api } from './browser.ts'

/** What opens on a page, and what has no page in the demonstration data, looked at by axe. */

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

noViolations([...screens, ...madeScreens], prepare)
