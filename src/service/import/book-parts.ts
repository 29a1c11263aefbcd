import { type Day, textFromDay } from '../../engine/time.ts'
import { customersToEvaluate } from '../../store/queues/clocks.ts'
import { importParts } from '../../store/queues/imports.ts'
import { nextScheduledDay } from '../../store/queues/scheduled.ts'
import type { Store } from '../../store/session/store.ts'
import { doing } from '../ledger/doings.ts'
import { move, workOnClock } from '../time/clocks.ts'
import { oneAtATime } from '../work/leased.ts'
import { stepByStep } from '../work/step-by-step.ts'
import { bookStretch, type Losses, type Slice } from './book-stretch.ts'
import { type Loss, partForm } from './kept.ts'
import type { Part } from './plan.ts'
import { ImportStopped } from './reading/fault.ts'
import type { Setting } from './requests.ts'

/** Most operations of one transaction; on the receivables of 50 customers one a day took 3 times as long. */
const AT_ONCE = 100
/** Most customers whom one transaction evaluates beside. */
const MOST_DUE = 500

/** How far an import is: operations, and the day up to which all are booked. */
export type Progress = { readonly done: number; readonly total: number; readonly day: Day }

/** Who is told of progress, and may stop it by a fault; and how many operations one transaction takes, 100. */
export type BookingWish = {
  readonly onProgress: (progress: Progress) => void | Promise<void>
  readonly atOnce?: number
}

/**
 * Books the parts of an import that are not booked yet, in order of days. Answers what the ledger refused, of all parts.
 */
export async function bookParts(
  store: Store,
  parts: readonly Part[],
  setting: Setting,
  { onProgress, atOnce = AT_ONCE }: BookingWish,
): Promise<Loss[]> {
  const booked = await importParts(store, setting.importId)
  let losses: Losses = new Map([...booked].map(([no, result]) => [no, partForm.parse(result).lost]))
  const unbooked = parts.filter((part) => !booked.has(part.no))
  const stretches = stretchesOf(unbooked, atOnce)
  const total = countOf(parts)
  let left = countOf(unbooked)
  await stepByStep({
    next: () => Promise.resolve(stretches.shift() ?? null),
    step: async (slices) => {
      losses = await bookSlices(store, slices, setting, losses)
      left -= countOf(slices)
      await onProgress({ done: total - left, total, day: slices.at(-1)?.part.day ?? 0 })
    },
    inOrder: true,
  })
  return [...losses.values()].flat()
}

const countOf = (parts: readonly Pick<Part, 'steps'>[]): number =>
  parts.reduce((sum, { steps }) => sum + steps.length, 0)

/** Days are put together, and taken apart, so that each transaction has about as many operations. */
function stretchesOf(parts: readonly Part[], atOnce: number): Slice[][] {
  const stretches: Slice[][] = []
  let size = atOnce
  for (const slice of parts.flatMap((part) => slicesOf(part, atOnce))) {
    if (size + slice.steps.length > atOnce) {
      stretches.push([])
      size = 0
    }
    stretches.at(-1)?.push(slice)
    size += slice.steps.length
  }
  return stretches
}

const slicesOf = (part: Part, atOnce: number): Slice[] =>
  Array.from({ length: Math.ceil(part.steps.length / atOnce) }, (_, at) => ({
    part,
    steps: part.steps.slice(at * atOnce, (at + 1) * atOnce),
    last: (at + 1) * atOnce >= part.steps.length,
  }))

async function bookSlices(store: Store, slices: readonly Slice[], setting: Setting, before: Losses): Promise<Losses> {
  const { day, until } = slices.at(-1)?.part ?? { day: 0, until: 0n }
  const [due, waits] = await Promise.all([
    customersToEvaluate(store, setting.clock, textFromDay(day), { limit: MOST_DUE + 1 }),
    nextScheduledDay(store, setting.clock, '-infinity', until),
  ])
  // what waits for one of these days is booked on it, as the clock is moved there
  if (waits === null && due.length <= MOST_DUE) return bookStretch(store, { slices, due }, setting, before)
  let losses = before
  for (const slice of slices) {
    await moveClock(store, slice.part, setting)
    losses = await bookStretch(store, { slices: [slice], due: [] }, setting, losses)
  }
  return losses
}

/** Another process that does the same import may be further: then this one finds everything done. */
const FURTHER = new Set(['clock_behind', 'clock_has_joined'])

async function moveClock(store: Store, { until }: Part, { importId, clock, caller }: Setting): Promise<void> {
  const request = doing('clock_advanced', { clock, now: until }, caller, importId)
  const moved = await oneAtATime(store, workOnClock(clock), ({ fence }) =>
    move(store, clock, until, { request, note: fence }),
  )
  if (moved.status === 'refused' && !FURTHER.has(moved.refusal.code))
    throw new ImportStopped(
      `The clock ${clock} could not be moved (${moved.refusal.code}); look at it, then import again.`,
    )
}
