import { expect, test } from 'vitest'
import { allScenarios } from './files.ts'
import { onEngine } from './on-engine.ts'
import { play } from './run.ts'

/** The scenarios on the engine in memory: the same text as over HTTP and in the browser. */

test.each(allScenarios().map((scenario) => [`${scenario.file}: ${scenario.title}`, scenario] as const))(
  '%s',
  async (_title, scenario) => {
    expect(await play(onEngine, scenario)).toEqual([])
  },
)
