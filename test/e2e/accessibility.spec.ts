import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noViolations, type Screen, schemes, violations } from './axe.ts'
import { openBrowser, openProfile, paint, visit } from './browser.ts'

/** Each page by its address, looked at by axe; what is opened on them is in `accessibility-opened.spec.ts`. */

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
  { name: 'users', path: '/access' },
  { name: 'roles', path: '/access?tab=roles' },
  { name: 'sessions', path: '/access?tab=sessions' },
  { name: 'access log', path: '/access?tab=log' },
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
]

noViolations(screens)

describe('no axe violation: sign in', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  test.each(schemes)('%s', async (scheme) => {
    const stranger = await openProfile(browser, scheme)
    const itsPage = await visit(stranger, '/sign-in')
    await paint(itsPage, scheme)
    expect(await violations(itsPage, scheme)).toEqual([])
    await stranger.close()
  })
})
