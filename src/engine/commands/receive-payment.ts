import { type Customer, findSubject } from '../customer/state.ts'
import type { Code } from '../events/slots.ts'
import { type Ref, refKey } from '../figures/base.ts'
import { lesser } from '../money/amount.ts'
import {
  check,
  currencyFine,
  firstBroken,
  named,
  positive,
  sameCurrency,
  timely,
  withinLimit,
  written,
} from './checks.ts'
import type { CommandOf, Decide } from './command.ts'
import { allocate, applyFreeMoney, draft, type Fund, openPlan } from './plan.ts'

type Receive = CommandOf<'receive_payment'>

/**
 * Receives a payment: it enters the unallocated payments and is allocated oldest first, to chosen invoices and amounts,
 * not now (`none`), or only ever by hand (`hold`). What is chosen above an invoice's outstanding stays unallocated
 * (policy overpay: unallocated). Refused as a whole when an invoice is unknown or named twice, or too much is chosen.
 */
export const receivePayment: Decide<'receive_payment'> = (customer, command, circumstances) => {
  const { amount, xdrId, method, allocate: wish } = command
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    check(findSubject(customer, 'payment', command.paymentId) === undefined, 'payment_taken', {
      payment_id: command.paymentId,
    }),
    sameCurrency(customer, command.currency),
    currencyFine(customer, amount),
    withinLimit(amount),
    positive(customer, amount),
    ...choiceChecks(customer, command),
  ])
  if (refusal !== null) return { ok: false, refusal }

  const plan = openPlan(customer, circumstances.effectiveAt)
  const payment: Ref = { kind: 'payment', no: customer.counts.payment + 1 }
  const rule: Code = typeof wish === 'string' ? wish : 'chosen'
  draft(plan, {
    type: 'payment_received',
    subject: payment,
    facts: { payment, id: command.paymentId, amount, xdrId, ...(method === null ? {} : { method }), rule },
  })
  const fund: Fund = { ref: payment, bornAt: circumstances.effectiveAt, held: wish === 'hold', seq: null }
  plan.funds.push(fund)
  plan.free.set(refKey(payment), amount)
  if (wish === 'oldest_first') applyFreeMoney(plan, (one) => (one === fund ? 'oldest_first' : 'automatic'))
  else if (typeof wish !== 'string') allocateChosen(plan, fund, wish)
  return { ok: true, drafts: plan.drafts }
}

type Choice = Exclude<Receive['allocate'], string>

function allocateChosen(plan: ReturnType<typeof openPlan>, fund: Fund, choice: Choice): void {
  for (const { invoice, amount } of choice) {
    const ref = findSubject(plan.customer, 'invoice', invoice)?.ref
    const target = plan.targets.find((one) => one.ref.no === ref?.no)
    if (target === undefined) continue
    const fits = lesser(amount, plan.outstanding.get(refKey(target.ref)) ?? 0n)
    if (fits > 0n) allocate(plan, fund, target, fits, 'chosen')
  }
}

function choiceChecks(customer: Customer, { allocate: wish, amount }: Receive) {
  if (typeof wish === 'string') return []
  const sum = wish.reduce((total, one) => total + one.amount, 0n)
  return [
    ...wish.flatMap((one) => [
      named(customer, 'invoice', one.invoice).missing,
      currencyFine(customer, one.amount),
      positive(customer, one.amount),
    ]),
    check(new Set(wish.map((one) => one.invoice)).size === wish.length, 'allocation_repeats_invoice'),
    check(sum <= amount, 'allocation_exceeds_payment', {
      chosen: written(customer, sum),
      amount: written(customer, amount),
    }),
  ]
}
