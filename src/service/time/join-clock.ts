import { type Instant, instantToText, later } from '../../engine/time.ts'
import { countCorrelated } from '../../store/history/operations.ts'
import { customersOn, lockClock, type NamedClock, setJoined, setJoining } from '../../store/queues/clocks.ts'
import type { Session } from '../../store/session/session.ts'
import type { Store } from '../../store/session/store.ts'
import type { Caller, InternalRequest } from '../asked/request.ts'
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
import { type Note, onEach, type Work } from './evaluate-customers.ts'

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
  correlationId?: string,
): Promise<ClockOutcome> {
  const asking = { caller, key, correlationId }
  return await oneAtATime(store, workOnClock(name), ({ fence }) => join(store, name, { ...asking, note: fence }))
}

/** Who joins a clock; `note`: what is written of each few customers. */
export type Joining = Pick<InternalRequest, 'caller' | 'key' | 'correlationId'> & { readonly note: Note }

/** Joins a clock, for who holds the lease of work on it. */
export async function join(store: Store, name: string, joining: Joining): Promise<ClockOutcome> {
  const begun = await marked(store, name, joining, (session, clock) => beginJoin(session, clock, wallNow()))
  if (begun.status === 'refused') return begun
  await joinCustomers(store, begun.clock, joining)
  const joinedAt = await endClock(store, name, joining)
  return { status: 'done', clock: { ...begun.clock, joining: false, joinedAt, movingTo: null } }
}

async function joinCustomers(store: Store, { clock, mail }: NamedClock, { caller, note }: Joining): Promise<void> {
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
      await onEach(store, customerIds, join, note)
    },
    inOrder: true,
  })
}

type OnClock = { readonly clock: string; readonly caller: Caller }

/** Books on a customer's sheet that he follows the wall clock from now on. */
async function joinOn(session: Session, sheet: Sheet, wall: Instant, { clock: name, caller }: OnClock): Promise<void> {
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
async function endClock(store: Store, name: string, { caller, key, correlationId }: Joining): Promise<Instant> {
  const now = wallNow()
  // counted in the books: a join that was cut off has joined some before
  const count = BigInt(await countCorrelated(store, joiningOf(name)))
  const ended = keyed(doing('clock_ended', { clock: name, now, count }, caller, correlationId), key)
  await awaitClock(store, name)
  let before: NamedClock | undefined
  const end = async (session: Session): Promise<boolean> => {
    before = await lockClock(session, name)
    if (before === undefined || before.joinedAt !== null) return false
    setJoined(session, name, now)
    return true
  }
  await bookOnce(store, ended, end, (session) => marksOf(session, before, caller, correlationId))
  return now
}

/** Marks a clock as being joined. Refused: it has joined, it is ahead of the wall clock. */
export function beginJoin(session: Session, clock: NamedClock, wall: Instant): ClockOutcome {
  const { clock: name } = clock
  if (clock.joinedAt !== null) return refusedClock('clock_has_joined', { clock: name })
  // of a move that was cut off, some customers may have been evaluated up to where it goes
  const now = later(clock.now, clock.movingTo ?? clock.now)
  if (now > wall) return refusedClock('clock_ahead', { now: instantToText(now), wall: instantToText(wall) })
  setJoining(session, name)
  return { status: 'done', clock }
}
