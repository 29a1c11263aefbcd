import { decide } from '../engine/commands/decide.ts'
import type { Day, Instant } from '../engine/time.ts'
import { type ScheduledRow, scheduledDue, scheduledOf } from '../store/scheduled.ts'
import { inTransaction, type Session, type Store } from '../store/store.ts'
import { adoptPolicy, feesToCome } from './adopt.ts'
import { append } from './append.ts'
import { bookOn } from './book-on.ts'
import { dayAt } from './days.ts'
import { ensureXdrIds } from './draw-xdr-id.ts'
import { evaluateAsClock, evaluateAsPast, evaluateDays, theClock } from './evaluate-days.ts'
import type { ClockReading } from './form.ts'
import { operationId } from './ids.ts'
import { load } from './load.ts'
import { carryOut } from './operate.ts'
import type { Caller, Outcome, WireRequest } from './request.ts'
import { withXdrIds } from './reserve.ts'
import { retried } from './retry.ts'
import { clockReading, readClock, type Sheet } from './sheet.ts'
import { wake } from './wake.ts'
import { wallNow } from './wall-clock.ts'
import { xdrIdsOf } from './xdr-needs.ts'

/** What the customer's clock shows while an operation that waited is booked, and how the days up to it are evaluated. */
type Timing = {
  readonly clockAt: (sheet: Sheet, wall: Instant, at: Instant) => ClockReading
  readonly evaluate: (sheet: Sheet, wall: Instant, upTo: Day) => void
}

/** By the clock as it stands. */
const asShown: Timing = { clockAt: readClock, evaluate: evaluateDays }

/** As a named clock is moved: it shows the moment itself. */
export const asMoved = (mail: 'send' | 'withhold'): Timing => ({
  clockAt: (sheet, _wall, at) => ({ now: at, today: dayAt(at, sheet.customer.timeZone), mail }),
  evaluate: (sheet, wall, upTo) => evaluateAsClock(sheet, wall, upTo, mail),
})

/** As a named clock is joined to the wall clock: the moment is the past by then. */
export const asPast = (mail: 'send' | 'withhold'): Timing => ({
  clockAt: (sheet, wall) => ({ ...clockReading(null, wall, sheet.customer.timeZone), mail }),
  evaluate: (sheet, wall, upTo) => evaluateAsPast(sheet, wall, mail, upTo),
})

/** Books whatever is due on the clock of its customer; answers how many operations that were. */
export const bookAllDue = (store: Store): Promise<number> =>
  bookScheduled(store, () => scheduledDue(store, wallNow()), asShown)

/** Books what some customers have waiting up to a moment. */
export const bookDueOf = (store: Store, customerIds: readonly string[], upTo: Instant, timing: Timing = asShown) =>
  bookScheduled(store, () => scheduledOf(store, customerIds, upTo), timing)

/**
 * Books operations that waited, in the order of their moments, each in a transaction of its own: the days before it, the
 * operation as its caller asked for it, and what became of it (2-domain 2.3, 4). Whoever is at it at the same time books
 * it, or finds it done. A fault with one of a customer stops his later ones, and no one else's.
 */
export async function bookScheduled(
  store: Store,
  find: () => Promise<readonly ScheduledRow[]>,
  timing: Timing,
): Promise<number> {
  const seen = new Set<string>()
  const stopped = new Map<string, unknown>()
  for (;;) {
    const rows = (await find()).filter((row) => !seen.has(`${row.customerId}\0${row.scheduledId}`))
    if (rows.length === 0) break
    for (const row of rows) {
      seen.add(`${row.customerId}\0${row.scheduledId}`)
      if (stopped.has(row.customerId)) continue
      await bookOne(store, row, timing).catch((error: unknown) => stopped.set(row.customerId, error))
    }
  }
  for (const fault of stopped.values()) throw fault
  return seen.size
}

async function bookOne(store: Store, row: ScheduledRow, timing: Timing): Promise<void> {
  const request = requestOf(row)
  await retried(async () => {
    const groups = await withXdrIds(store, [request])
    await inTransaction(store, async (session) => {
      const sheets = await load(session, groups)
      for (const sheet of sheets)
        if (isWaiting(sheet, row)) await bookOnItsDay(session, sheet, { row, request, timing })
      await append(session, sheets)
    })
  })
  wake(store)
}

const isWaiting = ({ customer }: Sheet, row: ScheduledRow): boolean =>
  customer.scheduled.some((one) => one.id === row.scheduledId)

type Due = { readonly row: ScheduledRow; readonly request: WireRequest; readonly timing: Timing }

async function bookOnItsDay(session: Session, sheet: Sheet, { row, request, timing }: Due): Promise<void> {
  const wall = wallNow()
  const day = dayAt(row.effectiveAt, sheet.customer.timeZone)
  await ensureXdrIds(session, sheet, xdrIdsOf(request).needed + feesToCome(sheet, day))
  timing.evaluate(sheet, wall, day)
  const clock = timing.clockAt(sheet, wall, row.effectiveAt)
  const waited = { at: row.effectiveAt, clock }
  if (adoptPolicy(sheet, wall, waited)) timing.evaluate(sheet, wall, day)
  const outcome = await carryOut(session, sheet, request, { wall, waited, key: null })
  end(sheet, row, outcome, { wall, clock, day })
  await ensureXdrIds(session, sheet, feesToCome(sheet, day))
  timing.evaluate(sheet, wall, day)
}

/** The operation as it was asked for. The key has answered that it waits. */
const requestOf = ({ op, customerId, body, caller, reference, scheduledId }: ScheduledRow): WireRequest =>
  ({
    op,
    customerId,
    body,
    caller: caller as Caller,
    key: null,
    correlationId: scheduledId,
    ...(reference === null ? {} : { reference }),
  }) as WireRequest

type When = { readonly wall: Instant; readonly clock: ClockReading; readonly day: Day }

function end(sheet: Sheet, { scheduledId, effectiveAt }: ScheduledRow, outcome: Outcome, { wall, clock, day }: When) {
  const refusal = outcome.status === 'refused' ? outcome.refusal.code : null
  const became = refusal === null ? 'done' : 'failed'
  const command = { op: 'end_scheduled', id: scheduledId, outcome: became, refusal, reason: null } as const
  const circumstances = { operationId: operationId(), recordedAt: wall, effectiveAt, effectiveOn: day, clock }
  const decision = decide(sheet.customer, command, { ...circumstances, digest: new Uint8Array(32) })
  if (!decision.ok) throw new Error(`Bug: ${scheduledId} could not be ended: ${decision.refusal.code}`)
  bookOn(sheet, {
    command,
    drafts: decision.drafts,
    circumstances,
    caller: theClock,
    reference: null,
    correlationId: scheduledId,
    texts: [],
    key: null,
  })
}
