import { dayInUtc, type Instant, instantToText, shortDay } from '../../engine/time.ts'
import { findClock, setClock } from '../../store/queues/clocks.ts'
import type { Store } from '../../store/session/store.ts'
import type { Outcome } from '../asked/request.ts'
import { performTogether } from '../ledger/perform.ts'
import type { ClockOutcome } from '../time/clock-marks.ts'
import { advanceClock, createClock } from '../time/clocks.ts'
import { billingRun } from './history/callers.ts'
import type { Planned, Tale } from './history/planned.ts'

/** Makes the clock of a tale, unless an earlier load did; answers whether something of the tale is left to tell. */
export async function beginTale(store: Store, { clock, from, mail }: Tale): Promise<boolean> {
  const known = await findClock(store, clock)
  if (known !== undefined) return known.joinedAt === null
  accepted(await createClock(store, { clock, now: instantToText(from), mail }, billingRun))
  return true
}

/** What happens up to one stop of the clock. */
type Scene = { readonly at: Instant; readonly plan: readonly Planned[] }

/**
 * Performs the operations of a tale, a stop of its clock after the other, as far as the clock has not been moved past
 * them; answers how many. Nothing dated after now is performed.
 */
export async function tell(store: Store, tale: Tale, now: Instant, say: (line: string) => void): Promise<number> {
  const clock = await findClock(store, tale.clock)
  if (clock === undefined || clock.joining) return 0
  const past = scenesOf(tale).filter((scene) => scene.at <= now)
  const left = past.filter((scene) => scene.at >= clock.now)
  const total = left.reduce((sum, scene) => sum + scene.plan.length, 0)
  let performed = 0
  let said = 0
  for (const [index, scene] of left.entries()) {
    await (tale.mail === 'send' ? tellAloud : tellQuietly)(store, tale, scene, left[index + 1]?.at ?? scene.at)
    performed += scene.plan.length
    if (performed - said < SAY_EVERY && index < left.length - 1) continue
    say(`Demonstration data, ${tale.title}: ${performed} of ${total} operations, to ${shortDay(dayInUtc(scene.at))}`)
    said = performed
  }
  return performed
}

const SAY_EVERY = 500

/** Where the clock of a tale that is told quietly may stand: the moments of its scenes. */
export const stopsOf = (tale: Tale): ReadonlySet<Instant> => new Set(scenesOf(tale).map((scene) => scene.at))

function scenesOf(tale: Tale): Scene[] {
  const stops = Map.groupBy(tale.plan, (one) => tale.stop(one.at))
  const scenes = [...stops].map(([at, plan]) => ({ at, plan }))
  const last = scenes.at(-1)?.at ?? tale.from
  return tale.until > last ? [...scenes, { at: tale.until, plan: [] }] : scenes
}

/** The clock is advanced, which is on record and evaluates everybody: messages are news on that day. */
async function tellAloud(store: Store, { clock }: Tale, scene: Scene): Promise<void> {
  accepted(await advanceClock(store, clock, instantToText(scene.at), billingRun))
  await perform(store, scene)
}

/**
 * The clock goes on to the next stop in the transaction that books this one: so a load that is killed goes on at the
 * right stop, and 400 moves of a clock that sends no mail need no record of their own. A customer's days are evaluated
 * before his next operation, or at the join: in the same order, with the same outcome.
 */
const tellQuietly = (store: Store, { clock }: Tale, scene: Scene, next: Instant): Promise<void> =>
  perform(store, scene, (session) => setClock(session, clock, next, null))

async function perform(store: Store, { plan }: Scene, other?: Parameters<typeof performTogether>[2]): Promise<void> {
  const requests = plan.map((one) => one.request)
  const outcomes = await performTogether(store, requests, other)
  for (const [index, outcome] of outcomes.entries()) if (outcome.status !== 'done') throw refused(outcome, plan[index])
}

function refused(outcome: Exclude<Outcome, { status: 'done' }>, one: Planned | undefined): Error {
  const why = outcome.status === 'refused' ? outcome.refusal.code : 'its key was used for something else'
  return new Error(`The demonstration data cannot be loaded: ${one?.request.key} is refused: ${why}`)
}

function accepted(outcome: ClockOutcome): void {
  if (outcome.status === 'refused') throw new Error(`The demonstration data cannot be loaded: ${outcome.refusal.code}`)
}
