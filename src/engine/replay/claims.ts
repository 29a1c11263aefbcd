import { stages } from '../figures/collection-stages.ts'
import { lesser, type Micros } from '../money/amount.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { cellValue } from '../state/subjects.ts'
import type { Day } from '../time.ts'
import { evaluate } from '../values/evaluate.ts'
import { dueOf } from '../values/installments.ts'
import { positive } from '../values/invoice-amounts.ts'
import { collectionSince, isAnnounced, stageComesOn } from '../values/stages.ts'
import { type Blocks, blocksOf } from './blocks.ts'
import type { Owed } from './owed.ts'

/** An invoice with something outstanding, as collection looks at it; amounts in micros. */
type Claim = {
  readonly invoice: Subject
  readonly outstanding: Micros
  readonly overdue: Micros
  readonly disputed: Micros
  readonly isStopped: boolean
  /** by it money goes to the oldest first; never due: last */
  readonly dueOn: Day
  /** the day from which it counts, where there is one */
  readonly since: Day | null
  /** the days from which the stages hold, the mildest first */
  readonly comesOn: readonly (Day | null)[]
}

/** What claims come to: what is collectible overdue, and of those that are collected the earliest of their days. */
export type Pursued = { readonly collectible: Micros; readonly since: Day | null; readonly comesOn: (Day | null)[] }

/** A block of claims as long as no money covers any of them. */
type Sum = Pursued & { readonly outstanding: Micros }

/** A pending payment: what it is to pay of chosen invoices, by their numbers, before it goes to the oldest ones. */
export type Awaited = {
  readonly amount: Micros
  readonly chosen: readonly { readonly no: number; readonly amount: Micros }[]
}

type Shares = { readonly covered: Micros; readonly awaited: Micros }

/** The claims of a customer in the order in which money goes to them, kept while he is folded. */
export type Claims = {
  /** an invoice owes something else than before, or is another one */
  readonly change: (state: Customer, is: Owed, day: Day) => void
  /** covers them by free money, then by pending payments, older first; says now and then how many it looked at */
  readonly cover: (state: Customer, free: Micros, pending: readonly Awaited[]) => Generator<number>
  /** what the last covering left; the days whatever the threshold */
  readonly pursued: () => Pursued
  /** what the last covering gave to an invoice, by its number */
  readonly sharesOf: (no: number) => Shares
}

/** Keeps the claims of a customer. */
export function claimsOf(): Claims {
  const byNo = new Map<number, Claim>()
  const blocks = blocksOf<Claim, Sum>(compare)
  let [free, awaited, pursued]: [Micros, ReadonlyMap<number, Micros>, Pursued] = [0n, new Map(), nothing]
  return {
    change(state, is, day) {
      const { no } = is.invoice.ref
      const before = byNo.get(no)
      if (before !== undefined) blocks.take(before)
      byNo.delete(no)
      if (is.outstanding <= 0n) return
      const claim = claimOf(state, is, day)
      byNo.set(no, claim)
      blocks.put(claim)
    },
    *cover(state, money, pending) {
      free = positive(money)
      yield* summedUp(state, blocks)
      awaited = pending.length === 0 ? new Map() : awaitedBy(pending, blocks, byNo, free)
      const apart = new Set([...awaited.keys()].map((no) => blocks.at(byNo.get(no) ?? lost(no))))
      pursued = nothing
      let left = free
      for (const [at, { rows, sum }] of blocks.all.entries()) {
        const outstanding = sum?.outstanding ?? 0n
        if (left >= outstanding) {
          left -= outstanding
          continue
        }
        if (left === 0n && !apart.has(at)) {
          pursued = together(pursued, sum ?? nothing)
          continue
        }
        yield rows.length / CLAIMS
        for (const claim of rows) {
          const covered = lesser(left, claim.outstanding)
          left -= covered
          pursued = together(pursued, alone(state, claim, covered + (awaited.get(claim.invoice.ref.no) ?? 0n)))
        }
      }
    },
    pursued: () => pursued,
    sharesOf(no) {
      const claim = byNo.get(no)
      if (claim === undefined) return { covered: 0n, awaited: 0n }
      return { covered: coveredOf(claim, blocks, free), awaited: awaited.get(no) ?? 0n }
    },
  }
}

function lost(no: number): never {
  throw new Error(`Bug: invoice ${no} is no claim`)
}

/** Claims that are summed up by the work of looking at one subject. */
const CLAIMS = 16
const NEVER = Number.MAX_SAFE_INTEGER
const nothing: Pursued = { collectible: 0n, since: null, comesOn: [] }

