import type { Books } from './auditor.ts'
import { type Stage, stages } from './auditor-collection.ts'
import type { Terms } from './auditor-terms.ts'
import { type Claim, wanted } from './collector.ts'
import {
  comesOn,
  count,
  countOf,
  end,
  falls,
  hasCome,
  isCollected,
  type Memory,
  named,
  viewOf,
  type When,
  why,
} from './naive-collection.ts'

type View = ReturnType<typeof viewOf>

const isLifted = ({ liftedUntil }: Books, today: number): boolean => (liftedUntil ?? 0n) >= BigInt(today)

/**
 * What a new day brings, one line each: counts, fees, announcements with their letters, an end, and what is withheld.
 * `charge`: the books with the fees of the day, whose amounts are compared as lines.
 */
export function onDay(memory: Memory, books: Books, charge: () => Books, when: When): string[] {
  const { today } = when
  const early = viewOf(books, when)
  const stood = memory.status
  const lines = count(memory, null, early, today)
  const charged = new Set<number>()
  const isEnded = memory.ended
  if (!isLifted(books, today)) {
    for (const claim of early.claims)
      if (isCollected(claim, early) && isFeeDue(memory, books, claim, today)) charged.add(claim.bill.no)
    for (const no of charged) lines.push(`${no} fee ${feeOf(books, early, no)}`)
  }
  // what is collected once the fees are charged
  const view = charged.size === 0 ? early : viewOf(charge(), when)
  if (!isLifted(books, today)) {
    const collectedOnes = view.claims.filter((claim) => isCollected(claim, view))
    lines.push(...announce(memory, view, collectedOnes, today, stood))
    if (!isEnded && collectedOnes.some((claim) => isEndDue(memory, claim, view.terms, today))) {
      memory.ended = true
      lines.push('terminated')
    }
  }
  lines.push(...end(memory, view))
  return [...lines, ...withheld(memory, books, view, today, charged)]
}

function isFeeDue(memory: Memory, { terms }: Books, claim: Claim, today: number): boolean {
  return terms.fee !== null && claim.bill.feeOn === null && today >= falls(memory, claim, 'fee', 1 + terms.grace)
}

function feeOf({ terms, unit }: Books, view: View, no: number): bigint {
  const claim = view.claims.find(({ bill }) => bill.no === no)
  if (terms.fee === null || claim === undefined) return 0n
  const part = (wanted(claim) * terms.fee.percent) / 100_000_000n
  return ((terms.fee.amount + part + unit - 1n) / unit) * unit
}

const severe: readonly string[] = ['service_limited', 'suspended', 'provisionally_terminated']

function announce(memory: Memory, { terms }: View, claims: readonly Claim[], today: number, stood: string): string[] {
  if (terms.warning === null || memory.ended) return []
  const lines: string[] = []
  const told = new Set<Stage>()
  for (const claim of claims)
    for (const [at, stage] of stages.entries()) {
      const days = terms[stage]
      if (days === null || memory.announced.has(named(claim.bill, stage))) continue
      const first = Math.max(falls(memory, claim, stage, days) - terms.warning, countOf(memory, claim) + 1)
      if (today < first) continue
      memory.announced.set(named(claim.bill, stage), today + terms.warning)
      lines.push(`${claim.bill.no} ${stage} announced for ${today + terms.warning}`)
      if (!told.has(stage)) lines.push(`${stage} warning ${severe.indexOf(stood) >= at ? 'stage_reached' : 'queued'}`)
      told.add(stage)
    }
  return lines
}

function isEndDue(memory: Memory, claim: Claim, terms: Terms, today: number): boolean {
  const on = comesOn(memory, claim, 'termination', terms)
  return on !== null && on <= today && (memory.reopenedOn === null || on > memory.reopenedOn)
}

function withheld(memory: Memory, books: Books, view: View, today: number, charged: ReadonlySet<number>): string[] {
  return view.claims.flatMap((claim) => {
    const because = why(claim, view) ?? (isLifted(books, today) ? 'lifted' : null)
    if (claim.late <= 0n || because === null) return []
    const { no, feeOn } = claim.bill
    const { fee, grace } = books.terms
    const isFee = fee !== null && feeOn === null && !charged.has(no)
    const fees = isFee && falls(memory, claim, 'fee', 1 + grace) === today ? [`${no} late_fee_withheld ${because}`] : []
    return [
      ...fees,
      ...stages.flatMap((stage) => withheldStage(memory, claim, { stage, terms: books.terms, today, because })),
    ]
  })
}

