import { expect, test } from 'vitest'
import type { LedgerRecord } from '../../src/engine/events/record.ts'
import { theCustomer } from '../../src/engine/figures/base.ts'
import { statuses } from '../../src/engine/figures/statuses.ts'
import { textFromDay } from '../../src/engine/time.ts'
import { statusAt } from '../../src/engine/values/evaluate.ts'
import { startOfDay } from '../../src/service/asked/days.ts'
import { times } from '../long.ts'
import { type Clerk, customerOf, opened, recordsOf } from '../memory/clerk.ts'
import { evaluateDue } from '../memory/ledger.ts'
import { type Books, emptyBooks, post } from './auditor.ts'
import { chance, doSomething, drawTerms } from './collection-desk.ts'
import { type Memory, nothingYet } from './naive-collection.ts'
import { onDay, onOperation, statusOf } from './naive-days.ts'

/**
 * Random histories of somebody who pays and does not, day by day, against a second telling of collection: every count, fee,
 * announcement, warning, stage, end and decision on the same day, and none besides.
 */
const seed = Number(process.env.PROPERTY_SEED ?? 20_261_128)
const runs = Number(process.env.COLLECTION_RUNS ?? times(200, 2_000))
const FIRST = 20_500
const DAYS = 60

type Watched = { readonly clerk: Clerk; readonly memory: Memory; readonly books: Books; read: number }

function history(number: number): void {
  const draw = chance(seed + number)
  const clerk = opened(textFromDay(FIRST))
  clerk.ledger.mail = 'send'
  const one: Watched = { clerk, memory: nothingYet(), books: emptyBooks(), read: 0 }
  readOn(one)
  const told: string[] = []
  for (let today = FIRST; today < FIRST + DAYS; today += 1) {
    clerk.ledger.now = startOfDay(today, 'UTC')
    told.push(...compared(one, today, () => evaluateDue(clerk.ledger, clerk.id), 'day'))
    clerk.ledger.now += 12n * 3_600_000_000n
    const deed = today === FIRST ? () => drawTerms(clerk, draw) : () => doSomething(clerk, draw, today)
    if (today === FIRST || draw(3) > 0) told.push(...compared(one, today, deed, 'deed'))
  }
  for (const line of told) tally.set(kindOf(line), (tally.get(kindOf(line)) ?? 0) + 1)
}

const tally = new Map<string, number>()
const kindOf = (line: string): string => line.replace(/\d+/g, 'n').replace(/^n /, '')

/** Does something in the ledger and in the second telling of it, and compares what both say. */
function compared(one: Watched, today: number, deed: () => void, what: 'day' | 'deed'): string[] {
  const { clerk, memory } = one
  const before = structuredClone(one.books)
  const when = { today, now: clerk.ledger.now }
  deed()
  const records = readOn(one)
  if (records.some((record) => record.type === 'customer_reopened')) {
    memory.ended = false
    memory.reopenedOn = today
  }
  const charge = (): Books => charged(before, records)
  const expected = what === 'day' ? onDay(memory, before, charge, when) : onOperation(memory, before, one.books, when)
  const found = records.flatMap(lineOf)
  const differ = (engine: unknown, naive: unknown): void => {
    if (JSON.stringify(engine) !== JSON.stringify(naive))
      throw new Error(`${what} ${today}: the engine ${JSON.stringify(engine)}, the other ${JSON.stringify(naive)}`)
  }
  differ(found.sort(), expected.sort())
  const status = statusOf(memory, one.books, when)
  memory.status = status
  const customer = { ...customerOf(clerk), now: when.now }
  const live = statusAt(customer, 'customer.status', theCustomer, today)
  const recorded = customer.cells['customer.status']?.value ?? 0n
  differ([live, String(recorded)], [status, String(statuses[status as keyof typeof statuses])])
  return expected
}

/** The books with the fees among some records, and nothing else of them. */
function charged(before: Books, records: readonly LedgerRecord[]): Books {
  const books = structuredClone(before)
  for (const record of records) if (record.kind === 'event' && record.type.startsWith('late_fee_')) post(books, record)
  return books
}

/** Enters the new records into the books. */
function readOn(one: Watched): readonly LedgerRecord[] {
  const all = recordsOf(one.clerk)
  const fresh = all.slice(one.read)
  one.read = all.length
  for (const record of fresh) if (record.kind === 'event') post(one.books, record)
  return fresh
}

/** What a record says of collection, as the second telling does. */
function lineOf(record: LedgerRecord): string[] {
  if (record.kind === 'change') return []
  const { facts, type } = record
  const { because, stage, template } = facts
  const no = facts.invoice?.no
  const said = because === undefined ? '' : ` ${because}`
  switch (type) {
    case 'collection_counted':
      return [`${no} counts from ${facts.countedFrom ?? '-'}${facts.sparedOn === 0 ? ' over' : ''}${said}`]
    case 'collection_spared':
      return [`${no} spared on ${facts.sparedOn}${said}`]
    case 'stage_announced':
      return [`${no} ${stage} announced for ${facts.limitation ?? facts.suspension ?? facts.termination}${said}`]
    case 'announcement_ended':
      return [`${no} ${stage} ended${said}`]
    case 'late_fee_charged':
    case 'late_fee_added':
      return [`${no} fee ${facts.amount}`]
    case 'customer_terminated':
      return ['terminated']
    case 'customer_reinstated':
      return ['reinstated']
    case 'announcement_withheld':
      return [`${no} ${stage} ${type}${said}`]
    case 'late_fee_withheld':
    case 'limitation_withheld':
    case 'suspension_withheld':
    case 'termination_withheld':
      return [`${no} ${type}${said}`]
    case 'message_queued':
    case 'message_withheld':
      return template?.endsWith('_warning') && template !== 'credit_limit_warning'
        ? [`${template.replace('_', ' ')} ${because ?? 'queued'}`]
        : []
    default:
      return []
  }
}

test(`${runs} histories of collection are told alike by a second, naive telling`, {
  timeout: 60_000 + 600 * runs,
}, () => {
  for (let number = 0; number < runs; number += 1) {
    try {
      history(number)
    } catch (error) {
      throw new Error(`history ${number} of seed ${seed}: ${error instanceof Error ? error.message : error}`)
    }
  }
  // each kind of line was met: counts, fees, announcements of each stage, what ended and what was withheld, and why
  expect(tally.size).toBeGreaterThan(runs < 100 ? 20 : 80)
})
