import { operatorId } from '../../engine/state/customer.ts'
import { type Instant, later } from '../../engine/time.ts'
import { lockClock, type NamedClock, setClock } from '../../store/queues/clocks.ts'
import { insertImportParts } from '../../store/queues/imports.ts'
import type { Session } from '../../store/session/session.ts'
import type { Store } from '../../store/session/store.ts'
import { customerIdOf } from '../asked/commands/wanted-of.ts'
import { startOfDay } from '../asked/days.ts'
import type { Outcome, Request } from '../asked/request.ts'
import { doing } from '../ledger/doings.ts'
import type { Bench } from '../ledger/sheets/transact.ts'
import { onSheets } from '../ledger/waiting/due-first.ts'
import { evaluateAsClock } from '../sheet/operate/evaluate-days.ts'
import { operate } from '../sheet/operate/operate.ts'
import type { Sheet } from '../sheet/sheet.ts'
import { marksOf } from '../time/clock-marks.ts'
import type { Loss } from './kept.ts'
import type { Part, Step } from './plan.ts'
import { requestOf, type Setting } from './requests.ts'

/** Operations of one day, all of them or a slice; with the last slice of a day its part is booked. */
export type Slice = { readonly part: Part; readonly steps: readonly Step[]; readonly last: boolean }

/** What is booked in one transaction: operations of a few days, and the customers for whom a day comes in them. */
export type Stretch = { readonly slices: readonly Slice[]; readonly due: readonly string[] }

/** What the ledger refused, by the number of the part. */
export type Losses = ReadonlyMap<number, readonly Loss[]>

/**
 * Books a stretch in one transaction. For each of its days the clock moves on, the customers for whom a day has come are
 * evaluated, the operations follow; then the parts are noted. What waited and is due by now is booked before; nothing may
 * wait on the clock for a moment within. Answers what the ledger refused, together with `before`.
 */
export async function bookStretch(store: Store, stretch: Stretch, setting: Setting, before: Losses): Promise<Losses> {
  const steps = stretch.slices.flatMap((slice) => slice.steps)
  const requests = new Map<Step, Request>(steps.map((step) => [step, requestOf(step, setting)]))
  let clock: NamedClock | undefined
  const book = async (bench: Bench): Promise<Losses> => {
    const move = await moveClock(bench.session, clock, stretch, setting)
    const after = await operateAll({ ...bench, ...move, requests, setting }, stretch, before)
    noteParts(bench.session, stretch, after, setting)
    return after
  }
  const whom = { requests: [...requests.values()], also: [...stretch.due, operatorId] }
  // whoever holds the clock and heads takes the clock first
  const first = async (session: Session): Promise<void> => {
    clock = await lockClock(session, setting.clock)
  }
  return await onSheets(store, whom, book, { first })
}

/** What the clock showed before, and the record of each day to which it moves. */
type Move = {
  readonly from: Instant | null
  readonly moves: ReadonlyMap<Slice, Request>
  /** what holds that it is not being moved any more, where it was */
  readonly marks: readonly Request[]
}

/** Moves the clock to the last day of a stretch, never back; `from` is null where it has ended. */
async function moveClock(
  session: Session,
  named: NamedClock | undefined,
  { slices }: Stretch,
  { importId, clock, caller }: Setting,
): Promise<Move> {
  const moves = new Map<Slice, Request>()
  if (named === undefined || named.joining || named.joinedAt !== null) return { from: null, moves, marks: [] }
  let { now } = named
  for (const slice of slices) {
    if (slice.part.until <= now) continue
    now = slice.part.until
    moves.set(slice, doing('clock_advanced', { clock, now }, caller, importId))
  }
  if (moves.size > 0) setClock(session, clock, now, null)
  return { from: named.now, moves, marks: await marksOf(session, named, caller, importId) }
}

type Work = Bench & Move & { readonly requests: ReadonlyMap<Step, Request>; readonly setting: Setting }

async function operateAll(work: Work, { slices }: Stretch, before: Losses): Promise<Losses> {
  const losses = new Map(before)
  for (const slice of slices) {
    const { no } = slice.part
    showDay(work, slice)
    for (const sheet of work.sheets) await evaluateOn(work, sheet, slice.part)
    const move = work.moves.get(slice)
    if (move !== undefined) await operateOn(work, move)
    for (const step of slice.steps) {
      const request = work.requests.get(step)
      if (request === undefined || isLost(step, losses)) continue
      const lost = lossOf(step, await operateOn(work, request))
      if (lost !== null) losses.set(no, [...(losses.get(no) ?? []), lost])
    }
  }
  for (const mark of work.marks) await operateOn(work, mark)
  return losses
}

/** The clock shows the moment of the last operation of the day; one that somebody else moved further stays. */
function showDay({ sheets, setting, from }: Work, { part }: Slice): void {
  for (const { clocks } of sheets) {
    const clock = clocks.get(setting.clock)
    if (clock !== undefined && from !== null) clocks.set(setting.clock, { ...clock, now: later(from, part.until) })
  }
}

/** His own day has perhaps not begun: somebody else may have put him on this clock, in another zone. */
async function evaluateOn({ session, wall, setting }: Work, sheet: Sheet, { day, until }: Part): Promise<void> {
  if (sheet.customer.clock !== setting.clock) return
  const begun = startOfDay(day, sheet.customer.timeZone) <= until ? day : day - 1
  await evaluateAsClock(session, sheet, wall, { upTo: begun, mail: 'withhold' })
}

async function operateOn({ session, sheetOf, wall, breathe }: Work, request: Request): Promise<Outcome> {
  await breathe()
  return await operate(session, sheetOf(customerIdOf(request)), request, wall)
}

/** Without its customer or its invoice a step has nothing to stand on. */
const isLost = ({ line }: Step, losses: Losses): boolean =>
  [...losses.values()].some((some) =>
    some.some((loss) => loss.line === line.row.line || (loss.kind === 'open' && loss.customer_id === line.customerId)),
  )

function lossOf(step: Step, outcome: Outcome): Loss | null {
  if (outcome.status === 'done') return null
  const code = outcome.status === 'refused' ? outcome.refusal.code : outcome.status
  return { line: step.line.row.line, customer_id: step.line.customerId, kind: step.kind, code }
}

function noteParts(session: Session, { slices }: Stretch, losses: Losses, { importId }: Setting): void {
  const booked = slices.filter((slice) => slice.last).map((slice) => slice.part)
  insertImportParts(
    session,
    importId,
    booked.map(({ no, steps }) => ({ no, steps: steps.length, result: { lost: losses.get(no) ?? [] } })),
  )
}
