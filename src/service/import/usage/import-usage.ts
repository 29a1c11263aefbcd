import type { Left } from '../../../engine/asked/commands/money.ts'
import type { Store } from '../../../store/session/store.ts'
import type { Attempt } from '../../asked/request.ts'
import { performMany } from '../../ledger/perform.ts'
import { leftOf } from '../../read/answers/left.ts'
import { openFlow } from '../../work/flow.ts'
import type { Row } from '../reading/csv.ts'
import { type Blame, isReason, type ReasonCode } from '../reading/rejection.ts'
import { type Bundle, bundlesOf, requestOf, type Setting } from './bundles.ts'
import type { UsageFile } from './file.ts'
import { lineReader, type UsageLine } from './line.ts'
import { rowsOf } from './rows.ts'

/** A line that is not booked, and why. */
export type RejectedUsage = { readonly row: Row; readonly blame: Blame }

/** What became of the lines of a usage file so far. */
export type UsageCounts = {
  readonly lines: number
  readonly booked: number
  /** of these, the lines that were booked when the file was given before */
  readonly booked_before: number
  readonly rejected: number
}

/** `onCounts` is told how far it is, and may stop it by a fault; `onRejected` gets the rejected lines in their order. */
export type UsageWish = Pick<Setting, 'caller'> & {
  readonly onCounts: (counts: UsageCounts) => void | Promise<void>
  readonly onRejected: (rejected: readonly RejectedUsage[]) => void
}

/** So many lines are put together by customer; two windows are held at once, so that memory does not grow with the file. */
const WINDOW = 50_000
/** Most of one transaction: bundles, and charges; two at once, so that one is decided while the other is written. */
const TOGETHER = { pieces: 200, size: 4000 }
const AT_ONCE = 2

/**
 * Books a usage file, window by window. Which lines make a bundle follows from the file, and a bundle is booked once: a
 * file that was stopped, or is given again, books what is missing. What the ledger refuses is rejected by its line. Throws
 * ImportFault where the file cannot be read on; the windows before are booked.
 */
export async function importUsage(store: Store, file: UsageFile, wish: UsageWish): Promise<UsageCounts> {
  const setting: Setting = { importId: file.importId, name: file.name, caller: wish.caller }
  const flow = openFlow<Bundle, Booked>({
    nameOf: ({ customerId }) => customerId,
    sizeOf: ({ lines }) => lines.length,
    most: TOGETHER,
    atOnce: AT_ONCE,
    carryOut: (bundles) => carriedOut(store, bundles, setting),
  })
  const counts = { lines: 0, booked: 0, booked_before: 0, rejected: 0 }
  const end = async (lines: number, malformed: readonly RejectedUsage[], under: Promise<readonly Booked[]>) => {
    const all = await under
    const rejected = [...malformed, ...all.flatMap((one) => one.rejected)]
    wish.onRejected(rejected.sort((a, b) => a.row.line - b.row.line))
    counts.lines += lines
    counts.rejected += rejected.length
    for (const { booked, isBefore } of all) {
      counts.booked += booked
      if (isBefore) counts.booked_before += booked
    }
    await wish.onCounts({ ...counts })
  }
  let ending: Promise<void> = Promise.resolve()
  let no = 0
  try {
    for await (const { count, lines, malformed } of windowsOf(file)) {
      const under = Promise.all(bundlesOf(lines, no).map(flow.add))
      no += 1
      await ending
      ending = end(count, malformed, under)
      // what fails is thrown when it is waited for
      ending.catch(() => {})
    }
  } finally {
    // also where the file cannot be read on: what was begun is booked to its end, and said
    await ending
  }
  return counts
}

type Window = { count: number; lines: UsageLine[]; malformed: RejectedUsage[] }

/** The lines of a file in windows, read and sifted. */
export async function* windowsOf(file: UsageFile): AsyncGenerator<Readonly<Window>> {
  const read = lineReader(file)
  const open = (): Window => ({ count: 0, lines: [], malformed: [] })
  let window = open()
  for await (const rows of rowsOf(file)) {
    for (const row of rows) {
      const line = read(row)
      if ('code' in line) window.malformed.push({ row, blame: line })
      else window.lines.push(line)
      window.count += 1
      if (window.count < WINDOW) continue
      yield window
      window = open()
    }
  }
  if (window.count > 0) yield window
}

/** What became of a bundle; `isBefore`: it was booked when the file was given before. */
type Booked = { readonly booked: number; readonly isBefore: boolean; readonly rejected: readonly RejectedUsage[] }

async function carriedOut(store: Store, bundles: readonly Bundle[], setting: Setting): Promise<Booked[]> {
  const attempts = await performMany(
    store,
    bundles.map((bundle) => requestOf(bundle, setting)),
  )
  const all: Booked[] = []
  for (const [at, bundle] of bundles.entries()) all.push(await bookedOf(store, bundle, attempts[at]))
  return all
}

async function bookedOf(store: Store, { lines }: Bundle, attempt: Attempt | undefined): Promise<Booked> {
  if (attempt === undefined) throw new Error('Bug: a bundle without an attempt')
  if (attempt.status === 'fault') throw attempt.error
  if (attempt.status === 'done') {
    const rejected = leftRows(lines, (await leftOf(store, attempt, 'book_usage')) ?? [])
    return { booked: lines.length - rejected.length, isBefore: attempt.replay, rejected }
  }
  const left = attempt.status === 'refused' ? (attempt.left ?? []) : []
  if (left.length > 0) return { booked: 0, isBefore: false, rejected: leftRows(lines, left) }
  const blame = blameOf('', attempt.status === 'refused' ? attempt.refusal.code : attempt.status)
  return { booked: 0, isBefore: false, rejected: lines.map(({ row }) => ({ row, blame })) }
}

const leftRows = (lines: readonly UsageLine[], left: readonly Left[]): RejectedUsage[] =>
  left.flatMap(({ line, field, code }) => {
    const row = lines[line - 1]?.row
    return row === undefined ? [] : [{ row, blame: blameOf(field, code) }]
  })

/** A rule of the ledger in the words of a file. */
function blameOf(field: string, code: string): Blame {
  const said = OF_RULES[code] ?? code
  if (isReason(said)) return { field: FIELDS[field] ?? FIELD_OF[said] ?? field, code: said }
  return { field: FIELDS[field] ?? field, code: 'refused', detail: code }
}

const FIELDS: Readonly<Record<string, string>> = { effective_at: 'used_at' }
const FIELD_OF: Readonly<Record<string, string>> = { customer_unknown: 'customer_id', currency_differs: 'currency' }
const OF_RULES: Readonly<Record<string, ReasonCode>> = {
  amount_malformed: 'usage_amount_malformed',
  amount_must_not_be_negative: 'usage_negative',
  date_invalid: 'time_unreadable',
  effective_before_opening: 'before_opening',
  xdr_id_invalid: 'xdr_id_unreadable',
}
