import { addTo } from '../../engine/many.ts'
import type { Store } from '../../store/session/store.ts'
import type { Finding } from './checks/finding.ts'
import { type AskedLevels, type Levels, levelsOf } from './levels.ts'
import { mark, type Trusted, trustedMarks } from './marks.ts'
import type { Reviewed } from './review.ts'
import { reviewSpan, type Span, type Spanned, spansOf } from './spans.ts'
import { verifyOrder } from './whole/order.ts'
import { verifyWhole } from './whole/whole.ts'

export type { Finding } from './checks/finding.ts'

/** What verifying came to. */
export type Verified = {
  readonly customers: number
  readonly records: number
  /** whether the database itself keeps the server from changing history */
  readonly appendOnly: boolean
  /** operations whose command was decided again, and those of older rules, which were only booked again; null: not asked */
  readonly decided: Reviewed['decided']
  /** how many customers were passed over because a mark says that all of their records were looked at; null: not asked */
  readonly trusted: number | null
  /** whether marks were kept; null: not asked */
  readonly marked: boolean | null
  /** how long looking at customers took, of all threads together, without their start; ms */
  readonly workedMs: number
  /** what of it these threads worked, without the database and without waiting; ms of a core */
  readonly cpuMs: number
  readonly findings: readonly Finding[]
}

/** Who looks at customers: so many spans of them at a time. */
export type Crew = {
  readonly hands: number
  readonly review: (span: Span, levels: Levels) => Promise<Spanned>
}

export type VerifyOptions = AskedLevels & {
  /** go on from marks of the same release and rules, whose records still have their hashes: trusts what they say */
  readonly resume?: boolean | undefined
  /** keep marks, from which a later one may go on */
  readonly marks?: boolean | undefined
  /** only this customer */
  readonly customer?: string | undefined
  /** who does it, where there is more than one can do at once; without one, this thread */
  readonly crew?: Crew | undefined
  /** told after some customers, where there are many, how many records of how many were looked at, for a progress bar */
  readonly progress?: ((done: number, total: number) => void) | undefined
}

/**
 * Verifies the ledger: every record's bytes and the chain of hashes; with `columns` its typed columns, the digest of every
 * operation, heads and read tables made again from the records, texts by their hashes, identities, the order of all
 * transactions, the clearing of moves, and what stands beside the log; with `book` every operation booked again byte for
 * byte: both where nothing in particular is asked for. With `decide` also what every command of rules 3 and newer comes
 * to. Reads only, but for marks that are to be kept; each customer as of one moment, also while others write. What is
 * about no customer alone is looked at whatever marks say.
 */
export async function verify(store: Store, options: VerifyOptions = {}): Promise<Verified> {
  const { customer, progress } = options
  const levels = levelsOf(options)
  const marks = options.resume ? await trustedMarks(store, levels) : new Map<string, Trusted>()
  const spans = await spansOf(store, levels, { customer, marks })
  const crew = (spans.length > 1 && options.crew) || alone(store)
  let marked = options.marks ? true : null
  const done = async (reviewed: readonly Reviewed[]): Promise<void> => {
    if (marked) marked = await mark(store, reviewed, levels)
  }
  const all = await inTurns(spans, crew, levels, { done, progress: spans.length > 1 ? progress : undefined })
  const results = all.flatMap((one) => one.reviewed)
  const findings = results.flatMap((one) => [...one.findings])
  if (levels.columns) {
    addTo(findings, await verifyOrder(store, customer ?? null))
    if (customer === undefined) addTo(findings, await verifyWhole(store))
  }
  return {
    customers: results.length,
    records: sum(results, (one) => one.records),
    appendOnly: store.appendOnly,
    decided: levels.decide
      ? { again: sum(results, (one) => one.decided?.again ?? 0), not: sum(results, (one) => one.decided?.not ?? 0) }
      : null,
    trusted: options.resume ? [...marks.values()].filter((one) => one.isAll).length : null,
    marked,
    workedMs: Math.round(all.reduce((sum, one) => sum + one.ms, 0)),
    cpuMs: Math.round(all.reduce((sum, one) => sum + one.cpuMs, 0)),
    findings,
  }
}

const sum = (all: readonly Reviewed[], of: (one: Reviewed) => number): number =>
  all.reduce((total, one) => total + of(one), 0)

const alone = (store: Store): Crew => ({ hands: 1, review: (span, levels) => reviewSpan(store, span, levels) })

/** The longest first, so that none is left for the end; told in the order of the customers. */
async function inTurns(
  spans: readonly Span[],
  { hands, review }: Crew,
  levels: Levels,
  {
    done: noted,
    progress,
  }: { done: (reviewed: readonly Reviewed[]) => Promise<void> } & Pick<VerifyOptions, 'progress'>,
): Promise<readonly Spanned[]> {
  const total = spans.reduce((sum, one) => sum + one.records, 0)
  const waiting = spans
    .map((span, at) => ({ span, at }))
    .sort((a, b) => b.span.records - a.span.records)
    .values()
  const results: Spanned[] = []
  let done = 0
  const hand = async (): Promise<void> => {
    for (const { span, at } of waiting) {
      const spanned = await review(span, levels)
      results[at] = spanned
      await noted(spanned.reviewed)
      done += span.records
      progress?.(done, total)
    }
  }
  await Promise.all(Array.from({ length: hands }, hand))
  return results
}
