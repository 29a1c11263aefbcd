import { isDeepStrictEqual } from 'node:util'
import type { LedgerRecord } from '../../src/engine/events/record.ts'
import { theCustomer } from '../../src/engine/figures/base.ts'
import type { Dials } from '../../src/engine/replay/as-of.ts'
import { stateAt } from '../../src/engine/replay/as-of.ts'
import { blankCustomer, type Customer, type Subject } from '../../src/engine/state/customer.ts'
import { cellValue } from '../../src/engine/state/subjects.ts'
import type { Instant } from '../../src/engine/time.ts'
import { dayAt } from '../../src/service/asked/days.ts'
import type { MemoryLedger } from '../memory/ledger.ts'
import { auditedStatement, differences, engineStatement, type Statement, type When } from './audited.ts'
import { conclude, type Inspected, inspect, inspected, liveOf, must } from './books.ts'
import { agreedStatement, drawDials } from './dials.ts'
import { drawing, type Happening, type History, play } from './history.ts'
import { assertAllStatuses } from './truths.ts'

/** Plays one history, inspecting the books after every operation and the answers at some pairs of dials at the end. */
export function examine(history: History, told: (happening: Happening) => void): MemoryLedger {
  const known = new Map<string, Inspected>()
  const knownOf = (id: string): Inspected => {
    const one = known.get(id) ?? inspected(id)
    known.set(id, one)
    return one
  }
  const draw = drawing(history.dials)
  let early: { id: string; dials: Dials; statement: Statement } | null = null
  let steps = 1 + draw(history.steps.length + 1)
  const ledger = play(history, {
    onDay: (at, id, booked) => {
      if (booked.length > 0) inspect(knownOf(id), at, id, booked)
      lookAtDay(at, id)
    },
    onOperation: (happening) => {
      const { customerId: id, outcome, booked } = happening
      told(happening)
      if (booked.length > 0) inspect(knownOf(id), happening.ledger, id, booked)
      if (booked.length > 0) agree(knownOf(id), happening.ledger, id)
      else must(liveOf(happening.ledger, id) === knownOf(id).live, () => 'the state moved without a record')
      must(outcome.ok || booked.length === 0, () => 'a refused operation left records')
      steps -= 1
      if (steps === 0) early = answerNow(happening.ledger, id)
    },
  })
  for (const [id, one] of known) {
    conclude(one, ledger, id)
    lookAtDay(ledger, id)
    const records = ledger.records.get(id) ?? []
    const asOfNow = agreedStatement(id, records, ledger.zone, { effectiveAt: ledger.now })
    const parted = differences(engineStatement(liveOf(ledger, id), whenIs(ledger)), asOfNow)
    must(parted.length === 0, () => `the head is not the state as of now: ${parted.join('; ')}`)
    assertSameStanding(liveOf(ledger, id), records, ledger.now)
    for (let pair = 0; pair < 2; pair += 1)
      agreedStatement(id, records, ledger.zone, drawDials(records, ledger.zone, draw))
  }
  assertCleared(ledger)
  if (early !== null) sameAnswerStill(ledger, early)
  return ledger
}

/** The auditor, who has read every record in turn, says of all figures and statuses by now what the head says. */
function agree({ books }: Inspected, ledger: MemoryLedger, id: string): void {
  const when = whenIs(ledger)
  const parted = differences(engineStatement(liveOf(ledger, id), when), auditedStatement(books, when))
  must(parted.length === 0, () => `after the operation: ${parted.join('; ')}`)
}

const whenIs = (ledger: MemoryLedger): When => ({ now: ledger.now, today: dayAt(ledger.now, ledger.zone) })

/** What customers of a ledger moved among themselves clears: nothing of it is lost between them. */
function assertCleared({ customers }: MemoryLedger): void {
  if (customers.size < 2) return
  const moved = [...customers.values()].map((one) => cellValue(one, theCustomer, 'customer.moved'))
  const sum = moved.reduce((all, one) => all + one, 0n)
  must(sum === 0n, () => `what was moved between the customers does not clear: ${moved.join(', ')}`)
}

/** Once the days that are due were evaluated, all statuses stand recorded as they are by now. */
const lookAtDay = (ledger: MemoryLedger, id: string): void => assertAllStatuses(liveOf(ledger, id), whenIs(ledger))

/** Beside figures the head says of the customer what the state as of now says: who he is, what is unbilled, what is whose. */
function assertSameStanding(live: Customer, records: readonly LedgerRecord[], effectiveAt: Instant): void {
  const { seq, recordedAt, maxEffectiveAt, now, noticed, cells, subjects, ...asOfNow } = stateAt(
    blankCustomer(live.id),
    records,
    { effectiveAt },
  )
  for (const [name, value] of Object.entries(asOfNow))
    must(isDeepStrictEqual(live[name as keyof Customer], value), () => `as of now, ${name} is not what the head says`)
  for (const [key, subject] of subjects) {
    const other = live.subjects.get(key)
    const isSame = other !== undefined && isDeepStrictEqual(beside(other), beside(subject))
    must(isSame, () => `as of now, ${key} is not what the head says`)
  }
}

/** A subject without its figures and what was written about it; lines of a draft in no order. */
function beside({ cells: _, ...subject }: Subject): object {
  const { noticed: __, draft, ...traits } = subject.traits
  const lines = draft?.lines.map((line) => `${line.amount} ${line.description.textId}`).sort()
  return { ...subject, traits: { ...traits, ...(draft === undefined ? {} : { draft: { ...draft, lines } }) } }
}

/** What is answered now, with what is known by now. */
function answerNow(ledger: MemoryLedger, id: string): { id: string; dials: Dials; statement: Statement } {
  const records = ledger.records.get(id) ?? []
  const dials = { effectiveAt: ledger.now, knownAt: records.at(-1)?.recordedAt ?? 0n }
  return { id, dials, statement: agreedStatement(id, records, ledger.zone, dials) }
}

/** With the second dial fixed, an answer never changes, whatever is recorded after it. */
function sameAnswerStill(ledger: MemoryLedger, early: { id: string; dials: Dials; statement: Statement }): void {
  const now = agreedStatement(early.id, ledger.records.get(early.id) ?? [], ledger.zone, early.dials)
  const changed = differences(now, early.statement)
  must(changed.length === 0, () => `what was known then is answered otherwise now: ${changed.join('; ')}`)
}
