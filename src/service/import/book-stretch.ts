import { type Instant, textFromDay } from '../../engine/time.ts'
import { customersToEvaluate, lockClock, setClock } from '../../store/clocks.ts'
import { insertImportPart } from '../../store/imports.ts'
import { inTransaction, type Session, type Store } from '../../store/store.ts'
import { append } from '../append.ts'
import { startOfDay } from '../days.ts'
import { doing } from '../doings.ts'
import { evaluateAsClock } from '../evaluate-days.ts'
import { type Group, grouped, load } from '../load.ts'
import { operate } from '../operate.ts'
import type { Outcome, Request } from '../request.ts'
import { retried } from '../retry.ts'
import type { Sheet } from '../sheet.ts'
import { wake } from '../wake.ts'
import { wallNow } from '../wall-clock.ts'
import { xdrIdsOf } from '../wanted-of.ts'
import { reserveXdrIds } from '../xdr-ids.ts'
import type { Loss } from './kept.ts'
import type { Part, Step } from './plan.ts'
import { requestOf, type Setting } from './requests.ts'

/** Most customers whom one transaction evaluates; where a day has come for more, the clock is moved before. */
export const MOST_DUE = 500

/** Operations of one day that are booked in one transaction; the last of a day notes that its part is booked. */
export type Stretch = {
  readonly part: Part
  readonly steps: readonly Step[]
  /** what the ledger refused before, in other parts and in this one */
  readonly lostBefore: readonly Loss[]
  readonly lostHere: readonly Loss[]
  readonly last: boolean
}

/**
 * Books a stretch in one transaction: the clock is moved to its day, the customers for whom a day has come are evaluated,
 * the operations follow, and the part is noted. Answers what the ledger refused.
 */
export async function bookStretch(store: Store, stretch: Stretch, setting: Setting): Promise<Loss[]> {
  const steps = new Map<Request, Step>(stretch.steps.map((step) => [requestOf(step, setting), step]))
  const needed = [...steps.keys()].reduce((sum, request) => sum + xdrIdsOf(request).needed, 0)
  const losses = await retried(async () => {
    const xdrIds = await reserveXdrIds(store, needed)
    return inTransaction(store, async (session) => {
      const { due, doings } = await moveClock(session, stretch.part, setting)
      const groups = groupsOf([...steps.keys(), ...doings], due, xdrIds)
      const sheets = await load(session, groups)
      const lost = await operateAll(session, sheets, { stretch, steps, groups, due: new Set(due) })
      await append(session, sheets)
      if (stretch.last) await notePart(session, stretch, lost, setting)
      return lost
    })
  })
  wake(store)
  return losses
}

/** Moves the clock to a day, never back; answers who is to be evaluated then, and what is to be recorded of it. */
async function moveClock(session: Session, { day, until }: Part, { importId, clock, caller }: Setting) {
  const named = await lockClock(session, clock)
  const ended = named === undefined || named.joining || named.joinedAt !== null
  if (ended || named.now >= until) return { due: [], doings: [] }
  setClock(session, clock, until, null)
  const due = await customersToEvaluate(session, clock, textFromDay(day), { limit: MOST_DUE })
  return { due, doings: [doing('clock_advanced', { clock, now: until }, caller, importId)] }
}

/** The requests by customer, each group with xDR ids to draw from; and those who are only evaluated. */
function groupsOf(requests: readonly Request[], due: readonly string[], xdrIds: readonly bigint[]): Group[] {
  const free = [...xdrIds]
  const asking = grouped(requests).map((group) => ({
    ...group,
    xdrIds: free.splice(
      0,
      group.requests.reduce((sum, one) => sum + xdrIdsOf(one).needed, 0),
    ),
  }))
  const known = new Set(asking.map((group) => group.customerId))
  const others = due.filter((customerId) => !known.has(customerId))
  return [...asking, ...others.map((customerId) => ({ customerId, requests: [], xdrIds: [] }))]
}

type Work = {
  readonly stretch: Stretch
  readonly steps: ReadonlyMap<Request, Step>
  readonly groups: readonly Group[]
  readonly due: ReadonlySet<string>
}

async function operateAll(session: Session, sheets: readonly Sheet[], work: Work): Promise<Loss[]> {
  const { stretch, steps, groups, due } = work
  const wall = wallNow()
  const lost: Loss[] = []
  for (const [at, sheet] of sheets.entries()) {
    if (due.has(sheet.customerId)) evaluateOn(sheet, wall, stretch.part)
    for (const request of groups[at]?.requests ?? []) {
      const step = steps.get(request)
      if (step !== undefined && isLost(step, [...stretch.lostBefore, ...stretch.lostHere, ...lost])) continue
      const outcome = await operate(session, sheet, request, wall)
      if (step !== undefined) lost.push(...lossOf(step, outcome))
    }
  }
  return lost
}

/** His own day has perhaps not begun: somebody else may have put him on this clock, in another zone. */
function evaluateOn(sheet: Sheet, wall: Instant, { day, until }: Part): void {
  const begun = startOfDay(day, sheet.customer.timeZone) <= until ? day : day - 1
  evaluateAsClock(sheet, wall, begun, 'withhold')
}

/** Without its customer or its invoice a step has nothing to stand on. */
const isLost = ({ line }: Step, losses: readonly Loss[]): boolean =>
  losses.some((loss) => loss.line === line.row.line || (loss.kind === 'open' && loss.customer_id === line.customerId))

function lossOf(step: Step, outcome: Outcome): Loss[] {
  if (outcome.status === 'done') return []
  const code = outcome.status === 'refused' ? outcome.refusal.code : outcome.status
  return [{ line: step.line.row.line, customer_id: step.line.customerId, kind: step.kind, code }]
}

const notePart = (session: Session, { part, lostHere }: Stretch, lost: readonly Loss[], { importId }: Setting) =>
  insertImportPart(session, importId, {
    no: part.no,
    steps: part.steps.length,
    result: { lost: [...lostHere, ...lost] },
  })
