import type { Instant } from '../../src/engine/time.ts'
import { type Bill, type Books, owed } from './auditor.ts'
import { type Stage, stages } from './auditor-collection.ts'
import type { Terms } from './auditor-terms.ts'
import { type Claim, collected, collectible, wanted } from './collector.ts'

/**
 * Collection told a second time, by the text of docs/decisions/0023 alone: plain loops over bills and days. The money is
 * that of the auditor's books; what is counted, spared and announced it remembers by itself, and never reads from records.
 * Days are whole numbers.
 */
export type Memory = {
  /** by bill: from when it counts, since when it is spared; by "bill stage": for which day that is announced */
  readonly counted: Map<number, number>
  readonly spared: Map<number, number>
  readonly announced: Map<string, number>
  /** by step: since when the terms have it */
  readonly since: Map<'fee' | Stage, number>
  ended: boolean
  reopenedOn: number | null
  /** the status at the end of what happened last */
  status: string
}

export const nothingYet = (): Memory => ({
  counted: new Map(),
  spared: new Map(),
  announced: new Map(),
  since: new Map(),
  ended: false,
  reopenedOn: null,
  status: 'active',
})

export type When = { readonly today: number; readonly now: Instant }
type View = { readonly claims: readonly Claim[]; readonly sum: bigint; readonly terms: Terms }

/** The bills that are issued, as collection sees them. */
export function viewOf(books: Books, when: When): View {
  const { claims, sum } = collected(books, when)
  const issued = [...claims.values()].filter(({ bill }) => bill.issuedOn !== null)
  return { claims: issued.sort((a, b) => a.bill.no - b.bill.no), sum, terms: books.terms }
}

export function why(claim: Claim, { terms, sum }: View): string | null {
  if ((claim.bill.stoppedOn ?? 0n) !== 0n) return 'stopped_by_hand'
  if (claim.late - claim.disputed <= 0n) return 'in_dispute'
  if (claim.late - claim.disputed - claim.covered <= 0n) return 'covered_by_free_money'
  if (wanted(claim) <= 0n) return 'covered_by_pending_money'
  if (collectible(claim) <= terms.minimum) return 'below_minimum'
  return sum <= terms.threshold ? 'below_threshold' : null
}

/** quiet, pursued, or what spares it. */
export function stand(claim: Claim, { terms }: Pick<View, 'terms'>): string {
  const open = owed(claim.bill)
  if (claim.late <= 0n || open <= terms.minimum) return 'quiet'
  const leaves = (taken: bigint): boolean => claim.late > taken && open - taken > terms.minimum
  if ((claim.bill.stoppedOn ?? 0n) !== 0n) return 'stopped_by_hand'
  if (!leaves(claim.disputed)) return 'in_dispute'
  if (!leaves(claim.disputed + claim.covered)) return 'covered_by_free_money'
  return leaves(claim.disputed + claim.covered + claim.awaited) ? 'pursued' : 'covered_by_pending_money'
}

export const isCollected = (claim: Claim, view: View): boolean => claim.late > 0n && why(claim, view) === null

/** The day from which a bill counts. */
export const countOf = (memory: Memory, { bill, dueOn }: Claim): number =>
  Math.max(Number(dueOn ?? 0n), memory.counted.get(bill.no) ?? 0)

/** The day on which a step of a count falls, whether or not it is announced. */
export function falls(memory: Memory, claim: Claim, step: 'fee' | Stage, days: number): number {
  return Math.max(countOf(memory, claim), memory.since.get(step) ?? 0) + days
}

export const named = (bill: Pick<Bill, 'no'>, stage: Stage): string => `${bill.no} ${stage}`

/** The day from which a stage holds; null: it is not announced, or the terms have none. */
export function comesOn(memory: Memory, claim: Claim, stage: Stage, terms: Terms): number | null {
  const days = terms[stage]
  const told = memory.announced.get(named(claim.bill, stage)) ?? null
  if (days === null || told !== null || terms.warning !== null) return days === null ? null : told
  return Math.max(falls(memory, claim, stage, days), countOf(memory, claim) + 1)
}

/** Has a stage come because of a bill that is collected? */
export const hasCome = (memory: Memory, view: View, stage: Stage, today: number): boolean =>
  view.claims.some((claim) => {
    const on = isCollected(claim, view) ? comesOn(memory, claim, stage, view.terms) : null
    return on !== null && on <= today
  })

/** Moves the counts from what was to what is; `before` null: nothing happened but a new day. */
export const count = (memory: Memory, before: View | null, after: View, today: number): string[] =>
  after.claims.flatMap((claim) => {
    const earlier = before === null ? claim : before.claims.find(({ bill }) => bill.no === claim.bill.no)
    const was = earlier === undefined ? 'nothing' : stand(earlier, after)
    const now = stand(claim, after)
    if (now === 'quiet') return calm(memory, claim.bill.no)
    if (was === 'quiet') return again(memory, claim.bill.no, now, today)
    const kept = earlier === undefined ? 0 : countOf(memory, earlier)
    return goOn(memory, claim, { was, now, from: Math.max(countOf(memory, claim), kept), today })
  })

function calm(memory: Memory, no: number): string[] {
  return memory.spared.delete(no) ? [`${no} counts from - over nothing_overdue`] : []
}

/** What was settled is owed again. */
function again(memory: Memory, no: number, now: string, today: number): string[] {
  memory.counted.set(no, today)
  if (now !== 'pursued') return [`${no} counts from ${today} owed_again`, spare(memory, no, today, now)]
  return [`${no} counts from ${today}${memory.spared.delete(no) ? ' over' : ''} owed_again`]
}

type Going = { readonly was: string; readonly now: string; readonly from: number; readonly today: number }

function goOn(memory: Memory, claim: Claim, { was, now, from, today }: Going): string[] {
  const { no } = claim.bill
  const sparedOn = memory.spared.get(no)
  if (now === 'pursued' && sparedOn !== undefined) {
    const moved = from + Math.max(today - sparedOn, 0)
    memory.counted.set(no, moved)
    memory.spared.delete(no)
    return [`${no} counts from ${moved} over sparing_over`]
  }
  const lines = from > countOf(memory, claim) ? [`${no} counts from ${from} part_reopened`] : []
  if (lines.length > 0) memory.counted.set(no, from)
  if (now === 'pursued' || sparedOn !== undefined) return lines
  const isByDays = was !== 'nothing' && was !== 'pursued'
  return [...lines, spare(memory, no, isByDays ? Math.min(today, from + 1) : today, now)]
}

function spare(memory: Memory, no: number, on: number, because: string): string {
  memory.spared.set(no, on)
  return `${no} spared on ${on} ${because}`
}

/** Announcements that hold no more. */
export function end(memory: Memory, view: View): string[] {
  const lines: string[] = []
  for (const claim of view.claims)
    for (const stage of stages) {
      const told = memory.announced.get(named(claim.bill, stage))
      if (told === undefined) continue
      const days = view.terms[stage]
      const because = claim.late <= 0n || owed(claim.bill) <= 0n ? 'nothing_overdue' : why(claim, view)
      const isLater = days === null || falls(memory, claim, stage, days) > told
      if (because === null && !isLater) continue
      memory.announced.delete(named(claim.bill, stage))
      lines.push(`${claim.bill.no} ${stage} ended ${because ?? 'stage_moved'}`)
    }
  return lines
}
