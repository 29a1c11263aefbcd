import { type Instant, instantToText, later } from '../../engine/time.ts'
import { countCorrelated } from '../../store/history/operations.ts'
import { customersOn, lockClock, type NamedClock, setJoined, setJoining } from '../../store/queues/clocks.ts'
import type { Session } from '../../store/session/session.ts'
import type { Store } from '../../store/session/store.ts'
import type { Caller } from '../asked/request.ts'
import { wallNow } from '../asked/wall-clock.ts'
import { bookOnce, doing, keyed } from '../ledger/doings.ts'
import { bookDueOf } from '../ledger/waiting/due.ts'
import { asPast } from '../ledger/waiting/timing.ts'
import { bookByTheSystem } from '../sheet/operate/by-the-system.ts'
import { evaluateAsPast } from '../sheet/operate/evaluate-days.ts'
import { clockReading, type Sheet } from '../sheet/sheet.ts'
import { oneAtATime } from '../work/leased.ts'
import { pageByPage, stepByStep } from '../work/step-by-step.ts'
import { awaitClock, type ClockOutcome, marked, marksOf, refusedClock } from './clock-marks.ts'
import { workOnClock } from './clocks.ts'
import { onEach, type Work } from './evaluate-customers.ts'

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
  return await oneAtATime(store, workOnClock(name), () => join(store, name, caller, key))
}

async function join(store: Store, name: string, caller: Caller, key: string | null): Promise<ClockOutcome> {
  const begun = await marked(store, name, caller, (session, clock) => beginJoin(session, clock, wallNow()))
  if (begun.status === 'refused') return begun
  const count = await joinCustomers(store, begun.clock, caller)
  const joinedAt = await endClock(store, name, count, caller, key)
  return { status: 'done', clock: { ...begun.clock, joining: false, joinedAt, movingTo: null } }
}

/** Answers how many have joined, counted in the books: a stopped joining has joined some before. */
async function joinCustomers(store: Store, { clock, mail }: NamedClock, caller: Caller): Promise<number> {
  const join: Work = async (sheet, wall, session) => {
    if (sheet.customer.clock !== clock) return
    await evaluateAsPast(session, sheet, wall, mail)
    await joinOn(session, sheet, wall, { clock, caller })
  }
  await stepByStep({
    // who has joined is on the clock no more
    next: pageByPage(() => customersOn(store, clock, PAGE)),
    step: async (customerIds) => {
      await bookDueOf(store, customerIds, wallNow(), asPast(mail))
      await onEach(store, customerIds, join)
    },
    inOrder: true,
  })
  return await countCorrelated(store, joiningOf(clock))
}

type Joining = { readonly clock: string; readonly caller: Caller }

/** Books on a customer's sheet that he follows the wall clock from now on. */
async function joinOn(session: Session, sheet: Sheet, wall: Instant, { clock: name, caller }: Joining): Promise<void> {
  const clock = clockReading(null, wall, sheet.customer.timeZone)
  await bookByTheSystem(session, sheet, {
    command: { op: 'join_clock', clock: name },
    recordedAt: wall,
    effectiveAt: wall,
    effectiveOn: clock.today,
    clock,
    caller,
    correlationId: joiningOf(name),
  })
}

/** What the joinings of a clock's customers have in common: their correlation. */
const joiningOf = (clock: string): string => `join:${clock}`

/** Ends the clock; where it has ended meanwhile, nothing is recorded again. */
async function endClock(
  store: Store,
  name: string,
  count: number,
  caller: Caller,
  key: string | null,
): Promise<Instant> {
  const now = wallNow()
  const ended = keyed(doing('clock_ended', { clock: name, now, count: BigInt(count) }, caller), key)
  await awaitClock(store, name)
  let before: NamedClock | undefined
  const end = async (session: Session): Promise<boolean> => {
    before = await lockClock(session, name)
    if (before === undefined || before.joinedAt !== null) return false
    setJoined(session, name, now)
    return true
  }
  await bookOnce(store, ended, end, (session) => marksOf(session, before, caller))
  return now
}

function beginJoin(session: Session, clock: NamedClock, wall: Instant): ClockOutcome {
  const { clock: name } = clock
  if (clock.joinedAt !== null) return refusedClock('clock_has_joined', { clock: name })
  // of a move that was cut off, some customers may have been evaluated up to where it goes
  const now = later(clock.now, clock.movingTo ?? clock.now)
  if (now > wall) return refusedClock('clock_ahead', { now: instantToText(now), wall: instantToText(wall) })
  setJoining(session, name)
  return { status: 'done', clock }
}
