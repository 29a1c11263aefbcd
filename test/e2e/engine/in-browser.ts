import { startTests } from 'vitest/internal/browser'

/** The tests of the engine in a page: their files run by Vitest's own runner, which needs no Node. */

type Task = {
  readonly type: string
  readonly name: string
  readonly tasks?: readonly Task[]
  readonly result?: { readonly state: string; readonly errors?: readonly { readonly message: string }[] }
}

/** What became of all tests. */
export type Outcome = { readonly files: number; readonly passed: number; readonly failed: readonly string[] }

const files = import.meta.glob([
  '../../engine/*.spec.ts',
  '!../../engine/{money-currencies,refusals,tables,zones}.spec.ts',
])

const config = {
  root: '/',
  name: 'engine',
  testTimeout: 120_000,
  hookTimeout: 120_000,
  maxConcurrency: 1,
  passWithNoTests: false,
  allowOnly: false,
  strictTags: false,
  includeTaskLocation: false,
  retry: 0,
  repeats: 0,
  tags: [],
  setupFiles: [],
  expect: {},
  chaiConfig: {},
  sequence: { hooks: 'stack', concurrent: false, shuffle: false },
  snapshotOptions: { expand: false },
}

const told = (task: Task, above: string): Outcome => {
  const name = `${above} > ${task.name}`
  const errors = task.result?.errors?.map((error) => `${name}: ${error.message}`) ?? []
  const below = (task.tasks ?? []).map((one) => told(one, name))
  return {
    files: 0,
    passed: below.reduce((sum, one) => sum + one.passed, task.type === 'test' && task.result?.state === 'pass' ? 1 : 0),
    failed: [...errors, ...below.flatMap((one) => one.failed)],
  }
}

async function run(): Promise<Outcome> {
  Object.assign(globalThis, {
    __vitest_worker__: { config, ctx: { concurrencyId: 1, workerId: 1 }, filepath: '', providedContext: {} },
  })
  const runner = { config, importFile: (path: string) => files[path]?.() }
  const all = (await startTests(Object.keys(files), runner as never)) as unknown as Task[]
  const outcomes = all.map((file) => told(file, ''))
  return {
    files: all.length,
    passed: outcomes.reduce((sum, one) => sum + one.passed, 0),
    failed: outcomes.flatMap((one) => one.failed),
  }
}

Object.assign(globalThis, { runEngineTests: run })
