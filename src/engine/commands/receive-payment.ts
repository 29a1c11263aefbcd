import type { Circumstances } from '../asked/circumstances.ts'
import type { Decide } from '../asked/command.ts'
import type { Receiving } from '../asked/commands/money.ts'
import type { Ref } from '../figures/base.ts'
import { carryOut, keptWish, wishChecks } from '../planning/allocation-wish.ts'
import {
  type Check,
  check,
  currencyFine,
  firstBroken,
  positive,
  sameCurrency,
  timely,
  withinLimit,
} from '../planning/checks.ts'
import { addFund, draft, type Fund, openPlan } from '../planning/plan.ts'
import type { Customer } from '../state/customer.ts'
import { findSubject } from '../state/subjects.ts'

/**
 * Receives a payment: it enters the unallocated payments and is allocated oldest first, to chosen invoices and amounts,
 * not now (`none`), or only ever by hand (`hold`). What is chosen above an invoice's outstanding is free money as what
 * nothing is chosen for, or is refused by the policy (overpay). Refused as a whole when an invoice is unknown, a draft, void or named twice, or too
 * much is chosen (2-domain 2.2). A closed customer may still pay.
 */
export const receivePayment: Decide<'receive_payment'> = (customer, command, circumstances) => {
  const refusal = firstBroken(paymentChecks(customer, command, circumstances))
  if (refusal !== null) return { ok: false, refusal }

  const { amount, xdrId, method } = command
  const plan = openPlan(customer, circumstances)
  const payment = newPayment(customer)
  const wish = keptWish(customer, command.allocate)
  draft(plan, {
    type: 'payment_received',
    subject: payment,
    facts: {
      payment,
      id: command.paymentId ?? { next: 'payment' },
      amount,
      xdrId: xdrId ?? 'next',
      ...(method === null ? {} : { method }),
      rule: wish.rule,
      ...restOf(command),
    },
  })
  const fund: Fund = { ref: payment, bornAt: circumstances.effectiveAt, held: isHeld(command), seq: null }
  addFund(plan, fund, amount)
  carryOut(plan, fund, wish)
  return { ok: true, drafts: plan.drafts }
}

const isFree = (customer: Customer, id: string | null): boolean =>
  id === null || findSubject(customer, 'payment', id) === undefined
/** Is it money that only a person may allocate: all of it, or what no invoice was chosen for? */
const isHeld = ({ allocate, rest }: Receiving): boolean => allocate === 'hold' || rest === 'hold'

/** What becomes of the rest as a fact, where it is held. */
export const restOf = ({ rest }: Receiving) => (rest === 'hold' ? { rest } : {})

/** The reference that the next payment of a customer gets. */
export const newPayment = (customer: Customer): Ref => ({ kind: 'payment', no: customer.counts.payment + 1 })

/** What holds for money that is received or authorised: its id is new, amount and currency are right, the wish can be kept. */
export const paymentChecks = (customer: Customer, command: Receiving, circumstances: Circumstances): Check[] => [
  ...timely(customer, circumstances),
  check(isFree(customer, command.paymentId), 'payment_taken', { payment_id: command.paymentId }),
  sameCurrency(customer, command.currency),
  currencyFine(customer, command.amount),
  withinLimit(command.amount),
  positive(customer, command.amount),
  ...wishChecks(customer, command.allocate, command.amount),
]
