import type { EventRecord } from '../../events/record.ts'
import { type Ref, theCustomer } from '../../figures/base.ts'
import type { FigureName } from '../../figures/names.ts'
import type { Customer } from '../../state/customer.ts'
import { subjectOf, subjectsOf } from '../../state/subjects.ts'
import { type Day, type Instant, shortDay } from '../../time.ts'
import { evaluate, unitOf } from '../../values/evaluate.ts'
import { money, statusOfNo } from '../words.ts'
import type { AbsenceTelling, Lack } from './lack.ts'
import { moneySaid } from './money-said.ts'
import { type Applied, isLaterThan, isWhole, type Purse, pendingIn, pursesOf } from './purses.ts'

/** Figures that a payment would lower (1-product: expected absences). */
const lowered: ReadonlySet<FigureName> = new Set<FigureName>([
  'customer.balance',
  'customer.outstanding',
  'customer.overdue',
  'customer.collectible_overdue',
  'customer.open_count',
  'customer.overdue_count',
  'customer.days_in_collection',
  'invoice.outstanding',
  'invoice.overdue',
  'invoice.days_overdue',
  'invoice.amount_due',
  'invoice.collectible',
  'invoice.collectible_overdue',
])

/** Statuses that a payment would end. */
const ended: ReadonlySet<string> = new Set([
  'unpaid',
  'partially_paid',
  'overdue',
  'collect',
  'suspended',
  'service_limited',
  'suspension_delayed',
  'limitation_delayed',
  'credit_exceeded',
])

/**
 * Whether it matters for a figure that no payment came, and in which time: only where a payment would lower it, and while
 * something is owed; null otherwise. `asOf` is the moment that is looked at, `now` the customer's.
 */
export function lackOf(
  customer: Customer,
  figure: FigureName,
  ref: Ref,
  at: { readonly asOf: Instant; readonly now: Instant; readonly today: Day },
): Lack | null {
  if (!wouldHelp(figure, evaluate(customer, figure, ref, at.today) ?? 0n)) return null
  const until = at.asOf < at.now ? at.asOf : at.now
  const owedOf = (invoice: Ref): bigint => evaluate(customer, 'invoice.outstanding', invoice, at.today) ?? 0n
  if (ref.kind === 'invoice') {
    const since = subjectOf(customer, ref)?.bornAt ?? until
    const owed = owedOf(ref)
    return owed > 0n && since <= until ? { since, until, issued: ref, owed, invoice: ref } : null
  }
  const owed = evaluate(customer, 'customer.outstanding', theCustomer, at.today) ?? 0n
  if (figure === 'customer.status' && staysExceeded(customer, owed, at.today)) return null
  const open = subjectsOf(customer, 'invoice').filter((one) => owedOf(one.ref) > 0n)
  const [one, ...others] = open
  if (owed <= 0n || one === undefined) return null
  const first = others.reduce((least, other) => (other.bornAt < least.bornAt ? other : least), one)
  return first.bornAt <= until ? { since: first.bornAt, until, issued: first.ref, owed, invoice: null } : null
}

const wouldHelp = (figure: FigureName, value: bigint): boolean =>
  lowered.has(figure) ? value > 0n : unitOf(figure) === 'status' && ended.has(statusOfNo(value))

/** Would the balance be above the limit also without what is outstanding, by what is not billed yet? */
function staysExceeded(customer: Customer, owed: bigint, today: Day): boolean {
  const figureAt = (figure: FigureName): bigint | null => evaluate(customer, figure, theCustomer, today)
  const limit = figureAt('customer.credit_limit')
  const isExceeded = statusOfNo(figureAt('customer.status') ?? 0n) === 'credit_exceeded'
  return isExceeded && limit !== null && (figureAt('customer.balance') ?? 0n) - owed > limit
}

/**
 * What one would expect and did not happen, said in words. `events` are those of the money that came in that time, is
 * pending or free, or was taken back in it, all of each (`moneyTypes`), within the dials; and of the money that came
 * earlier on the day on which that time begins. What is applied to invoices may come as sums instead, of all of it until
 * then, in the order in which it began. That no payment came is said only when none did in any form; else what
 * there is is said.
 */
export function absences(
  lack: Lack,
  events: Iterable<EventRecord>,
  telling: AbsenceTelling,
  applied: Iterable<Applied> = [],
): string[] {
  const { since, until, owed } = lack
  const purses = pursesOf(
    [...events].filter((event) => event.effectiveAt <= until),
    applied,
  )
  const isPending = purses.some((purse) => pendingIn(purse, until) > 0n)
  const came = purses.filter((purse) => purse.cameAt >= since)
  const said = moneySaid(lack, purses, telling)
  const left = `Still outstanding: ${money(owed, telling)}.`
  const last = came.reduce<(typeof came)[number] | undefined>(
    (latest, one) => (latest === undefined || isLaterThan(one, latest) ? one : latest),
    undefined,
  )
  if (isPending) return [...said, left]
  if (last === undefined) return [...said, `${noneIn(lack, purses, telling)} ${left}`]
  if (isWhole(last, until)) return [...said, `No payment since ${shortDay(telling.dayOf(last.cameAt))}. ${left}`]
  return [...said, left]
}

/** A day on which money came before the invoice was issued is not a day without a payment: it is said from when on. */
function noneIn({ since, until, issued }: Lack, purses: readonly Purse[], { dayOf, nameOf }: AbsenceTelling): string {
  const [from, to] = [dayOf(since), dayOf(until)]
  if (purses.some((purse) => dayOf(purse.cameAt) === from))
    return `No payment since invoice ${nameOf(issued)} was issued on ${shortDay(from)}.`
  return from === to ? `No payment on ${shortDay(from)}.` : `No payment between ${shortDay(from)} and ${shortDay(to)}.`
}

/** What an answer about a day after the customer's today leaves out; null: it is about none, so to the end of today. */
export const aheadWords = (asOf: Instant, now: Instant, dayOf: (at: Instant) => Day): string | null =>
  asOf <= now || dayOf(asOf) === dayOf(now)
    ? null
    : `As of ${shortDay(dayOf(asOf))}, after today, ${shortDay(dayOf(now))}: without what is scheduled.`
