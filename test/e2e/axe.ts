import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isLong, times } from '../long.ts'
import { openBrowser, openSignedIn, paint, type Scheme } from './browser.ts'

/** What is looked at: an address, and what is opened there. */
export type Screen = { readonly name: string; readonly path: string; readonly open?: (page: Page) => Promise<unknown> }

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
export const violations = async (page: Page, scheme: Scheme): Promise<readonly string[]> => {
  expect(page.frames()).toHaveLength(1)
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  const found = await (scheme === 'light' || isLong ? axe : axe.withRules(OF_COLOURS)).analyze()
  return found.violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.html).join(' | ')}`)
}

/** Both, the lighter first. */
export const schemes: readonly Scheme[] = ['light', 'dark']

/** The colours of the dark are those of the same few names everywhere: each time they are looked at on every third screen. */
const DARK_EVERY = times(3, 1)

/** A test a screen and scheme, as a signed-in administrator sees it; `prepare` makes what the screens show. */
export function noViolations(screens: readonly Screen[], prepare = async (): Promise<void> => {}): void {
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

  const numbered = screens.map((screen, no) => ({ ...screen, screen, no }))
  describe.each(numbered)('no axe violation: $name', ({ screen, no }) => {
    test.each(schemes.slice(0, no % DARK_EVERY === 0 ? 2 : 1))('%s', async (scheme) => {
      await show(screen)
      await paint(page, scheme)
      expect(await violations(page, scheme)).toEqual([])
    })
  })
}
