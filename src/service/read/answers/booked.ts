import type { AuditLine } from '../../../contract/answers.ts'
import { rulesOf } from '../../../engine/rules/rules.ts'
import type { Reader } from '../../../store/read/records/records.ts'
import { dayAt } from '../../asked/days.ts'
import { existsIn } from '../records/birth.ts'
import { digitsOf } from '../records/wire.ts'
import { readsOf, shelfOfBooked } from './booked-shelf.ts'
import { rejected } from './left.ts'
import type { OperationAnswer } from './operation.ts'
import { type Done, linesOf, MOST, toldOf, withFigures } from './told.ts'

// The answers of operations that this process has just carried out: what it knows of them needs not be read back.

/** As `recordsOf`, of operations that this process has just carried out; undefined where that does not say all of it. */
export async function recordsBooked(reader: Reader, operations: readonly Done[]): Promise<AuditLine[][] | undefined> {
  const all = operations.flatMap(({ booked }) => booked ?? [])
  if (all.length < operations.length) return undefined
  const reads = all.flatMap((one) => readsOf(one, MOST))
  const shelf = await shelfOfBooked(reader, all, reads)
  return shelf && linesOf(operations, reads, shelf)
}

/**
 * As `answerOperation`, of one that this process has just carried out: from the state that it was booked on. Undefined where
 * that does not say all of it, and where it is dated before what counts already: then the log is read.
 */
export async function answerBooked(reader: Reader, outcome: Done): Promise<OperationAnswer | undefined> {
  const { booked } = outcome
  if (booked === undefined) return undefined
  const reads = readsOf(booked, MOST)
  const shelf = await shelfOfBooked(reader, [booked], reads)
  if (shelf === undefined) return undefined
  const told = toldOf(outcome, reads, shelf)
  if (told.main === undefined) return told.answer
  const { carrier, effectiveAt } = told.main
  if (effectiveAt < booked.customer.maxEffectiveAt || !existsIn(booked, carrier)) return undefined
  const customer = { ...booked.customer, now: effectiveAt }
  const today = dayAt(effectiveAt, customer.timeZone, rulesOf(customer.rules).zones)
  return { ...withFigures(told, { customer, today, digits: digitsOf(customer) }, carrier), ...rejected(outcome.left) }
}
