import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { expect, inject } from 'vitest'

/** Where Debian puts Chromium; CHROMIUM names another place. */
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export type Scheme = 'light' | 'dark'

/** The token --page of each scheme, as a browser says it. */
const GROUNDS: Readonly<Record<Scheme, string>> = { light: 'rgb(247, 248, 249)', dark: 'rgb(16, 18, 20)' }

/** A browser without a window. */
export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath, args: flags })

/** A fresh profile in which nobody is signed in; what its pages throw fails the test that looks at `thrown`. */
export const openProfile = async (browser: Browser, scheme: Scheme = 'light'): Promise<BrowserContext> => {
  const context = await browser.newContext({
    baseURL: inject('product').url,
    viewport: { width: 1440, height: 1000 },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(60_000)
  return context
}

/** A fresh profile in which somebody is signed in; left out: the first administrator. */
export const openSignedIn = async (
  browser: Browser,
  scheme: Scheme = 'light',
  { email, password }: { readonly email: string; readonly password: string } = inject('product'),
): Promise<BrowserContext> => {
  const context = await openProfile(browser, scheme)
  const answer = await context.request.post('/api/v1/session', { data: { email, password } })
  expect(answer.status()).toBeLessThan(300)
  return context
}

/** Opens an address and waits until it has read what it shows. */
export const visit = async (context: BrowserContext, path: string): Promise<Page> => {
  const page = await context.newPage()
  await page.goto(path, { waitUntil: 'networkidle' })
  return page
}

/** Changes the scheme that a page follows, as the system does at dusk. */
export const paint = async (page: Page, scheme: Scheme): Promise<void> => {
  await page.emulateMedia({ colorScheme: scheme })
  await isPainted(page, scheme)
}

/** Waits for a scheme and makes sure that all of the page is painted in it, what is seen around a short page too. */
export const isPainted = async (page: Page, scheme: Scheme): Promise<void> => {
  await page.locator(`html[data-mantine-color-scheme="${scheme}"]`).waitFor()
  const painted = await page.evaluate(() => {
    const { colorScheme, backgroundColor: around } = getComputedStyle(document.documentElement)
    return { colorScheme, around, body: getComputedStyle(document.body).backgroundColor }
  })
  expect(painted).toEqual({ colorScheme: scheme, around: GROUNDS[scheme], body: GROUNDS[scheme] })
}

/** What has the focus. */
export const focused = (page: Page): Locator => page.locator(':focus')

/** Presses a key until what has the focus contains the words; fails after so many times. */
export const pressUntil = async (page: Page, key: string, words: string | RegExp, most = 60): Promise<void> => {
  for (let n = 0; n < most; n += 1) {
    await page.keyboard.press(key)
    const text = await focused(page)
      .textContent()
      .catch(() => '')
    if (typeof words === 'string' ? text?.includes(words) : words.test(text ?? '')) return
  }
  throw new Error(`${key} was pressed ${most} times and did not lead to ${words}.`)
}

/** The text of an element with single spaces. */
export const plainText = async (of: Locator): Promise<string> => (await of.innerText()).replace(/\s+/g, ' ').trim()

/** Asks the API as the holder of the first key: to prepare what a test needs. */
export const api = async (method: 'GET' | 'POST', path: string, body?: unknown): Promise<Record<string, unknown>> => {
  const { url, api_key } = inject('product')
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${api_key}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const said = (await answer.json()) as Record<string, unknown>
  expect(answer.status, JSON.stringify(said)).toBeLessThan(300)
  return said
}
