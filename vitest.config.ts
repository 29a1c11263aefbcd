import { defineConfig } from 'vitest/config'

/**
 * One project a kind of test, so that each can be run alone: `npx vitest run --project unit`.
 * `unit` needs no database and no browser; most others start real processes and therefore run their files one by one:
 * on two cores, parallel database servers only make each other time out. The files of `e2e` share one product and keep to
 * customers of their own, so that one can wait for a page while another is looked at.
 */
const project = (name: string, include: string[], timeoutMs: number, parallel = false, globalSetup: string[] = []) => ({
  test: {
    name,
    include,
    globalSetup,
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
    teardownTimeout: 30_000,
    // how long what is polled for may take at most: a busy machine makes a page slow, not wrong
    expect: { poll: { timeout: 30_000 } },
    fileParallelism: parallel,
  },
})

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project(
        'unit',
        ['src/**/*.spec.{ts,tsx}', 'test/*.spec.ts', 'test/engine/**/*.spec.ts', 'test/contract/**/*.spec.ts'],
        60_000,
        true,
      ),
      project('properties', ['test/properties/**/*.spec.ts'], 600_000, true),
      project('scenarios', ['test/scenarios/**/*.spec.ts'], 120_000),
      project('store', ['test/store/**/*.spec.ts'], 120_000),
      project('service', ['test/service/**/*.spec.ts'], 120_000),
      project('api', ['test/api/**/*.spec.ts'], 120_000),
      project('cli', ['test/cli/**/*.spec.ts'], 180_000),
      project('faults', ['test/faults/**/*.spec.ts'], 600_000),
      project('e2e', ['test/e2e/**/*.spec.ts'], 180_000, true, ['test/e2e/product.ts']),
    ],
  },
})
