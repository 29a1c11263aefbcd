import { type Day, dayInUtc, type Instant, textFromDay } from '../../engine/time.ts'
import { customersToEvaluate, runningClocks } from '../../store/queues/clocks.ts'
import type { Session } from '../../store/session/session.ts'
import type { Store } from '../../store/session/store.ts'
import { wallNow } from '../asked/wall-clock.ts'
import type { Bench } from '../ledger/sheets/transact.ts'
import { onSheets } from '../ledger/waiting/due-first.ts'
import { adoptRules } from '../sheet/operate/adopt-rules.ts'
import { evaluateDays } from '../sheet/operate/evaluate-days.ts'
import type { Sheet } from '../sheet/sheet.ts'
import { inTurn } from '../work/in-turn.ts'
import { LeaseLost } from '../work/leased.ts'
import { pageByPage, stepByStep } from '../work/step-by-step.ts'

/** What is done to the sheet of a customer. */
export type Work = (sheet: Sheet, wall: Instant, session: Session) => Promise<void> | void

/** Customers of one transaction: short enough that nobody waits long for a head. */
const BATCH = 50

/**
 * Does something to the sheets of some customers, a few in a transaction; what is due of theirs is booked before. What
 * is to be noted about each few is written in the same transaction. A fault with one customer is thrown after all others
 * were done. Answers how many records were added.
 */
export async function onEach(
  store: Store,
  customerIds: readonly string[],
  work: Work,
  note: Note = nothing,
): Promise<number> {
  const faults: unknown[] = []
  const few = (batch: readonly string[], aside: boolean): Promise<number> => onFew(store, batch, { work, note, aside })
  const alone = (customerId: string): Promise<number> =>
    few([customerId], true).catch((fault: unknown) => {
      faults.push(fault)
      return 0
    })
  let added = 0
  for (let at = 0; at < customerIds.length; at += BATCH) {
    const batch = customerIds.slice(at, at + BATCH)
    // what is wrong with one customer holds up no other
    added += await few(batch, batch.length === 1).catch(async (fault: unknown) => {
      if (fault instanceof LeaseLost) throw fault
      let each = 0
      for (const customerId of batch) each += await alone(customerId)
      return each
    })
  }
  if (faults.length > 0) throw faults[0]
  return added
}

type Doing = { readonly work: Work; readonly note: Note; readonly aside: boolean }

function onFew(store: Store, batch: readonly string[], { work, note, aside }: Doing): Promise<number> {
  const few = async ({ session, sheets, wall, breathe }: Bench): Promise<number> => {
    for (const sheet of sheets.filter((one) => one.seqBefore > 0)) {
      await adoptRules(session, sheet, wall)
      await work(sheet, wall, session)
      await breathe()
    }
    const records = sheets.reduce((sum, sheet) => sum + sheet.customer.seq - sheet.seqBefore, 0)
    await note(session, { customers: batch.length, records })
    return records
  }
  return onSheets(store, { requests: [], also: batch }, few, { aside })
}

/** Writes what a few customers came to, in the transaction that works on them. */
export type Note = (session: Session, done: Evaluated) => Promise<void>

const nothing: Note = () => Promise.resolve()

/** What an evaluation came to: customers looked at, and records that were added. */
export type Evaluated = { readonly customers: number; readonly records: number }

/**
 * Evaluates every customer for whom a day has come on which a verdict can differ, each up to his clock's today, on the
 * wall clock and on named ones. Again at once: nothing. `last`: no day beyond it.
 */
export async function evaluateDue(
  store: Store,
  now: Instant = wallNow(),
  last?: number,
  note: Note = nothing,
): Promise<Evaluated> {
  const total = { customers: 0, records: 0 }
  const clocks = await runningClocks(store)
  const ofAll = [{ clock: null, now }, ...clocks].map(({ clock, now: until }) => () => {
    // somewhere it is tomorrow already; each customer's own zone decides
    const upTo = Math.min(dayInUtc(until) + 1, last ?? Number.MAX_SAFE_INTEGER)
    const step = async (customerIds: readonly string[]): Promise<void> => {
      total.customers += customerIds.length
      const evaluate: Work = (sheet, wall, session) => evaluateDays(session, sheet, wall, last)
      total.records += await onEach(store, customerIds, evaluate, note)
    }
    return stepByStep({ next: dueBy(store, clock, upTo), step })
  })
  await inTurn(ofAll)
  return total
}

const PAGE = 1000

/** The customers of a clock who are to be evaluated by a day. */
export const dueBy = (store: Store, clock: string | null, upTo: Day) =>
  pageByPage((after) => customersToEvaluate(store, clock, textFromDay(upTo), { limit: PAGE, after }))
