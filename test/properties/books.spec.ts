import fc from 'fast-check'
import { expect, test } from 'vitest'
import { customerEvents } from '../../src/engine/events/customer-events.ts'
import { invoiceEvents } from '../../src/engine/events/invoice-events.ts'
import { moneyEvents } from '../../src/engine/events/money-events.ts'
import { times } from '../long.ts'
import type { MemoryLedger } from '../memory/ledger.ts'
import { everyOp } from './every-op.ts'
import { examine } from './examine.ts'
import { type Happening, type History, histories } from './history.ts'
import { toldHistory } from './telling.ts'

// A failing run prints its seed and the smallest history that fails; the same seed runs the same histories again.
const seed = Number(process.env.PROPERTY_SEED ?? 20_261_122)
const runs = Number(process.env.PROPERTY_RUNS ?? times(200, 2_000))
const MOST_STEPS = 60

/** Who is opened by the newest rules adopts none; a ledger of the rules before does (service/rules-2-ledger.spec.ts). */
const notHere = ['rules_adopted', 'adopt_rules']

/** What some hundreds of histories must have brought about, lest they stop trying something: every event of a customer. */
const everyday = [
  ...Object.keys({ ...customerEvents, ...invoiceEvents, ...moneyEvents }).filter((type) => !notHere.includes(type)),
  ...['amount_changed', 'status_changed', 'message_queued', 'message_withheld', 'message_sent', 'message_failed'],
  ...['message_deferred', 'late_fee_withheld', 'limitation_withheld', 'suspension_withheld', 'termination_withheld'],
]

const tally = { histories: 0, operations: 0, accepted: 0, records: 0, late: 0 }
const seen = new Map<string, number>()
const count = (name: string): void => void seen.set(name, (seen.get(name) ?? 0) + 1)

function tallyUp({ command: { op }, outcome }: Happening): void {
  tally.operations += 1
  if (outcome.ok) tally.accepted += 1
  count(outcome.ok ? `${op} accepted` : `${op} refused`)
  if (!outcome.ok) count(outcome.refusal.code)
}

function examined(history: History): MemoryLedger {
  try {
    return examine(history, tallyUp)
  } catch (error) {
    throw new Error(`${error}\nin this history:\n${toldHistory(history)}`, { cause: error })
  }
}

function keepBooks(history: History): void {
  const ledger = examined(history)
  const records = [...ledger.records.values()].flat()
  tally.histories += 1
  tally.records += records.length
  for (const record of records) {
    if (record.late) tally.late += 1
    count(`record ${record.type}`)
  }
}

test(`${runs} random histories keep the books, on every road and at every pair of dials`, () => {
  // a smaller history that fails is looked for, but not for ever
  const limits = { interruptAfterTimeLimit: 60_000 + 600 * runs, markInterruptAsFailure: true }
  fc.assert(fc.property(histories(MOST_STEPS), keepBooks), { seed, numRuns: runs, endOnFailure: false, ...limits })
  const share = (tally.accepted / tally.operations) * 100
  const rows = [...seen].sort().map(([name, count]) => `  ${name}: ${count}`)
  console.error(
    [`seed ${seed}`, JSON.stringify(tally), `${share.toFixed(1)} % of the operations were accepted`, ...rows].join(
      '\n',
    ),
  )
  expect(tally.histories).toBe(runs)
  expect(share).toBeGreaterThan(80)
  if (runs < 400) return
  const least = runs < 800 ? 1 : 5
  expect(everyday.filter((type) => (seen.get(`record ${type}`) ?? 0) < least)).toEqual([])
  expect(everyOp.filter((op) => !notHere.includes(op) && (seen.get(`${op} accepted`) ?? 0) < least)).toEqual([])
})
