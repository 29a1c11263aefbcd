import { defineConfig } from 'vitest/config'

/**
 * One project a kind of test, so that each can be run alone: `npx vitest run --project unit`.
 * `unit` needs no database and no browser. The files of most others share one database server and have databases of their
 * own on it (`test/service/server.ts`); those of `e2e` share one product and keep to customers of their own. So two files
 * run at a time, and one can wait while the other works. `faults` wait most, for servers to die and to come back:
 * `script/test` runs them beside the other suites. `distributed` is there where `DISTRIBUTED_URL` names a coordinator of
 * Citus.
 */
const DATABASE = ['test/service/server.ts']

const project = (name: string, include: string[], timeoutMs: number, globalSetup: string[] = []) => ({
  test: {
    name,
    include,
    globalSetup,
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
    teardownTimeout: 30_000,
    // how long what is polled for may take at most: a busy machine makes a page slow, not wrong
    expect: { poll: { timeout: 30_000 } },
    // the files of a worker share what is loaded: to load it anew for each takes as long as half of the tests
    isolate: false,
    // Node runs our sources as they are, here too; what unit and e2e look at has markup in it, which Node does not read
    experimental: { viteModuleRunner: name === 'unit' || name === 'e2e', nodeLoader: false },
  },
})

export default defineConfig({
  test: {
    maxWorkers: 2,
    // tests of one file that may run at once: the scenarios over HTTP
    maxConcurrency: 4,
    projects: [
      project(
        'unit',
        ['src/**/*.spec.{ts,tsx}', 'test/*.spec.ts', 'test/engine/**/*.spec.ts', 'test/contract/**/*.spec.ts'],
        60_000,
      ),
      project('properties', ['test/properties/**/*.spec.ts'], 600_000, DATABASE),
      project('scenarios', ['test/scenarios/**/*.spec.ts'], 120_000),
      project('store', ['test/store/**/*.spec.ts'], 120_000, DATABASE),
      project('service', ['test/service/**/*.spec.ts'], 120_000, DATABASE),
      project('api', ['test/api/**/*.spec.ts'], 120_000, DATABASE),
      project('cli', ['test/cli/**/*.spec.ts'], 180_000, DATABASE),
      project('faults', ['test/faults/**/*.spec.ts'], 600_000, DATABASE),
      ...(process.env.DISTRIBUTED_URL ? [project('distributed', ['test/distributed/**/*.spec.ts'], 600_000)] : []),
      project('e2e', ['test/e2e/**/*.spec.ts'], 180_000, ['test/e2e/product.ts']),
    ],
  },
})
