import { type Day, type Instant, instantFromText, instantToText } from '../../engine/time.ts'
import type { PinnedTable } from '../../store/beside/pinned.ts'
import { takeXdrIds } from '../../store/heads/sequences.ts'
import { findClock, insertClock } from '../../store/queues/clocks.ts'
import { insertImport } from '../../store/queues/imports.ts'
import { findRun } from '../../store/queues/runs.ts'
import type { Session } from '../../store/session/session.ts'
import type { Store } from '../../store/session/store.ts'
import { dayAt } from '../asked/days.ts'
import type { Caller } from '../asked/request.ts'
import { sealText } from '../asked/sealed-text.ts'
import { wallNow } from '../asked/wall-clock.ts'
import { doing } from '../ledger/doings.ts'
import { performTogether } from '../ledger/perform.ts'
import { pinning } from '../ledger/pins.ts'
import { offFacts } from '../time/clocks.ts'
import { countedRows, type ImportableFile } from './file.ts'
import { type Begun, begunForm } from './kept.ts'
import { type Ledger, lookUp, objectionsTo } from './ledger.ts'
import { type Part, partsOf, paymentMoment, xdrsOf } from './plan.ts'
import { sift } from './reading/conflicts.ts'
import { ImportFault } from './reading/fault.ts'
import { type LastDays, type Line, lineReader } from './reading/line.ts'
import type { Rejection } from './reading/rejection.ts'

/** A file as it is to be booked: the lines that count, what happens when, and the lines that do not. */
export type Plan = {
  readonly lines: readonly Line[]
  readonly rejections: readonly Rejection[]
  readonly parts: readonly Part[]
}

/** Reads the lines by what an import decided when it began; the same plan whenever it is made. */
export function planOf(file: ImportableFile, begun: Pick<Begun, 'now' | 'rejected' | 'known'>): Plan {
  const { lines, rejections } = readLines(file, momentOf(begun.now))
  const objections = new Map(begun.rejected.map((one) => [one.line, one.blames]))
  const zones = new Map(begun.known.map((one) => [one.customer_id, one.time_zone]))
  const booked = lines.filter((line) => !objections.has(line.row.line))
  const refused = lines.flatMap((line) => {
    const blames = objections.get(line.row.line)
    return blames === undefined ? [] : line.items.map(({ row }) => ({ row, blames }))
  })
  return { lines: booked, rejections: [...rejections, ...refused], parts: partsOf(booked, file.map.time_zone, zones) }
}

function readLines(file: ImportableFile, now: Instant) {
  const { header, map } = file
  const read = lineReader(header, map, lastDays(now, map.time_zone))
  return sift(countedRows(file).map(read), map)
}

/** An invoice counts from the start of its day, a payment from noon: today only when noon is over. */
function lastDays(now: Instant, zone: string): LastDays {
  const today: Day = dayAt(now, zone)
  return { issued: today, paid: paymentMoment(today, zone) <= now ? today : today - 1 }
}

export const momentOf = (text: string): Instant => {
  const moment = instantFromText(text)
  if (moment === undefined) throw new Error(`Bug: an import keeps the time ${text}`)
  return moment
}

/** What an import of a file would decide and book if it began now; nothing is written. */
export async function preview(store: Store, file: ImportableFile, wish: BeginWish): Promise<Plan & { clock: string }> {
  const clock = wish.clock ?? file.importId
  return { ...planOf(file, await decided(store, file, { ...wish, clock })), clock }
}

/** What the caller wants beside the file: a name for the clock, and who he is. */
export type BeginWish = { readonly clock: string | undefined; readonly caller: Caller }

/** What an import does: what it decided when it began, the plan by it, and its clock. `begun` null: nothing can be booked. */
export type Begin = { readonly begun: Begun | null; readonly plan: Plan; readonly clock: string }

/**
 * Begins an import, or finds what it decided when it was begun before. Its run, its clock, its xDR ids and the record
 * that it started are made in one transaction; where nothing can be booked, nothing is written. Throws ImportFault where
 * the name of the clock does not fit.
 */
