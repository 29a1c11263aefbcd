import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Command } from '../../src/engine/asked/command.ts'
import { times } from '../long.ts'
import type { Booked, MemoryLedger } from '../memory/ledger.ts'
import { decidedAgain } from './decided.ts'
import { type History, histories, play } from './history.ts'
import { toldHistory } from './telling.ts'

// Decided from the text that is kept of each command and from the records before it, as `verify --decide` does.
const seed = Number(process.env.PROPERTY_SEED ?? 20_261_122)
const runs = Number(process.env.DECIDED_RUNS ?? times(150, 2_000))
const MOST_STEPS = 60

const silent = { onDay: () => undefined, onOperation: () => undefined }

function told<T>(history: History, look: () => T): T {
  try {
    return look()
  } catch (error) {
    throw new Error(`${error}\nin this history:\n${toldHistory(history)}`, { cause: error })
  }
}

const operationsOf = (ledger: MemoryLedger): number => [...ledger.operations.values()].flat().length

test(`of ${runs} random histories every command is decided again as it was`, () => {
  let [operations, decided] = [0, 0]
  const again = (history: History): void => {
    const ledger = play(history, silent)
    operations += operationsOf(ledger)
    for (const id of ledger.customers.keys()) {
      const one = told(history, () => decidedAgain(ledger, id))
      decided += one.decided
      told(history, () => expect(one.findings).toEqual([]))
    }
  }
  const limits = { interruptAfterTimeLimit: 60_000 + 600 * runs, markInterruptAsFailure: true }
  fc.assert(fc.property(histories(MOST_STEPS), again), { seed, numRuns: runs, endOnFailure: false, ...limits })
  console.error(`${decided} operations of ${runs} histories were decided again`)
  expect(decided).toBe(operations)
})

/** What somebody could write into a command that is kept, so that it asks for something else; null where there is nothing. */
function forgedCommand(command: Command): Command | null {
  switch (command.op) {
    case 'book_charge':
    case 'book_credit':
    case 'receive_payment':
    case 'issue_credit_note':
    case 'allocate_payment':
    case 'allocate_credit':
    case 'adjust_invoice':
      return { ...command, amount: command.amount + 10_000_000n }
    case 'change_due_date':
      return { ...command, dueOn: command.dueOn + 1 }
    case 'evaluate_day':
      return { ...command, day: command.day + 1 }
    case 'issue_invoice':
      return { ...command, issuedOn: command.issuedOn - 1 }
    default:
      return null
  }
}

test('a command that asks for something else than was booked is found, at its own records', () => {
  let forgeries = 0
  const isFound = (history: History): void => {
    const ledger = play(history, silent)
    const all = (ledger.operations.get('C1') ?? []).filter((one) => forgedCommand(one.command) !== null)
    const victim = all[history.traits % all.length]
    const command = victim === undefined ? null : forgedCommand(victim.command)
    if (victim === undefined || command === null) return
    forgeries += 1
    const forge = (one: Booked): Booked => (one === victim ? { ...one, command } : one)
    const { findings } = decidedAgain(ledger, 'C1', forge)
    const seqs = victim.records.map((record) => record.seq)
    told(history, () => expect(findings.map((one) => seqs.includes(one.seq ?? 0))).toEqual([true]))
  }
  fc.assert(fc.property(histories(20), isFound), { seed, numRuns: 60 })
  expect(forgeries).toBeGreaterThan(20)
})