const compare = (a: Claim, b: Claim): number =>
  a.dueOn - b.dueOn || order(a.invoice.bornAt, b.invoice.bornAt) || a.invoice.bornSeq - b.invoice.bornSeq

const order = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)

function claimOf(state: Customer, { invoice, outstanding, overdue }: Owed, day: Day): Claim {
  const { ref } = invoice
  const dueOn = dueOf(state, ref)
  return {
    invoice,
    outstanding,
    overdue,
    disputed: evaluate(state, 'invoice.disputed', ref, day) ?? 0n,
    isStopped: cellValue(state, ref, 'invoice.uncollected_since') > 0n,
    dueOn: dueOn ?? NEVER,
    since: isAnnounced(state) ? collectionSince(state, ref) : dueOn,
    comesOn: stages.map((stage) => stageComesOn(state, invoice, stage)),
  }
}

/** Sums up the blocks in which something changed. */
function* summedUp(state: Customer, { all }: Blocks<Claim, Sum>): Generator<number> {
  for (const block of all) {
    if (block.sum !== null) continue
    yield block.rows.length / CLAIMS
    const outstanding = block.rows.reduce((sum, one) => sum + one.outstanding, 0n)
    block.sum = { ...block.rows.map((one) => alone(state, one, 0n)).reduce(together, nothing), outstanding }
  }
}

/** What one claim comes to when some of it is covered: as `spared` of figures/dunning judges it, but for the threshold. */
function alone({ policy }: Customer, claim: Claim, covered: Micros): Pursued {
  const { outstanding, overdue, disputed, isStopped, since, comesOn } = claim
  const collectible = positive(overdue - disputed - covered)
  const isSpared = collectible === 0n || isStopped || outstanding - disputed - covered <= policy.collectMinimum
  return isSpared ? { ...nothing, collectible } : { collectible, since, comesOn: [...comesOn] }
}

const together = (a: Pursued, b: Pursued): Pursued =>
  b === nothing
    ? a
    : {
        collectible: a.collectible + b.collectible,
        since: earlier(a.since, b.since),
        comesOn: stages.map((_, at) => earlier(a.comesOn[at] ?? null, b.comesOn[at] ?? null)),
      }

const earlier = (a: Day | null, b: Day | null): Day | null => (a === null ? b : b === null ? a : Math.min(a, b))

/** The part of the free money that reaches a claim. */
function coveredOf(claim: Claim, { all, at }: Blocks<Claim, Sum>, free: Micros): Micros {
  const own = at(claim)
  let left = free
  for (const { sum } of all.slice(0, own)) left -= sum?.outstanding ?? 0n
  for (const one of all[own]?.rows ?? []) {
    if (one === claim || left <= 0n) break
    left -= one.outstanding
  }
  return lesser(positive(left), claim.outstanding)
}

/** What pending payments would pay of what free money leaves open: of each what is chosen, then the oldest ones. */
function awaitedBy(
  pending: readonly Awaited[],
  blocks: Blocks<Claim, Sum>,
  byNo: ReadonlyMap<number, Claim>,
  free: Micros,
): ReadonlyMap<number, Micros> {
  const shares = new Map<number, Micros>()
  for (const { amount, chosen } of pending) {
    let left = amount
    const give = (claim: Claim, wanted: Micros, open: Micros): void => {
      const { no } = claim.invoice.ref
      const share = lesser(wanted, lesser(left, open - (shares.get(no) ?? 0n)))
      if (share <= 0n) return
      left -= share
      shares.set(no, (shares.get(no) ?? 0n) + share)
    }
    for (const { no, amount: wanted } of chosen) {
      const claim = byNo.get(no)
      if (claim !== undefined) give(claim, wanted, claim.outstanding - coveredOf(claim, blocks, free))
    }
    for (const [claim, open] of opened(blocks, free)) {
      if (left <= 0n) break
      give(claim, left, open)
    }
  }
  return shares
}

/** The claims that free money does not cover as a whole, with what it leaves open of each. */
function* opened({ all }: Blocks<Claim, Sum>, free: Micros): Generator<readonly [Claim, Micros]> {
  let left = free
  for (const { rows, sum } of all) {
    const outstanding = sum?.outstanding ?? 0n
    if (left >= outstanding) {
      left -= outstanding
      continue
    }
    for (const claim of rows) {
      const covered = lesser(left, claim.outstanding)
      left -= covered
      if (covered < claim.outstanding) yield [claim, claim.outstanding - covered]
    }
  }
}
