import { globSync, readFileSync } from 'node:fs'
import { parseScenarios } from './parse.ts'
import type { Scenario } from './scenario.ts'

/** All scenarios of this folder, in order of their files. */
export const allScenarios = (): Scenario[] =>
  globSync(`${import.meta.dirname}/*.txt`)
    .sort()
    .flatMap((path) => parseScenarios(readFileSync(path, 'utf8'), path))
