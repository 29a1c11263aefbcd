import { type Bill, type Life, momentOn } from './bills.ts'
import { agents } from './callers.ts'
import { contest, isContesting } from './contesting.ts'
import { pay } from './pay.ts'
import type { Habit } from './people.ts'
import { type Planned, planned } from './planned.ts'
import { shareBetween } from './purse.ts'

/** What a customer does about a bill, by his habit. `free` is what he has paid too much so far. */
type Answer = { readonly plan: readonly Planned[]; readonly free: bigint }
type Answering = (life: Life, bill: Bill, free: bigint) => Answer

const inTime: Answering = (life, bill) => ({
  plan: [pay(life, bill, bill.issuedOn + life.chance.between(2, bill.dueOn - bill.issuedOn - 2), bill.total)],
  free: 0n,
})

const oftenLate: Answering = (life, bill) =>
  life.chance.happens(0.35)
    ? inTime(life, bill, 0n)
    : { plan: [pay(life, bill, bill.dueOn + life.chance.between(2, 21), bill.total)], free: 0n }

const inParts: Answering = (life, bill) => {
  const first = life.purse.part(bill.total, shareBetween(life.chance, 0.4, 0.7))
  const before = pay(life, bill, bill.issuedOn + life.chance.between(4, 12), first)
  const after = pay(life, bill, bill.dueOn + life.chance.between(3, 16), bill.total - first, 2)
  return { plan: life.chance.happens(0.8) ? [before, after] : [before], free: 0n }
}

const inRoundSums: Answering = (life, bill, free) => {
  const owed = bill.total - free
  if (owed <= 0n) return { plan: [], free: free - bill.total }
  const amount = life.purse.roundSum(owed)
  return { plan: [pay(life, bill, bill.issuedOn + life.chance.between(2, 12), amount)], free: amount - owed }
}

const complaints = [
  ['roaming that was sold as included', 'roaming sold as included'],
  ['calls that nobody made', 'calls not made'],
  ['a month in which the line was down', 'line down for days'],
  ['a tariff that was changed without notice', 'tariff changed without notice'],
] as const

/** Sometimes complains, is promised a sum and gets it, once in a while less than was promised; then pays the rest. */
const complaining: Answering = (life, bill) => {
  const { chance, purse, customerId } = life
  if (!chance.happens(0.35)) return inTime(life, bill, 0n)
  if (isContesting(life.person)) return contest(life, bill)
  const agreed = purse.part(bill.total, shareBetween(chance, 0.05, 0.3))
  const booked = chance.happens(0.2) ? purse.part(agreed, 0.5) : agreed
  const [complaint, reason] = chance.pick(complaints)
  const [caller, reference] = [chance.pick(agents), `CRM case ${chance.between(7000, 8800)}`]
  const on = bill.issuedOn + chance.between(1, 3)
  const note = planned(momentOn(life, on, 75), {
    op: 'add_note',
    customerId,
    body: {
      text: `Complains about ${complaint}. Agreed to take off ${purse.write(agreed)}.`,
      subject: `invoice:${bill.invoice}`,
      kind: 'dispute',
      agreed: purse.write(agreed),
      reference,
    },
    caller,
    key: `demo ${bill.invoice} dispute`,
  })
  const adjustment = planned(momentOn(life, on, 90), {
    op: 'adjust_invoice',
    customerId,
    body: { invoice: bill.invoice, amount: purse.write(-booked), reason, reference },
    caller,
    key: `demo ${bill.invoice} adjustment`,
  })
  const rest = pay(life, bill, on + chance.between(3, 8), bill.total - booked)
  return { plan: [note, adjustment, rest], free: 0n }
}

/** Pays for some months, then no more; somebody calls him once. */
const fallingSilent: Answering = (life, bill) => {
  const months = bill.month - FIRST_MONTH
  if (months < 5) return inTime(life, bill, 0n)
  const call = planned(momentOn(life, bill.dueOn + 4, 100), {
    op: 'add_note',
    customerId: life.customerId,
    body: { text: 'Called about the open invoice; nobody answered.', subject: `invoice:${bill.invoice}`, kind: 'note' },
    caller: life.chance.pick(agents),
    key: `demo ${bill.invoice} call`,
  })
  return { plan: months === 5 ? [call] : [], free: 0n }
}

/** November 2025, the first month of the history. */
export const FIRST_MONTH = 2025 * 12 + 10

export const answerings: Readonly<Record<Habit, Answering>> = {
  prompt: inTime,
  late: oftenLate,
  partial: inParts,
  generous: inRoundSums,
  disputing: complaining,
  silent: fallingSilent,
}
