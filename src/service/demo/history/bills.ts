import { type Day, dayFromText, type Instant, startInUtc, textFromDay } from '../../../engine/time.ts'
import { billingRun, mediation } from './callers.ts'
import type { Chance } from './chance.ts'
import type { Person } from './people.ts'
import { type Planned, planned } from './planned.ts'
import { type Purse, shareBetween } from './purse.ts'

/** One customer of the history, with his own chance, so that no other customer's life changes his. */
export type Life = {
  readonly customerId: string
  readonly no: number
  readonly person: Person
  readonly chance: Chance
  readonly purse: Purse
  readonly tariff: readonly [name: string, price: string]
}

/** A calendar month, counted from January of year 0. */
export type Month = number

/** An issued invoice as the plan knows it; total in micros. */
export type Bill = {
  readonly invoice: string
  readonly month: Month
  readonly total: bigint
  readonly issuedOn: Day
  readonly dueOn: Day
}

const HOUR = 3_600_000_000n
const MINUTE = 60_000_000n

export const firstOf = (month: Month): Day =>
  dayFromText(`${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`) ?? 0
const monthText = (month: Month): string => textFromDay(firstOf(month)).slice(0, 7)

/**
 * Each day the clock stops twice, when it is the same day in all zones of a half of the world: at 13:00 UTC for Asia
 * and Europe, at 22:00 UTC for America. What happens on a day happens in the hours before its stop.
 */
const stopHour = (zone: string): bigint => (zone.startsWith('America/') ? 22n : 13n)
const HOURS_BEFORE_STOP = 4n
export const stopsAt = (at: Instant): Instant => {
  const day = (at / (24n * HOUR)) * 24n * HOUR
  return day + (at <= day + 13n * HOUR ? 13n : 22n) * HOUR
}

/** A moment of a day of this customer, so many minutes after the first possible one. */
export const momentOn = (life: Life, day: Day, minutes: number): Instant =>
  startInUtc(day) + (stopHour(life.person.place.zone) - HOURS_BEFORE_STOP) * HOUR + BigInt(minutes) * MINUTE

const usages = [
  ['calls', (chance: Chance) => `Calls, ${chance.between(12, 340)} minutes`],
  ['data', (chance: Chance) => `Data above the allowance, ${chance.between(60, 940)} MB`],
  ['messages', (chance: Chance) => `Messages, ${chance.between(8, 120)}`],
  ['roaming', (chance: Chance) => `Roaming, ${chance.pick(['Portugal', 'Japan', 'Canada', 'Italy', 'Egypt'])}`],
] as const

/** The charges of a month: the subscription on its first day, usage on some of the others; in order of time. */
function chargesOf(life: Life, month: Month): { readonly plan: Planned[]; readonly sum: bigint } {
  const { chance, purse, tariff, customerId } = life
  const price = purse.read(tariff[1])
  const plan: Planned[] = []
  let sum = 0n
  const book = (day: Day, amount: bigint, service: string, description: string): void => {
    sum += amount
    const key = `demo ${customerId} ${monthText(month)} charge ${plan.length + 1}`
    const body = { amount: purse.write(amount), service, description }
    const at = momentOn(life, day, 60 + plan.length)
    plan.push(planned(at, { op: 'book_charge', customerId, body, caller: mediation, key }))
  }
  book(firstOf(month), price, 'subscription', `${tariff[0]}, ${monthText(month)}`)
  const days = [4, 9, 14, 19, 25, 27].filter(() => chance.happens(0.55))
  for (const after of days) {
    const [service, describe] = chance.pick(usages)
    const finer = life.person.class === 'business' ? 2 : 0
    const amount = purse.part(price, shareBetween(chance, 0.01, service === 'roaming' ? 0.4 : 0.16), finer)
    book(firstOf(month) + after, amount, service, describe(chance))
  }
  return { plan, sum }
}

const TERMS = { consumer: 14, business: 30 } as const

/** A month of charges and the invoice over them, issued on the first day of the next month. */
export function billMonth(life: Life, month: Month): { readonly plan: readonly Planned[]; readonly bill: Bill } {
  const { customerId, purse, person } = life
  const charges = chargesOf(life, month)
  const issuedOn = firstOf(month + 1)
  const dueOn = issuedOn + TERMS[person.class]
  const invoice = `${monthText(month)}-${String(life.no + 1).padStart(3, '0')}`
  const issue = planned(momentOn(life, issuedOn, 10), {
    op: 'issue_invoice',
    customerId,
    body: {
      invoice,
      charges: 'unbilled',
      period: { from: textFromDay(firstOf(month)), to: textFromDay(issuedOn - 1) },
      issued_on: textFromDay(issuedOn),
      due_on: textFromDay(dueOn),
    },
    caller: billingRun,
    key: `demo ${customerId} ${monthText(month)} invoice`,
  })
  return { plan: [...charges.plan, issue], bill: { invoice, month, total: purse.round(charges.sum), issuedOn, dueOn } }
}
