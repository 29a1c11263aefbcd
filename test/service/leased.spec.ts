import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { oneAtATime, whereFree } from '../../src/service/work/leased.ts'
import { takeLease } from '../../src/store/queues/leases.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** Work that one does at a time: who stalled past the end of his lease changes nothing, and what is left is done once. */

let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
})
afterAll(() => cellar.close())

/** As if he who holds it had not been heard of for long. */
const runOut = () => ledger.query("update lease set until = now() - interval '1 s'")

test('a step of who has lost his lease is undone, and he goes on when it is free again', async () => {
  const { store } = ledger
  const steps: string[] = []
  const step = (of: string, fence: Parameters<Parameters<typeof oneAtATime>[2]>[0]['fence']) =>
    inTransaction(store, async (session) => {
      await session.query("insert into lease values ($1, gen_random_uuid(), 1, now() + interval '1 hour')", [of])
      await fence(session)
      steps.push(of)
    })
  let turn = 0
  await oneAtATime(store, 'work', async ({ fence }) => {
    turn += 1
    await step(`before ${turn}`, fence)
    if (turn === 1) {
      await runOut()
      // somebody else does all of it meanwhile
      await whereFree(store, 'work', (hold) => step('other', hold.fence))
    }
    await step(`after ${turn}`, fence)
  })
  expect(steps).toEqual(['before 1', 'other', 'before 2', 'after 2'])
  const written = await ledger.query<{ name: string }>("select name from lease where name <> 'work'")
  expect(written.map(({ name }) => name).toSorted()).toEqual(steps.toSorted())
})

test('what somebody is at is left to him, and what is to end ends before its next step', async () => {
  const { store } = ledger
  await takeLease(store, 'busy', randomUUID(), 10_000)
  await whereFree(store, 'busy', () => expect.fail())
  const end = new AbortController()
  let steps = 0
  const work = whereFree(
    store,
    'ended',
    async ({ fence }) => {
      for (;;) {
        await inTransaction(store, fence)
        steps += 1
        if (steps === 2) end.abort()
      }
    },
    end.signal,
  )
  await work
  expect(steps).toBe(2)
  // it is free at once
  expect(await takeLease(store, 'ended', randomUUID(), 1)).not.toBeNull()
})
