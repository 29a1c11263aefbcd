import { defineConfig } from 'vitest/config'

/** What says nothing of money, allocation or booking: the golden bytes, sources that are read, counted costs, days, texts. */
const APART = 'golden,tables,scans,many-open,costs,blocks,ranges,time,zones,text-bytes'

/**
 * The tests that mutants meet: the engine's own, then the scenarios in memory. Each mutant is a run of those that reach
 * it, up to the first that fails; so the small ones come first, and files share their modules.
 */
const project = (groupOrder: number, include: string) => ({
  test: {
    name: include,
    include: [include],
    exclude: [`test/engine/{${APART}}.spec.ts`],
    testTimeout: 60_000,
    isolate: false,
    sequence: { groupOrder },
  },
})

export default defineConfig({
  test: { projects: [project(0, 'test/engine/**/*.spec.ts'), project(1, 'test/scenarios/engine.spec.ts')] },
})
