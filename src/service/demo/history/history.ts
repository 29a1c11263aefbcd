import { addTo } from '../../../engine/many.ts'
import { startInUtc } from '../../../engine/time.ts'
import { billMonth, firstOf, type Life, momentOn, stopsAt } from './bills.ts'
import { maria, mediation } from './callers.ts'
import { chanceFrom } from './chance.ts'
import { contestingClass, contestingTerms, isContesting } from './contesting.ts'
import { answerings, FIRST_MONTH } from './payments.ts'
import { type Person, people } from './people.ts'
import { type Planned, performedNow, planned, type Tale } from './planned.ts'
import { purseOf } from './purse.ts'

/** The clock of the year. */
export const historyClock = 'demo-history'

const SEED = 2026
const MONTHS = 12
const FIRST_ID = 10_100

function lifeOf(person: Person, at: number): Life {
  const chance = chanceFrom(SEED + at)
  return {
    customerId: String(FIRST_ID + at + 1),
    no: at + 1,
    person,
    chance,
    purse: purseOf(person.place.currency),
    tariff: chance.pick(person.place[person.class]),
  }
}

/** The year of one customer, in order of time: opening, then months of charges, invoices and what he did about them. */
function yearOf(life: Life): Planned[] {
  const joinsLater = life.chance.happens(0.2) ? life.chance.between(1, 6) : 0
  const plan = [openingOf(life, FIRST_MONTH + joinsLater)]
  let free = 0n
  for (let month = FIRST_MONTH + joinsLater; month < FIRST_MONTH + MONTHS; month += 1) {
    const billed = billMonth(life, month)
    const answer = answerings[life.person.habit](life, billed.bill, free)
    free = answer.free
    addTo(plan, [...billed.plan, ...answer.plan])
  }
  return plan
}

function openingOf(life: Life, month: number): Planned {
  const { person, customerId } = life
  const limit = person.class === 'consumer' ? life.purse.write(life.purse.read(life.tariff[1]) * 4n) : undefined
  return planned(momentOn(life, firstOf(month), 5), {
    op: 'open_customer',
    customerId,
    body: {
      customer_id: customerId,
      name: person.name,
      email: `${mailName(person.name)}@example.com`,
      currency: person.place.currency,
      time_zone: person.place.zone,
      billing: 'postpaid',
      class: isContesting(person) ? contestingClass : person.class,
      credit_limit: limit,
      clock: historyClock,
    },
    caller: maria,
    key: `demo ${customerId} opening`,
  })
}

const mailName = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, '.')

/** Something small that a customer uses on the day of the loading: his newest record is about him, not about clocks. */
const usedToday = ({ customerId, purse, tariff }: Life) =>
  performedNow({
    op: 'book_charge',
    customerId,
    body: {
      amount: purse.write(purse.part(purse.read(tariff[1]), 0.02)),
      service: 'calls',
      description: 'Calls, 4 minutes',
    },
    caller: mediation,
    key: `demo ${customerId} today`,
  })

const byMoment = (a: Planned, b: Planned): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)

/** A small operator's year, from a fixed seed: the same customers, amounts and days on every machine; it sends no mail. */
export function history(): Tale {
  const plan = people.map(lifeOf).flatMap(yearOf).sort(byMoment)
  const from = stopsAt(plan[0]?.at ?? startInUtc(firstOf(FIRST_MONTH)))
  return {
    title: 'a year of a small operator',
    clock: historyClock,
    mail: 'withhold',
    from,
    terms: [contestingTerms],
    plan,
    stop: stopsAt,
    until: from,
    today: () => people.map(lifeOf).map(usedToday),
  }
}