export async function begin(store: Store, file: ImportableFile, wish: BeginWish): Promise<Begin> {
  const before = await findRun(store, file.importId)
  if (before !== undefined) {
    const begun = sameClock(begunForm.parse(before.result), wish)
    return { begun, plan: planOf(file, begun), clock: begun.clock }
  }
  const clock = wish.clock ?? file.importId
  if ((await findClock(store, clock)) !== undefined)
    throw new ImportFault(
      `There is a clock ${clock} already; give the import another name with --clock, or leave it out.`,
    )
  const draft = await decided(store, file, { ...wish, clock })
  const plan = planOf(file, draft)
  if (plan.lines.length === 0) return { begun: null, plan, clock }
  try {
    return { begun: await written(store, file, draft, plan), plan, clock }
  } catch (error) {
    if (error instanceof BegunMeanwhile) return begin(store, file, wish)
    throw error
  }
}

class BegunMeanwhile extends Error {}

function sameClock(begun: Begun, { clock }: BeginWish): Begun {
  if (clock === undefined || clock === begun.clock) return begun
  throw new ImportFault(`This import runs on the clock ${begun.clock}; leave --clock out, or name that one.`)
}

type Draft = Omit<Begun, 'first_xdr_id'>

/** Everything that could be refused later is looked at now, so that no line is booked by halves. */
async function decided(store: Store, file: ImportableFile, wish: BeginWish & { clock: string }): Promise<Draft> {
  const now = wallNow()
  const { lines } = readLines(file, now)
  const ledger = await lookUp(store, lines, now)
  const rejected = lines.flatMap((line) => {
    const blames = objectionsTo(line, ledger, file.map)
    return blames.length === 0 ? [] : [{ line: line.row.line, blames }]
  })
  const { clock, caller } = wish
  return { file: file.name, clock, caller, now: instantToText(now), rejected, known: knownIn(ledger) }
}

const knownIn = ({ customers }: Ledger): Begun['known'] =>
  [...customers].map(([customer_id, { timeZone, openedAt }]) => ({
    customer_id,
    time_zone: timeZone,
    opened_at: instantToText(openedAt),
  }))

async function written(store: Store, file: ImportableFile, draft: Draft, { lines, parts }: Plan): Promise<Begun> {
  const { caller } = draft
  const steps = parts.flatMap((part) => part.steps)
  const xdrs = steps.reduce((sum, step) => sum + xdrsOf(step), 0)
  const now = steps[0]?.at ?? momentOf(draft.now)
  const name = sealText(file.name)
  const facts = { id: file.importId, name: name.ref, clock: draft.clock, count: BigInt(lines.length) }
  let begun: Begun | undefined
  await performTogether(
    store,
    [
      doing('clock_created', { clock: draft.clock, now, mail: 'withhold', ...offFacts('off') }, caller, file.importId),
      { ...doing('import_started', facts, caller, file.importId), texts: [name] },
    ],
    async (session) => {
      begun = await keep(session, file.importId, draft, { now, xdrs, steps: steps.length })
      const pin = (table: PinnedTable, id: string) => pinning(session, [table, id], caller, file.importId)
      return [...(await pin('run', file.importId)), ...(await pin('clock', draft.clock))]
    },
  )
  if (begun === undefined) throw new Error('Bug: an import began without a decision')
  return begun
}

async function keep(
  session: Session,
  importId: string,
  draft: Draft,
  { now, xdrs, steps }: { readonly now: Instant; readonly xdrs: number; readonly steps: number },
): Promise<Begun> {
  const begun = { ...draft, first_xdr_id: String(await takeXdrIds(session, xdrs)) }
  const startedAt = momentOf(draft.now)
  if (!(await insertImport(session, { importId, total: steps, begun, startedAt }))) throw new BegunMeanwhile()
  // what an import tells is history: the old biller has collected it
  const clock = { clock: draft.clock, now, mail: 'withhold', collection: 'off' } as const
  if (!(await insertClock(session, clock))) throw new BegunMeanwhile()
  return begun
}
