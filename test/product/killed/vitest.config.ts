import { defineConfig } from 'vitest/config'

/** A run of tests that is there to be killed by one: `test/faults/left-behind.spec.ts`. */
export default defineConfig({
  test: {
    include: ['test/product/killed/*.spec.ts'],
    globalSetup: ['test/service/server.ts'],
    testTimeout: 600_000,
  },
})
