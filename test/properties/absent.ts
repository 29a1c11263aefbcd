import type { EventRecord } from '../../src/engine/events/record.ts'
import { absences, aheadWords, lackOf } from '../../src/engine/explain/absence/absence.ts'
import { moneyTypes } from '../../src/engine/explain/absence/purses.ts'
import type { Ref } from '../../src/engine/figures/base.ts'
import type { FigureName } from '../../src/engine/figures/names.ts'
import type { Customer } from '../../src/engine/state/customer.ts'
import { subjectOf } from '../../src/engine/state/subjects.ts'
import { type Instant, shortDay } from '../../src/engine/time.ts'
import { evaluate } from '../../src/engine/values/evaluate.ts'
import { type Bill, type Books, left, owed, type Purse, promisedBy, sumOf } from './auditor.ts'
import { must } from './books.ts'
import { asked, type Scene } from './explaining.ts'

/** How days are cut, and by when the clock of the customer stands. */
export type Hours = { readonly dayOf: (at: Instant) => number; readonly now: Instant }

/** What the engine says that did not happen about a figure; nothing where it keeps silent. */
export function absencesIn(
  { state, events, today, dials }: Scene,
  { dayOf, now }: Hours,
  figure: FigureName,
  ref: Ref,
): string[] {
  const lack = lackOf(state, figure, ref, { asOf: dials.effectiveAt, now, today })
  if (lack === null) return []
  const money = events.filter((event) => moneyTypes.includes(event.type))
  return absences(lack, money, { dayOf, digits: 2, nameOf: (of) => subjectOf(state, of)?.id ?? '' })
}

/** Where something is owed, no payment matters for these; what is said of others is looked at by paying. */
const matters = new Set<string>([
  ...['balance', 'outstanding', 'overdue', 'collectible_overdue', 'open_count', 'overdue_count'].map(
    (one) => `customer.${one}`,
  ),
  ...['outstanding', 'overdue', 'days_overdue', 'amount_due', 'collectible', 'status'].map((one) => `invoice.${one}`),
])

const arrivals = ['payment_received', 'payment_settled', 'payment_authorised', 'credit_moved_in', 'chargeback_reversed']

/**
 * The absences of a scene against the auditor's books, who looks at the records for money that came: "no payment" is said
 * where none came in any form in that time, and there alone.
 */
export function assertAbsences(scene: Scene, books: Books, hours: Hours): void {
  const until = scene.dials.effectiveAt < hours.now ? scene.dials.effectiveAt : hours.now
  for (const { figure, ref } of asked(scene)) {
    const said = absencesIn(scene, hours, figure, ref)
    const none = said.filter((words) => words.startsWith('No payment'))
    const of = (): string =>
      `${figure} of ${ref.kind} ${ref.no} says "${said.join(' ')}" as of ${scene.dials.effectiveAt}, value ${evaluate(scene.state, figure, ref, scene.today)}`
    const since = sinceOf(scene, books, ref)
    if (since === null || since > until || !isOwed(scene, books, figure, ref)) {
      if (since === null || since > until) must(said.length === 0, () => `${of()}, and nothing is owed`)
      continue
    }
    if (said.length === 0 && !matters.has(figure)) continue
    const expected = expectedOf(scene, books, { since, until, dayOf: hours.dayOf })
    must(none.length === (expected === null ? 0 : 1), () => `${of()}; expected ${expected}`)
    must(expected === null || none[0]?.startsWith(expected) === true, () => `${of()}; expected ${expected}`)
    must(said.at(-1)?.includes('Still outstanding: ') === true, () => `${of()}, without what is outstanding`)
    assertSaid(books, until, said, of)
  }
}

/** From when on a payment could have been expected, by the books; null: nothing is owed, all in all. */
function sinceOf({ events }: Scene, books: Books, ref: Ref): Instant | null {
  const issued = [...books.bills.values()].filter((bill) => bill.issuedOn !== null)
  const own = ref.kind === 'invoice' ? issued.filter((bill) => bill.no === ref.no) : issued
  if ((ref.kind !== 'invoice' && ref.kind !== 'customer') || sumOf(own, owed) <= 0n) return null
  const open = own.filter((bill) => owed(bill) > 0n)
  const isIssue = (event: EventRecord, bill: Bill): boolean =>
    event.type === 'invoice_issued' && event.facts.invoice?.no === bill.no
  const issues = open.map((bill) => events.find((event) => isIssue(event, bill))?.effectiveAt ?? 0n)
  const [first] = issues.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return first ?? null
}

