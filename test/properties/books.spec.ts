import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MemoryLedger } from '../memory/ledger.ts'
import { examine } from './examine.ts'
import { type Happening, type History, histories } from './history.ts'
import { toldHistory } from './telling.ts'

// A failing run prints its seed and the smallest history that fails; the same seed runs the same histories again.
const seed = Number(process.env.PROPERTY_SEED ?? 20_261_122)
const runs = Number(process.env.PROPERTY_RUNS ?? 10_000)
const MOST_STEPS = 60

/** What a thousand histories must have brought about, lest they stop trying something. */
const everyday = [
  ...['charge_booked', 'invoice_issued', 'invoice_adjusted', 'payment_received', 'payment_allocated'],
  ...['payment_deallocated', 'credit_made', 'credit_allocated', 'credit_deallocated', 'note_added', 'day_evaluated'],
  ...['text_erased', 'clock_joined', 'rules_adopted', 'amount_changed', 'status_changed'],
  ...['message_queued', 'message_withheld'],
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
  fc.assert(fc.property(histories(MOST_STEPS), keepBooks), { seed, numRuns: runs, endOnFailure: false })
  const share = (tally.accepted / tally.operations) * 100
  const rows = [...seen].sort().map(([name, times]) => `  ${name}: ${times}`)
  console.error(
    [`seed ${seed}`, JSON.stringify(tally), `${share.toFixed(1)} % of the operations were accepted`, ...rows].join(
      '\n',
    ),
  )
  expect(tally.histories).toBe(runs)
  expect(share).toBeGreaterThan(80)
  if (runs >= 1000) expect(everyday.filter((type) => (seen.get(`record ${type}`) ?? 0) < 10)).toEqual([])
})
