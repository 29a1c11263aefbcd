import { dayInUtc, textFromDay } from '../../src/engine/time.ts'
import type { WireRequest } from '../../src/service/asked/request.ts'
import { wallNow } from '../../src/service/asked/wall-clock.ts'
import { performMany } from '../../src/service/ledger/perform.ts'
import { setPolicy } from '../../src/service/runs/set-policy.ts'
import type { Store } from '../../src/store/session/store.ts'
import { ada, requestOf } from '../service/desk.ts'
import { dice } from '../service/receivables.ts'

const OPENED = -200
const ISSUED = -120
/** The first day that nobody has looked at. */
const MISSED = -90
const AT_ONCE = 200

const terms = {
  collect_minimum: '2',
  collection: {
    reminders_before: [7, 1],
    resend_after: [0, 10],
    grace_days: 2,
    late_fee: { amount: '5', percent: '1.5', on: 'next_invoice' as const },
    limitation_after: 10,
    suspension_after: 30,
    termination_after: 60,
    warning_before: 3,
    threshold: '10',
  },
}

/**
 * Opens customers under a policy with every step of collection; each owes an invoice, some in installments, some with
 * held money, some less than is collected, whose steps have fallen due in the last 90 days and were not looked at.
 */
export async function openDebtors(store: Store, count: number): Promise<void> {
  await setPolicy(store, { scope: { class: 'debtors' }, patch: terms }, ada, 'debtors')
  const roll = dice(20_261_125)
  const requests: WireRequest[] = []
  for (let n = 0; n < count; n += 1) requests.push(...debtor(`D-${String(n).padStart(5, '0')}`, roll))
  for (let at = 0; at < requests.length; at += AT_ONCE * 3) {
    const outcomes = await performMany(store, requests.slice(at, at + AT_ONCE * 3))
    const other = outcomes.find((one) => one.status !== 'done')
    if (other !== undefined) throw new Error(`a debtor could not be opened: ${JSON.stringify(other)}`)
  }
}

function debtor(id: string, roll: (n: number) => number): WireRequest[] {
  const amount = 1 + roll(200)
  const due = MISSED + 8 + roll(90)
  const email = roll(10) === 0 ? { email: `${id}@example.com` } : {}
  const opening = {
    customer_id: id,
    name: `Debtor ${id}`,
    ...email,
    currency: 'USD',
    class: 'debtors',
  }
  const payment = { payment_id: `P-${id}`, amount: String(1 + roll(100)), allocate: 'hold' }
  const split = amount > 3 && roll(4) === 0
  const dueOn = split
    ? {
        installments: [0, 1, 2].map((at) => ({
          due_on: dayFrom(due + at * 5),
          amount: at === 2 ? String(amount - 2) : '1',
        })),
      }
    : { due_on: dayFrom(due) }
  const invoice = {
    invoice: `I-${id}`,
    lines: [{ description: 'Services', amount: String(amount) }],
    issued_on: dayFrom(ISSUED),
    ...dueOn,
  }
  return [
    requestOf('open_customer', null, { ...opening, effective_at: dayFrom(OPENED) }, `open ${id}`),
    ...(roll(5) === 0
      ? [requestOf('receive_payment', id, { ...payment, effective_at: dayFrom(OPENED) }, `pay ${id}`)]
      : []),
    requestOf('issue_invoice', id, invoice, `issue ${id}`),
  ]
}

const dayFrom = (offset: number): string => textFromDay(dayInUtc(wallNow()) + offset)
