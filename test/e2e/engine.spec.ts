import { resolve } from 'node:path'
import type { Browser } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import type { Outcome } from './engine/in-browser.ts'

/**
 * The engine runs in a browser tab as it does on the server: its tests are bundled as the page is, and run in Chromium. Left
 * out are files that read the sources, and what asks the Intl of the pinned Node.
 */

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

/** One script of all tests of the engine. */
async function bundled(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    root: resolve('test/e2e/engine'),
    define: { 'process.env.NODE_ENV': '"test"' },
    resolve: { alias: { 'node:crypto': resolve('test/e2e/engine/node-crypto.ts') } },
    build: {
      write: false,
      minify: false,
      target: 'esnext',
      lib: { entry: resolve('test/e2e/engine/in-browser.ts'), formats: ['es'] },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })
  const outputs = [built].flat().flatMap((one) => ('output' in one ? one.output : []))
  const [script] = outputs.flatMap((one) => (one.type === 'chunk' && one.isEntry ? [one.code] : []))
  return script ?? ''
}

test('the tests of the engine pass in Chromium', async () => {
  const page = await browser.newPage()
  await page.addScriptTag({ type: 'module', content: await bundled() })
  await page.waitForFunction('typeof runEngineTests === "function"')
  const { files, passed, failed } = (await page.evaluate('runEngineTests()')) as Outcome
  expect(failed).toEqual([])
  expect(files).toBeGreaterThan(40)
  expect(passed).toBeGreaterThan(850)
})
