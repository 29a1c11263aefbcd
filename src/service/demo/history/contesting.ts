import type { Bill, Life } from './bills.ts'
import { momentOn } from './bills.ts'
import { agents } from './callers.ts'
import { pay } from './pay.ts'
import type { Person } from './people.ts'
import { type ClassTerms, type Planned, planned } from './planned.ts'
import { shareBetween } from './purse.ts'

/** Customers who contest whole invoices; their terms have a late fee, which is withheld meanwhile: a decision on record. */
export const contestingClass = 'wholesale'

export const isContesting = ({ class: kind, habit }: Person): boolean => kind === 'business' && habit === 'disputing'

export const contestingTerms: ClassTerms = {
  scope: { class: contestingClass },
  patch: { collection: { grace_days: 5, late_fee: { amount: '0', percent: '2', on: 'next_invoice' } } },
}

/** Beyond the day of the fee, so that something is there to be withheld. */
const RESOLVED_AFTER = 12

/** Contests all of an invoice until after its due date; it is settled by a part, and the rest is paid at once. */
export function contest(life: Life, bill: Bill): { readonly plan: readonly Planned[]; readonly free: bigint } {
  const { chance, purse, customerId } = life
  const agreed = purse.part(bill.total, shareBetween(chance, 0.05, 0.2))
  const [caller, reference] = [chance.pick(agents), `CRM case ${chance.between(7000, 8800)}`]
  const [dispute_id, on] = [`D-${bill.invoice}`, bill.issuedOn + chance.between(3, 9)]
  const settledOn = bill.dueOn + RESOLVED_AFTER
  const opened = planned(momentOn(life, on, 75), {
    op: 'open_dispute',
    customerId,
    body: {
      dispute_id,
      invoice: bill.invoice,
      note: 'Contests the whole invoice: billed by the tariff of before the contract.',
      reference,
    },
    caller,
    key: `demo ${bill.invoice} contested`,
  })
  const settled = planned(momentOn(life, settledOn, 30), {
    op: 'resolve_dispute',
    customerId,
    body: {
      dispute_id,
      outcome: 'adjusted',
      amount: purse.write(agreed),
      reason: 'difference of the tariffs',
      reference,
    },
    caller,
    key: `demo ${bill.invoice} settled`,
  })
  return { plan: [opened, settled, pay(life, bill, settledOn, bill.total - agreed)], free: 0n }
}
