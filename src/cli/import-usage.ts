import { closeSync, createReadStream, openSync, statSync, writeSync } from 'node:fs'
import { basename } from 'node:path'
import { rejectsOf } from '../service/import/reading/rejection.ts'
import { openUsage, type UsageFile } from '../service/import/usage/file.ts'
import { importUsage, type RejectedUsage, type UsageCounts, windowsOf } from '../service/import/usage/import-usage.ts'
import { atTerminal, needRoom, withLedger } from './ledger.ts'
import { print } from './table.ts'

type Wish = { readonly rejects: string; readonly dryRun: boolean; readonly json: boolean | undefined }

/** The file of usage at a path; undefined where it is none, or cannot be read. Throws ImportFault. */
export async function usageAt(path: string): Promise<UsageFile | undefined> {
  const size = statSync(path, { throwIfNoEntry: false })?.size
  if (size === undefined || size === 0) return undefined
  return await openUsage({ name: basename(path), size, pieces: () => createReadStream(path, { highWaterMark: PIECE }) })
}

const PIECE = 256 * 1024

/** Books a file of usage and says what became of it; answers how many of its lines are booked, now or before. */
export async function bookUsage(file: UsageFile, { rejects, dryRun, json }: Wish): Promise<number> {
  const kept = openRejects(file, rejects)
  const begun = performance.now()
  const counts = dryRun ? await looked(file) : await booked(file, kept.write)
  const path = dryRun ? null : kept.close()
  const [outcome, took_ms] = [outcomeOf(counts), Math.round(performance.now() - begun)]
  const said = { import_id: file.importId, file: file.name, ...counts, outcome, rejects: path, took_ms }
  print(dryRun ? { ...said, dry_run: true } : said, json, () => inWords(file, counts, { path, dryRun }))
  return counts.booked
}

const booked = (file: UsageFile, onRejected: (rejected: readonly RejectedUsage[]) => void): Promise<UsageCounts> =>
  withLedger((store) => {
    const show = progress(file)
    return importUsage(store, file, {
      caller: { ...atTerminal(), channel: 'import' },
      onRejected,
      onCounts: async (counts) => {
        show(counts)
        await needRoom()
      },
    })
  })

/** What could be booked by the form of the lines; the ledger is not asked. */
async function looked(file: UsageFile): Promise<UsageCounts> {
  const counts = { lines: 0, booked: 0, booked_before: 0, rejected: 0 }
  for await (const { count, lines, malformed } of windowsOf(file)) {
    counts.lines += count
    counts.booked += lines.length
    counts.rejected += malformed.length
  }
  return counts
}

/** Lines on standard error while it goes on: how much is done, and how fast. */
function progress({ name }: UsageFile): (counts: UsageCounts) => void {
  const begun = performance.now()
  let next = LINES
  return ({ lines, rejected }) => {
    if (lines < next) return
    next = lines + LINES
    const rate = Math.round((lines * 1000) / (performance.now() - begun))
    console.error(`${lines} lines of ${name}, ${rejected} of them rejected, ${rate} a second`)
  }
}

const LINES = 100_000

/** A file for rejected lines, made when the first comes. */
function openRejects(file: UsageFile, path: string) {
  let to: number | undefined
  const write = (rejected: readonly RejectedUsage[]): void => {
    if (rejected.length === 0) return
    const isFirst = to === undefined
    to ??= openSync(path, 'w')
    const lines = rejected.map(({ row, blame }) => ({ line: row.line, blames: [blame] }))
    const rows = rejected.map(({ row }) => row)
    writeSync(to, rejectsOf({ header: file.header, rows, map: file }, lines, isFirst))
  }
  const close = (): string | null => {
    if (to === undefined) return null
    closeSync(to)
    return path
  }
  return { write, close }
}

/** As of any import: lines are booked, all that can be booked was booked before, or nothing of it is booked. */
const outcomeOf = ({ booked, booked_before }: UsageCounts): 'booked' | 'booked_before' | 'nothing_booked' =>
  booked === 0 ? 'nothing_booked' : booked === booked_before ? 'booked_before' : 'booked'

type How = { readonly path: string | null; readonly dryRun: boolean }

function inWords({ name }: UsageFile, counts: UsageCounts, { path, dryRun }: How): string {
  const { lines, booked, booked_before, rejected } = counts
  const before = booked_before === 0 ? '' : `, ${booked_before} of them before`
  const first = dryRun
    ? `This is a dry run: nothing was booked. Of ${name} ${booked} lines can be read; what the ledger has against them shows when they are booked.`
    : outcomeOf(counts) === 'nothing_booked'
      ? `Nothing of ${name} is booked: ${lines === 0 ? 'there is no line under its header' : 'all its lines are rejected'}.`
      : outcomeOf(counts) === 'booked_before'
        ? `${name} was imported before: nothing new, ${booked} lines booked before.`
        : `${name} is imported.`
  return [
    first,
    ...(dryRun ? [] : [`${lines} lines read: ${booked} booked${before}, ${rejected} rejected.`]),
    ...(dryRun && rejected > 0 ? [`${rejected} of ${lines} lines would be rejected.`] : []),
    ...(path === null ? [] : [`Rejected lines, each with its reason: ${path}`]),
  ].join('\n')
}