type Against = { readonly stage: Stage; readonly terms: Terms; readonly today: number; readonly because: string }

function withheldStage(memory: Memory, claim: Claim, { stage, terms, today, because }: Against): string[] {
  const { no } = claim.bill
  const days = terms[stage]
  if (days === null || (stage === 'termination' && memory.ended)) return []
  const told = memory.announced.get(named(claim.bill, stage))
  const on = falls(memory, claim, stage, days)
  const first = terms.warning === null ? null : Math.max(on - terms.warning, countOf(memory, claim) + 1)
  const lines = told === undefined && first === today ? [`${no} ${stage} announcement_withheld ${because}`] : []
  return (told ?? on) === today ? [...lines, `${no} ${stage}_withheld ${because}`] : lines
}

/** What an operation of somebody else brings, from the books before it to those after. */
export function onOperation(memory: Memory, before: Books, after: Books, when: When): string[] {
  const { today } = when
  const was = viewOf(before, when)
  // where terms begin to end a termination, its cause may have gone long before
  const reached = !before.terms.reinstates || hasCome(memory, was, 'termination', today)
  const held = new Map(stages.map((stage) => [stage, heldBy(memory, was, stage, today)]))
  adopt(memory, before.terms, after.terms, today)
  const now = viewOf(after, when)
  const lines = count(memory, viewOf(onSchedule(before, after), when), now, today)
  if (before.version !== after.version) lines.push(...keep(memory, held, now, today))
  lines.push(...end(memory, now))
  if (memory.ended && after.terms.reinstates && reached && !hasCome(memory, now, 'termination', today)) {
    memory.ended = false
    lines.push('reinstated')
  }
  return lines
}

/** The days on which a stage came, by bill, of those that are collected. */
function heldBy(memory: Memory, view: View, stage: Stage, today: number): Map<number, number> {
  const days = new Map<number, number>()
  for (const claim of view.claims) {
    const on = isCollected(claim, view) ? comesOn(memory, claim, stage, view.terms) : null
    if (on !== null && on <= today) days.set(claim.bill.no, on)
  }
  return days
}

/** Steps that the terms before did not have count from today. */
function adopt(memory: Memory, before: Terms, after: Terms, today: number): void {
  if (before.fee === null && after.fee !== null) memory.since.set('fee', today)
  for (const stage of stages) if (before[stage] === null && after[stage] !== null) memory.since.set(stage, today)
}

/** What holds already stays, where the new terms begin to ask for an announcement. */
function keep(memory: Memory, held: ReadonlyMap<Stage, Map<number, number>>, view: View, today: number): string[] {
  const lines: string[] = []
  for (const claim of view.claims)
    for (const stage of stages) {
      const came = held.get(stage)?.get(claim.bill.no)
      const days = view.terms[stage]
      if (came === undefined || days === null || view.terms.warning === null || !isCollected(claim, view)) continue
      if (memory.announced.has(named(claim.bill, stage)) || falls(memory, claim, stage, days) > today) continue
      memory.announced.set(named(claim.bill, stage), came)
      lines.push(`${claim.bill.no} ${stage} announced for ${came} in_force`)
    }
  return lines
}

/** The books before, with the due dates and terms of those after. */
function onSchedule(before: Books, after: Books): Books {
  const bills = new Map(
    [...before.bills].map(([no, bill]) => {
      const { dueOn, installments } = after.bills.get(no) ?? bill
      return [no, { ...bill, dueOn, installments }]
    }),
  )
  return { ...before, bills, terms: after.terms }
}

/** The customer's status by what has come. */
export function statusOf(memory: Memory, books: Books, when: When): string {
  const view = viewOf(books, when)
  const rest = isLifted(books, when.today)
  if (memory.ended) return 'provisionally_terminated'
  if (hasCome(memory, view, 'suspension', when.today)) return rest ? 'suspension_delayed' : 'suspended'
  if (hasCome(memory, view, 'limitation', when.today)) return rest ? 'limitation_delayed' : 'service_limited'
  return 'active'
}
