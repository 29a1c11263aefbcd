import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { bookAllDue } from '../../src/service/ledger/waiting/due.ts'
import { startService } from '../../src/service/service.ts'
import { advanceClock, createClock } from '../../src/service/time/clocks.ts'
import { evaluateDue } from '../../src/service/time/evaluate-customers.ts'
import { adoptPending } from '../../src/service/time/policies.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { cutOff } from './cut-off.ts'
import { ada, deskOf, passed, soon } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** A customer whose row in the database is spoilt throws wherever he is loaded, and keeps nobody else waiting. */

let cellar: Cellar
let ledger: Ledger
let ask: ReturnType<typeof deskOf>

beforeAll(async () => {
  cellar = await openCellar()
})
beforeEach(async () => {
  ledger = await cellar.ledger()
  ask = deskOf(ledger.store)
})
afterAll(() => cellar.close())

const spoilt = /mars/i
const spoil = (customerId: string) =>
  ledger.query("update customer_head set time_zone = 'Mars/Olympus' where customer_id = $1", [customerId])
const repair = () => ledger.query("update customer_head set time_zone = 'UTC' where time_zone = 'Mars/Olympus'")

/** A customer of class gold on a clock, or on the wall clock. */
const open = (customerId: string, clock?: string) =>
  ask('open_customer', customerId, {
    name: customerId,
    currency: 'USD',
    class: 'gold',
    effective_at: '2026-03-01',
    ...(clock === undefined ? {} : { clock }),
  })
/** Some customers of a clock, each with an invoice that is overdue on 11 March, which nobody has looked at yet. */
async function owing(clock: string, ...customerIds: readonly string[]): Promise<void> {
  await createClock(ledger.store, { clock, now: '2026-03-01', mail: 'withhold' }, ada)
  const lines = [{ description: 'Fee', amount: '10.00' }]
  for (const customerId of customerIds) {
    await open(customerId, clock)
    await ask('issue_invoice', customerId, { lines, due_on: '2026-03-10' })
  }
  await ledger.query("update clock set now = '2026-03-20' where clock = $1", [clock])
}

/** A charge that waits for a moment which is soon. */
const charge = (customerId: string, amount: string, effective_at: string) =>
  ask('book_charge', customerId, { amount, service: 'voice', effective_at })

/** Terms of the class that nobody has adopted yet. */
const setTerms = () =>
  ledger.query(`insert into policy (version, scope, terms, effective, recorded_at)
    values (1, 'class:gold', '{"overpay":"reject"}', '{}', now() - interval '1 minute')`)

/** Who had an operation of a kind booked, once for each. */
const whoHad = async (op: string) => {
  const rows = await ledger.query<{ id: string }>(
    'select customer_id as id from operation where op = $1 order by customer_id, first_seq',
    [op],
  )
  return rows.map(({ id }) => id)
}

test('a customer whose days cannot be evaluated holds up nobody of his clock or of another, and is told of', async () => {
  await owing('east', 'ann', 'bob', 'eve')
  await owing('west', 'joe')
  await spoil('bob')
  await expect(evaluateDue(ledger.store)).rejects.toThrow(spoilt)
  expect(await whoHad('evaluate_day')).toEqual(['ann', 'eve', 'joe'])
  await repair()
  await evaluateDue(ledger.store)
  expect(await whoHad('evaluate_day')).toEqual(['ann', 'bob', 'eve', 'joe'])
  // the clocks were set on by hand above, and that is found
  const { findings } = await verify(ledger.store, { decide: true })
  expect(findings.filter(({ what }) => !what.startsWith('table clock '))).toEqual([])
})

test('an operation that waited and throws stops what its customer has behind it, and nobody else’s', async () => {
  const names = ['ann', 'bob', 'eve']
  for (const id of names) await open(id)
  const moment = soon(3000)
  for (const id of names) {
    await charge(id, '1.00', moment)
    await charge(id, '2.00', moment)
  }
  await passed(moment)
  await spoil('ann')
  await expect(bookAllDue(ledger.store)).rejects.toThrow(spoilt)
  expect(await whoHad('book_charge')).toEqual(['bob', 'bob', 'eve', 'eve'])
  await repair()
  expect(await bookAllDue(ledger.store)).toBe(2)
  expect(await whoHad('book_charge')).toEqual(['ann', 'ann', 'bob', 'bob', 'eve', 'eve'])
})

test('terms that one customer cannot adopt are adopted by all others of the class', async () => {
  for (const id of ['ann', 'bob', 'eve']) await open(id)
  const moment = soon(2000)
  await charge('bob', '1.00', moment)
  await passed(moment)
  await setTerms()
  await spoil('bob')
  await expect(adoptPending(ledger.store)).rejects.toThrow(spoilt)
  expect(await whoHad('adopt_policy')).toEqual(['ann', 'eve'])
})

test('what throws in one part of the background work leaves the other parts done', async () => {
  await owing('east', 'ann')
  await open('bob')
  const moment = soon(3000)
  await charge('bob', '1.00', moment)
  await open('eve')
  await passed(moment)
  await setTerms()
  await spoil('bob')
  const faults: unknown[] = []
  const service = startService(ledger.store, {
    mail: { smtpUrl: undefined, from: 'billing@example.org' },
    report: (fault) => faults.push(fault),
  })
  await vi.waitFor(() => expect(faults).not.toEqual([]), 20_000)
  await service.stop()
  expect(String(faults[0])).toMatch(spoilt)
  expect(await whoHad('evaluate_day')).toContain('ann')
  expect(await whoHad('adopt_policy')).toEqual(['ann', 'eve'])
})

test('a clock whose move cannot be finished holds up no move of another', async () => {
  await owing('east', 'bob')
  await owing('west', 'joe')
  for (const clock of ['east', 'west']) await cutOff(ledger.store, clock, '2026-04-01T00:00:00Z')
  await spoil('bob')
  const faults: unknown[] = []
  const service = startService(ledger.store, {
    mail: { smtpUrl: undefined, from: 'billing@example.org' },
    report: (fault) => faults.push(fault),
  })
  await vi.waitFor(() => expect(faults).not.toEqual([]), 20_000)
  const clocks = () => ledger.query('select clock, moving_to is null as moved from clock order by clock')
  await vi.waitFor(async () => expect(await clocks()).toContainEqual({ clock: 'west', moved: true }), 20_000)
  await service.stop()
  expect(await clocks()).toEqual([
    { clock: 'east', moved: false },
    { clock: 'west', moved: true },
  ])
  await repair()
  await advanceClock(ledger.store, 'east', '2026-04-02', ada)
  expect(await whoHad('evaluate_day')).toEqual(expect.arrayContaining(['bob', 'joe']))
})
