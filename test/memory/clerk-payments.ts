import type { Command, CommandOf } from '../../src/engine/asked/command.ts'
import type { Refund } from '../../src/engine/asked/commands/money.ts'
import { defaultTerms, type PolicyText } from '../../src/engine/policy/policy.ts'
import { dayAt, startOfDay } from '../../src/service/asked/days.ts'
import { act, type Clerk, day, micros } from './clerk.ts'
import { type Outcome, textOf } from './ledger.ts'

/** Short words for what is done with payments that are pending, taken back, refunded or moved. */
type Shares = Readonly<Record<string, string>>
type When = { readonly on?: string }

const sharesOf = (shares: Shares) =>
  Object.entries(shares).map(([invoice, amount]) => ({ invoice, amount: micros(amount) }))

/** Authorises a payment; `until` is the day at whose start it ends. */
export function authorise(
  clerk: Clerk,
  paymentId: string,
  amount: string,
  wish: 'oldest_first' | 'none' | 'hold' | Shares = 'oldest_first',
  rest: When & { until?: string } = {},
): Outcome {
  const { ledger } = clerk
  const at = rest.until === undefined ? null : startOfDay(day(rest.until), ledger.zone)
  const command: CommandOf<'authorise_payment'> = {
    op: 'authorise_payment',
    paymentId,
    amount: micros(amount),
    method: null,
    xdrId: null,
    allocate: typeof wish === 'string' ? wish : sharesOf(wish),
    expires: at === null ? null : { at, on: dayAt(at - 1n, ledger.zone) },
    currency: null,
  }
  return act(clerk, command, rest)
}

/** Settles a pending payment; without an amount all of it. */
export const settle = (clerk: Clerk, paymentId: string, amount: string | null = null, when: When = {}): Outcome =>
  act(
    clerk,
    {
      op: 'settle_payment',
      paymentId,
      amount: amount === null ? null : micros(amount),
    },
    when,
  )

const takingBack =
  (op: 'fail_payment' | 'void_payment' | 'charge_back_payment' | 'reverse_chargeback') =>
  (clerk: Clerk, paymentId: string, when: When = {}): Outcome =>
    act(clerk, { op, paymentId, reason: null }, when)

export const fail = takingBack('fail_payment')
export const voidPayment = takingBack('void_payment')
export const chargeBack = takingBack('charge_back_payment')
export const reverse = takingBack('reverse_chargeback')

type RefundRest = When & { deallocate?: Shares; adjust?: Shares; reason?: null }

/** Refunds of a payment (P…), a credit (CR-…) or the customer ("customer"). */
export function refund(clerk: Clerk, from: string, amount: string, rest: RefundRest = {}): Outcome {
  const { ledger } = clerk
  const adjust = sharesOf(rest.adjust ?? {})
  const part: Refund = {
    amount: micros(amount),
    deallocate: sharesOf(rest.deallocate ?? {}),
    adjust,
    reason: rest.reason === null ? null : textOf(ledger, 'he asked for it'),
  }
  return act(clerk, { ...refundOf(from), ...part } as Command, rest)
}

const refundOf = (from: string) =>
  from === 'customer'
    ? { op: 'refund_customer' as const }
    : from.startsWith('CR-')
      ? { op: 'refund_credit' as const, creditId: from }
      : { op: 'refund_payment' as const, paymentId: from }

/** Moves free money away to another customer. */
export const moveOut = (clerk: Clerk, to: string, amount: string, rest: Partial<CommandOf<'move_out'>> = {}): Outcome =>
  act(clerk, {
    op: 'move_out',
    to,
    amount: micros(amount),
    reason: textOf(clerk.ledger, 'one household'),
    ...rest,
  })

/** Takes in money from another customer, as the credit CR-M1 unless another is named. */
export const moveIn = (clerk: Clerk, from: string, amount: string, rest: Partial<CommandOf<'move_in'>> = {}): Outcome =>
  act(clerk, {
    op: 'move_in',
    from,
    creditId: 'CR-M1',
    amount: micros(amount),
    reason: textOf(clerk.ledger, 'one household'),
    currency: 'USD',
    ...rest,
  })

/** Puts the customer on other terms than the default ones. */
export const onTerms = (clerk: Clerk, terms: Partial<PolicyText>): Outcome =>
  act(clerk, { op: 'adopt_policy', version: 1, policy: JSON.stringify({ ...defaultTerms, ...terms }) })

/** Makes a draft, voids an invoice or writes it off: as far as payments meet such invoices. */
export const makeDraft = (clerk: Clerk, invoice: string): Outcome =>
  act(clerk, {
    op: 'draft_invoice',
    invoice,
    lines: [],
    charges: [],
    period: null,
    dueOn: null,
    installments: [],
    currency: null,
  })

export const voidInvoice = (clerk: Clerk, invoice: string): Outcome =>
  act(clerk, {
    op: 'void_invoice',
    invoice,
    reissue: false,
    reason: textOf(clerk.ledger, 'issued by mistake'),
  })

export const writeOff = (clerk: Clerk, invoice: string, amount: string | null = null): Outcome =>
  act(clerk, {
    op: 'write_off_invoice',
    invoice,
    amount: amount === null ? null : micros(amount),
    reason: textOf(clerk.ledger, 'insolvent'),
  })
