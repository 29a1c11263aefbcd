import fc from 'fast-check'
import { expect, test } from 'vitest'
import { times } from '../long.ts'
import { type History, histories } from './history.ts'
import { reversals } from './reversals.ts'
import { toldHistory } from './telling.ts'
import { undoAll } from './undoing.ts'

const seed = Number(process.env.PROPERTY_SEED ?? 20_261_122)
const runs = Number(process.env.REVERSAL_RUNS ?? times(100, 1_000))
const MOST_STEPS = 40

const tried = new Map<string, number>()

function undone(history: History): void {
  try {
    undoAll(history, (name) => void tried.set(name, (tried.get(name) ?? 0) + 1))
  } catch (error) {
    throw new Error(`${error}\nin this history:\n${toldHistory(history)}`, { cause: error })
  }
}

test(`whatever can be undone restores every figure, from ${runs} random states`, () => {
  // a smaller history that fails is looked for, but not for ever
  const limits = { interruptAfterTimeLimit: 60_000 + 600 * runs, markInterruptAsFailure: true }
  fc.assert(fc.property(histories(MOST_STEPS), undone), { seed, numRuns: runs, endOnFailure: false, ...limits })
  console.error([...tried].map(([name, times]) => `  ${name}: ${times}`).join('\n'))
  if (runs >= 200) expect(reversals.filter(({ name }) => (tried.get(name) ?? 0) < 10)).toEqual([])
})