/** A day after today is said to be one, and no other moment is, not even the last of today. */
export function assertAhead({ dials }: Scene, { dayOf, now }: Hours, endOfToday: Instant): void {
  for (const at of [dials.effectiveAt, now, endOfToday, endOfToday + 1n]) {
    const said = aheadWords(at, now, dayOf)
    must((said !== null) === dayOf(at) > dayOf(now), () => `as of ${at}, now ${now}, says ${said}`)
  }
}

/** Of a status: that it is none of a void invoice, which asks for nothing whatever a past state leaves of it. */
function isOwed({ state, today }: Scene, books: Books, figure: FigureName, ref: Ref): boolean {
  if (figure === 'invoice.status') return books.bills.get(ref.no)?.voidedOn === null
  return (evaluate(state, figure, ref, today) ?? 0n) > 0n
}

type Time = { readonly since: Instant; readonly until: Instant; readonly dayOf: (at: Instant) => number }

/** How the sentence begins that must be there; null: none may be. */
function expectedOf({ events }: Scene, books: Books, { since, until, dayOf }: Time): string | null {
  if ([...books.payments.values()].some((purse) => promisedBy(purse, until) > 0n)) return null
  const came = events.filter(
    (one) => arrivals.includes(one.type) && one.effectiveAt >= since && one.effectiveAt <= until,
  )
  const last = came.at(-1)
  if (last === undefined) {
    const [from, to] = [dayOf(since), dayOf(until)]
    const isMoneyDay = events.some(
      (one) => arrivals.includes(one.type) && one.effectiveAt < since && dayOf(one.effectiveAt) === from,
    )
    if (isMoneyDay) return 'No payment since invoice '
    return from === to
      ? `No payment on ${shortDay(from)}.`
      : `No payment between ${shortDay(from)} and ${shortDay(to)}.`
  }
  const purse = purseOf(books, last)
  if (purse === undefined || !isWhole(purse)) return null
  return `No payment since ${shortDay(dayOf(last.effectiveAt))}.`
}

const purseOf = (books: Books, { facts }: EventRecord): Purse | undefined =>
  facts.payment === undefined ? books.credits.get(facts.credit?.no ?? 0) : books.payments.get(facts.payment.no)

const isWhole = (purse: Purse): boolean =>
  purse.amount > 0n &&
  left(purse) === 0n &&
  purse.refunded === 0n &&
  purse.voided === 0n &&
  purse.moved === 0n &&
  purse.chargedBack === 0n

/** Money that is free or pending is said, unless so much is said that some of it is left out. */
function assertSaid(books: Books, until: Instant, said: readonly string[], of: () => string): void {
  if (said.some((words) => words.includes('left out'))) return
  const payments = [...books.payments.values()]
  const isFree = payments.some((purse) => left(purse) > 0n)
  const isPending = payments.some((purse) => promisedBy(purse, until) > 0n)
  must(!isFree || said.some((words) => words.includes(' is not applied ')), () => `${of()}, and money is free`)
  must(!isPending || said.some((words) => words.includes(' is pending since ')), () => `${of()}, and money is pending`)
}

/** Who pays all that is outstanding sees a figure fall of which an absence is said. */
export function assertLowered(before: Scene, after: Customer, hours: Hours): number {
  let looked = 0
  for (const { figure, ref } of asked(before)) {
    if (absencesIn(before, hours, figure, ref).length === 0) continue
    const [was, is] = [before.state, after].map((state) => evaluate(state, figure, ref, before.today) ?? 0n)
    const isLower = figure.endsWith('status') ? was !== is : (is ?? 0n) < (was ?? 0n)
    must(isLower, () => `a payment is missed for ${figure} of ${ref.kind} ${ref.no}, and leaves it ${was}`)
    looked += 1
  }
  return looked
}
