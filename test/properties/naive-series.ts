import type { EventRecord } from '../../src/engine/events/record.ts'
import type { Instant } from '../../src/engine/time.ts'

// A second opinion on what stands at each moment, from the words of the events alone: what an event means for what is
// owed, free, allocated and written off is told here once more, without effects, formulas or rooms.

/** What an event adds to a line: "invoice:1 owes", "payment:1 has", "allocation:1 holds", "invoice:1 lost". */
type Added = readonly (readonly [line: string, by: bigint])[]

const meanings: Readonly<Record<string, string>> = {
  invoice_issued: '+owes',
  invoice_adjusted: '+owes',
  late_fee_added: '+owes',
  invoice_voided: '-owes',
  invoice_written_off: '-owes +lost',
  write_off_undone: '+owes -lost',
  payment_received: '+has',
  payment_settled: '+has',
  chargeback_reversed: '+has',
  credit_note_issued: '+has',
  credit_moved_in: '+has',
  credit_made: '+has +owes',
  credit_withdrawn: '-has -owes',
  payment_allocated: '-has -owes +holds',
  credit_allocated: '-has -owes +holds',
  payment_deallocated: '+has +owes -holds',
  credit_deallocated: '+has +owes -holds',
  payment_failed: '-has',
  payment_voided: '-has',
  payment_charged_back: '-has',
  payment_refunded: '-has',
  payment_moved_out: '-has',
  credit_note_voided: '-has',
  credit_refunded: '-has',
  credit_moved_out: '-has',
}

function meaning({ type, facts }: EventRecord): Added {
  const { amount = 0n, invoice, payment, credit, allocation } = facts
  const whose = { owes: invoice, lost: invoice, has: payment ?? credit, holds: allocation }
  return (meanings[type] ?? '').split(' ').flatMap((one): Added => {
    const word = one.slice(1) as keyof typeof whose
    const ref = whose[word]
    return ref === undefined ? [] : [[`${ref.kind}:${ref.no} ${word}`, one.startsWith('+') ? amount : -amount]]
  })
}

/** All that was told so far: per line what each event added, and when. */
export type Series = Map<string, { readonly at: Instant; readonly by: bigint }[]>

/** The value of a line at a moment: a plain sum. */
export const valueAt = (series: Series, line: string, at: Instant): bigint =>
  (series.get(line) ?? []).reduce((sum, one) => (one.at <= at ? sum + one.by : sum), 0n)

/** Each moment at which a line moves. */
export const momentsOf = (series: Series, line: string): Instant[] => (series.get(line) ?? []).map((one) => one.at)

/** Who says that money never was there, or that an invoice never was owed, may leave a past day below 0. */
const mayLeaveLess: ReadonlySet<string> = new Set([
  // a negative total, until its credit is made
  'invoice_issued',
  'payment_failed',
  'payment_voided',
  'payment_charged_back',
  'credit_note_voided',
  'credit_withdrawn',
  'invoice_voided',
])

/** Tells one more event; throws where it takes what is not there at some moment, unless it may. */
export function tell(series: Series, event: EventRecord): void {
  for (const [line, by] of meaning(event)) {
    series.set(line, [...(series.get(line) ?? []), { at: event.effectiveAt, by }])
    if (by >= 0n || mayLeaveLess.has(event.type)) continue
    for (const at of momentsOf(series, line)) {
      const value = valueAt(series, line, at)
      if (at >= event.effectiveAt && value < 0n)
        throw new Error(`record ${event.seq} (${event.type}) leaves ${line} ${value} at ${at}`)
    }
  }
}

/** The moment before another one at which one of some lines moved, from a date on; the date itself where none did. */
export function momentBefore(series: Series, lines: readonly string[], at: Instant, date: Instant): Instant {
  const moments = lines.flatMap((line) => momentsOf(series, line)).filter((one) => one > date && one < at)
  return moments.reduce((latest, one) => (one > latest ? one : latest), date)
}

/** The lines that an event takes from, with how much. */
export const taken = (event: EventRecord): { readonly line: string; readonly amount: bigint }[] =>
  meaning(event).flatMap(([line, by]) => (by < 0n ? [{ line, amount: -by }] : []))
