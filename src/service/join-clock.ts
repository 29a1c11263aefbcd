import { type Instant, instantToText } from '../engine/time.ts'
import { customersOn, lockClock, type NamedClock, setJoined, setJoining } from '../store/clocks.ts'
import { countCorrelated } from '../store/operations.ts'
import { inTransaction, type Session, type Store } from '../store/store.ts'
import { type ClockOutcome, refusedClock } from './clocks.ts'
import { doing, keyed } from './doings.ts'
import { onSheets } from './evaluate-customers.ts'
import { evaluateAsPast } from './evaluate-days.ts'
import { joiningOf, joinOn } from './join-on.ts'
import { performTogether } from './perform.ts'
import type { Caller } from './request.ts'
import { wallNow } from './wall-clock.ts'

const PAGE = 500

/**
 * Joins a named clock to the wall clock: each of its customers is evaluated on the days between and follows the wall
 * clock from then on; the clock has ended. Stopped half-way, it is done to the end when it is asked again. Refused:
 * unknown, joined before, ahead of the wall clock.
 */
export async function joinClock(
  store: Store,
  name: string,
  caller: Caller,
  key: string | null = null,
): Promise<ClockOutcome> {
  const begun = await inTransaction(store, (session) => beginJoin(session, name, wallNow()))
  if (begun.status === 'refused') return begun
  const count = await joinCustomers(store, begun.clock, caller)
  const joinedAt = await endClock(store, name, count, caller, key)
  return { status: 'done', clock: { ...begun.clock, joining: false, joinedAt, movingTo: null } }
}

async function joinCustomers(store: Store, { clock, mail }: NamedClock, caller: Caller): Promise<number> {
  for (;;) {
    const customerIds = await customersOn(store, clock, PAGE)
    // counted in the books: a stopped joining has joined some before
    if (customerIds.length === 0) return countCorrelated(store, joiningOf(clock))
    await onSheets(store, customerIds, (sheet, wall) => {
      if (sheet.customer.clock !== clock) return
      evaluateAsPast(sheet, wall, mail)
      joinOn(sheet, wall, clock, caller)
    })
  }
}

/** Ends the clock; of two who joined it at once, one has done it. */
async function endClock(
  store: Store,
  name: string,
  count: number,
  caller: Caller,
  key: string | null,
): Promise<Instant> {
  const now = wallNow()
  const ended = keyed(doing('clock_ended', { clock: name, now, count: BigInt(count) }, caller), key)
  try {
    await performTogether(store, [ended], async (session) => {
      const clock = await lockClock(session, name)
      if (clock === undefined || clock.joinedAt !== null) throw new DoneBefore()
      setJoined(session, name, now)
    })
  } catch (error) {
    if (!(error instanceof DoneBefore)) throw error
  }
  return now
}

class DoneBefore extends Error {}

async function beginJoin(session: Session, name: string, wall: Instant): Promise<ClockOutcome> {
  const clock = await lockClock(session, name)
  if (clock === undefined) return refusedClock('clock_unknown', { clock: name })
  if (clock.joinedAt !== null) return refusedClock('clock_has_joined', { clock: name })
  if (clock.now > wall) return refusedClock('clock_ahead', { now: instantToText(clock.now), wall: instantToText(wall) })
  setJoining(session, name)
  return { status: 'done', clock }
}
