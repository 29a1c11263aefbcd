import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { pace } from '../../src/service/read/records/pace.ts'
import { asker } from '../../src/store/session/asker.ts'
import { HungUp } from '../../src/store/session/faults.ts'

const MOST = 2_000_000

/** Steps of work, and what is done at one of them. */
function* steps(done: { steps: number }, at = -1, act = (): void => {}): Generator<number> {
  for (; done.steps < MOST; done.steps += 1) {
    if (done.steps === at) act()
    yield 1
  }
}

test('work ends when whoever asked for it hangs up', async () => {
  const hungUp = new AbortController()
  const done = { steps: 0 }
  const working = asker.waits(hungUp.signal, () => pace().through(steps(done, 1000, () => hungUp.abort())))
  await expect(working).rejects.toThrow(HungUp)
  expect(done.steps).toBeLessThan(MOST)
})

test('others get their turn while work is done, and all of it is counted', async () => {
  const done = { steps: 0 }
  const counted = pace()
  let turns = 0
  const working = counted.through(steps(done)).finally(() => {
    done.steps = -1
  })
  while (done.steps !== -1) {
    await setImmediate()
    turns += 1
  }
  await working
  expect(counted.work()).toBe(MOST)
  expect(turns).toBeGreaterThan(2)
})
