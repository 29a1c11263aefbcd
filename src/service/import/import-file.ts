import type { PinnedTable } from '../../store/beside/pinned.ts'
import { endImport } from '../../store/queues/imports.ts'
import { findRun } from '../../store/queues/runs.ts'
import type { Store } from '../../store/session/store.ts'
import { dayAt } from '../asked/days.ts'
import type { Caller } from '../asked/request.ts'
import { wallNow } from '../asked/wall-clock.ts'
import { doing } from '../ledger/doings.ts'
import { performTogether } from '../ledger/perform.ts'
import { pinning } from '../ledger/pins.ts'
import { joinClock } from '../time/join-clock.ts'
import { type BeginWish, begin, momentOf, preview } from './begin.ts'
import { type BookingWish, bookParts } from './book-parts.ts'
import type { ImportableFile } from './file.ts'
import { type Begun, type Summary, summaryForm } from './kept.ts'
import { ImportStopped } from './reading/fault.ts'
import type { Line } from './reading/line.ts'
import type { Rejection } from './reading/rejection.ts'
import type { Setting } from './requests.ts'
import { summaryOf } from './summary.ts'

/** What became of an import. `again`: all of it was booked before, and nothing was added. */
export type Imported = { readonly summary: Summary; readonly again: boolean }

/**
 * Books a file as history on a clock of its own, which joins the wall clock at the end. Whatever stops it, the same file
 * and map again go on where it was; when it is finished, nothing is added. Where no line can be booked, it does not even
 * begin: `booked` is 0 then, and the same file may be tried again. Throws ImportFault where it cannot begin.
 */
export async function importFile(store: Store, file: ImportableFile, wish: BeginWish & BookingWish): Promise<Imported> {
  const finished = await finishedBefore(store, file.importId)
  if (finished !== undefined) return { summary: finished, again: true }
  const { begun, plan, clock } = await begin(store, file, wish)
  if (begun === null) return { summary: summaryOf(file, plan, clock, []), again: false }
  const losses = await bookParts(store, plan.parts, settingOf(file, begun), wish)
  await join(store, begun, file.importId)
  const summary = summaryOf(file, plan, begun.clock, losses)
  await finish(store, summary, begun.caller)
  return { summary, again: false }
}

/** What an import would come to, and the first lines as they are read. `again`: it was imported before. */
export type Previewed = Imported & { readonly first: readonly Line[]; readonly rejections: readonly Rejection[] }

/** What would be booked of a file, with totals and the first lines as they are read; nothing is written. */
export async function previewFile(store: Store, file: ImportableFile, wish: BeginWish): Promise<Previewed> {
  const finished = await finishedBefore(store, file.importId)
  const { clock, ...plan } = await preview(store, file, wish)
  const shown = { first: plan.lines.slice(0, SHOWN), rejections: plan.rejections.slice(0, SHOWN) }
  return finished === undefined
    ? { summary: summaryOf(file, plan, clock, []), again: false, ...shown }
    : { summary: finished, again: true, ...shown }
}

/** How many lines, and rejections, a preview shows. */
const SHOWN = 10

async function finishedBefore(store: Store, importId: string): Promise<Summary | undefined> {
  const run = await findRun(store, importId)
  return run?.state === 'done' ? summaryForm.parse(run.result) : undefined
}

const settingOf = (file: ImportableFile, begun: Begun): Setting => ({
  importId: file.importId,
  caller: begun.caller,
  file: begun.file,
  clock: begun.clock,
  timeZone: file.map.time_zone,
  firstXdrId: BigInt(begun.first_xdr_id),
  opened: new Map(
    begun.known.map(({ customer_id, opened_at, time_zone }) => {
      const at = momentOf(opened_at)
      return [customer_id, { at, on: dayAt(at, time_zone) }]
    }),
  ),
})

async function join(store: Store, { clock, caller }: Begun, importId: string): Promise<void> {
  const joined = await joinClock(store, clock, caller, null, importId)
  if (joined.status === 'refused' && joined.refusal.code !== 'clock_has_joined')
    throw new ImportStopped(
      `All is booked, but the clock ${clock} could not join the wall clock (${joined.refusal.code}); import again later.`,
    )
}

/** Ends the run and records that the import finished, in one transaction and once. */
async function finish(store: Store, summary: Summary, caller: Caller): Promise<void> {
  const facts = {
    id: summary.import_id,
    outcome: 'done',
    count: BigInt(summary.booked),
    rejected: BigInt(summary.rejected.length),
  } as const
  const importId = summary.import_id
  try {
    await performTogether(store, [doing('import_finished', facts, caller, importId)], async (session) => {
      if (!(await endImport(session, importId, summary, wallNow()))) throw new EndedMeanwhile()
      const pin = (table: PinnedTable) => pinning(session, [table, importId], caller, importId)
      return [...(await pin('run')), ...(await pin('import_part'))]
    })
  } catch (error) {
    if (!(error instanceof EndedMeanwhile)) throw error
  }
}

class EndedMeanwhile extends Error {}
