import type { Day, Instant } from '../../src/engine/time.ts'
import type { When } from './audited.ts'
import { type Bill, type Books, left, owed, promisedBy, sumOf } from './auditor.ts'
import { countOf, heldDay } from './auditor-collection.ts'

/** What collection makes of one bill on a day. */
export type Claim = {
  readonly bill: Bill
  /** the part of what is owed that should have been paid before the day */
  readonly late: bigint
  /** the day on which the oldest part that is not paid was to be paid */
  readonly dueOn: bigint | null
  readonly disputed: bigint
  /** the part that the customer's free money would pay */
  readonly covered: bigint
  /** the part that promised payments would pay of the rest */
  readonly awaited: bigint
}

/** What collection makes of all bills on a day, by number, and how many days its oldest claim is late; 0: it rests. */
export type Collection = {
  readonly claims: ReadonlyMap<number, Claim>
  readonly sum: bigint
  /** the numbers of the bills that are collected */
  readonly pursued: ReadonlySet<number>
  readonly days: bigint
}

const NEVER = 10n ** 9n
const lower = (a: bigint, b: bigint): bigint => (a < b ? a : b)
const above = (amount: bigint): bigint => (amount > 0n ? amount : 0n)

export function collected(books: Books, { now, today }: When): Collection {
  const claims = claimsOn(books, today, now)
  const sum = sumOf(claims.values(), wanted)
  const pursued = new Set<number>()
  let days = 0n
  for (const claim of claims.values()) {
    if (
      heldDay(books, 'off') !== null ||
      sum <= books.terms.threshold ||
      wanted(claim) === 0n ||
      !isWorthIt(books, claim)
    )
      continue
    pursued.add(claim.bill.no)
    const age = BigInt(today) - (countOf(books, claim.bill, claim.dueOn) ?? BigInt(today))
    if (age > days) days = age
  }
  return { claims, sum, pursued, days }
}

/** What of a bill is late and neither disputed nor covered. */
export const wanted = ({ late, disputed, covered, awaited }: Claim): bigint =>
  above(late - disputed - covered - awaited)

/** What of a bill is neither disputed nor covered, late or not. */
export const collectible = ({ bill, disputed, covered, awaited }: Claim): bigint =>
  above(owed(bill) - disputed - covered - awaited)

const isWorthIt = (books: Books, claim: Claim): boolean =>
  (claim.bill.stoppedOn ?? 0n) === 0n && collectible(claim) > books.terms.minimum

/** Free money pays in mind: bill after bill, by the day on which it is to be paid, then by issue. */
function claimsOn(books: Books, today: Day, now: Instant): Map<number, Claim> {
  let free = above(sumOf(books.payments.values(), left) + sumOf(books.credits.values(), left))
  const claims = new Map<number, Claim>()
  for (const bill of [...books.bills.values()].sort(inOrder)) {
    const open = above(owed(bill))
    const covered = lower(open, free)
    free -= covered
    const disputed = lower(bill.claimed, open)
    claims.set(bill.no, { bill, late: lateOn(bill, today), dueOn: dueDay(bill), disputed, covered, awaited: 0n })
  }
  return books.terms.sparesPending ? awaiting(books, claims, now) : claims
}

/** What is promised pays in mind what free money leaves: the bills that it is for, then bill after bill. */
function awaiting(books: Books, claims: Map<number, Claim>, now: Instant): Map<number, Claim> {
  const promises = [...books.payments.values()].filter((purse) => promisedBy(purse, now) > 0n)
  promises.sort((a, b) => (a.since === b.since ? a.seq - b.seq : a.since < b.since ? -1 : 1))
  for (const purse of promises) {
    let rest = promisedBy(purse, now)
    const spend = (no: number, most: bigint): void => {
      const claim = claims.get(no)
      if (claim === undefined) return
      const open = above(owed(claim.bill)) - claim.covered - claim.awaited
      const part = lower(most, lower(rest, open))
      rest -= part
      claims.set(no, { ...claim, awaited: claim.awaited + part })
    }
    for (const one of purse.chosen) spend(one.no, one.amount)
    for (const no of [...claims.keys()]) spend(no, rest)
  }
  return claims
}

function inOrder(a: Bill, b: Bill): number {
  const [first, second] = [dueDay(a) ?? NEVER, dueDay(b) ?? NEVER]
  if (first !== second) return first < second ? -1 : 1
  if (a.issuedAt !== b.issuedAt) return a.issuedAt < b.issuedAt ? -1 : 1
  return a.seq - b.seq
}

/**
 * What of a bill should have been paid before a day: money pays the earliest part first, so the last ones are open. What
 * was added to the parts later is late with the first of them.
 */
function lateOn({ dueOn, installments, ...bill }: Bill, today: Day): bigint {
  const open = above(owed({ dueOn, installments, ...bill }))
  if (installments.length === 0) return dueOn !== null && dueOn < BigInt(today) ? open : 0n
  let late = installments.some((part) => part.dueOn < today) ? open : 0n
  for (const part of installments) if (part.dueOn >= today) late -= part.amount
  return above(late)
}

/** The day of the first part that the money which came has not paid; of a bill in one piece its due day. */
export function dueDay(bill: Bill): bigint | null {
  const { installments, dueOn } = bill
  const last = installments.at(-1)
  if (last === undefined) return dueOn
  let came = sumOf(installments, (part) => part.amount) - above(owed(bill))
  for (const part of installments) {
    came -= part.amount
    if (came < 0n) return BigInt(part.dueOn)
  }
  return BigInt(last.dueOn)
}
