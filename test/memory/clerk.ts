import type { BookingCircumstances } from '../../src/engine/asked/circumstances.ts'
import type { Command, CommandOf } from '../../src/engine/asked/command.ts'
import type { LedgerRecord } from '../../src/engine/events/record.ts'
import { type Ref, theCustomer } from '../../src/engine/figures/base.ts'
import { formatAmount, type Micros, parseAmount } from '../../src/engine/money/amount.ts'
import { currencyDigits } from '../../src/engine/money/currencies.ts'
import type { Customer } from '../../src/engine/state/customer.ts'
import { findSubject } from '../../src/engine/state/subjects.ts'
import { type Day, dayFromText, type Instant } from '../../src/engine/time.ts'
import { evaluate, isFigure, statusAt } from '../../src/engine/values/evaluate.ts'
import { dayAt, startOfDay } from '../../src/service/asked/days.ts'
import { evaluateDue, type MemoryLedger, type Outcome, openLedger, perform, textOf } from './ledger.ts'

/** A ledger with one customer, and short words for what is done to him: for tests that read like the rule they hold. */
export type Clerk = { readonly ledger: MemoryLedger; readonly id: string }

export const micros = (text: string): Micros => {
  const parsed = parseAmount(text)
  if (!parsed.ok) throw new Error(`"${text}": ${parsed.fault}`)
  return parsed.micros
}

export const day = (text: string): Day => {
  const found = dayFromText(text)
  if (found === undefined) throw new Error(`"${text}" is no day`)
  return found
}

/** The fields of a command that a test leaves out stand at their plainest. */
type Rest<O extends Command['op']> = Partial<Omit<CommandOf<O>, 'op'>>
type When = { readonly on?: string }

/** Opens a customer at the start of a day; unless said otherwise in USD, in UTC, on the wall clock. */
export function opened(on = '2026-09-01', rest: Rest<'open_customer'> = {}, zone = 'UTC'): Clerk {
  const clerk = { ledger: openLedger(startOfDay(day(on), zone), zone), id: 'C1' }
  const outcome = act(clerk, openingCommand(clerk, rest))
  if (!outcome.ok) throw new Error(outcome.refusal.code)
  return clerk
}

export const openingCommand = (clerk: Clerk, rest: Rest<'open_customer'> = {}): CommandOf<'open_customer'> => ({
  op: 'open_customer',
  customerId: clerk.id,
  name: textOf(clerk.ledger, 'John Doe'),
  email: textOf(clerk.ledger, 'john@example.com'),
  currency: 'USD',
  timeZone: clerk.ledger.zone,
  billing: 'postpaid',
  class: 'default',
  clock: null,
  creditLimit: null,
  ...rest,
})

/** Puts the customer on older rules, as one whom they have booked so far. */
export function bookedBy({ ledger, id }: Clerk, rules: number): void {
  const customer = ledger.customers.get(id)
  if (customer !== undefined) ledger.customers.set(id, { ...customer, rules })
}

/** Does what a command says: now, or as of the start of a day. */
export const act = ({ ledger, id }: Clerk, command: Command, { on }: When = {}): Outcome =>
  perform(ledger, id, command, on === undefined ? {} : { effectiveAt: startOfDay(day(on), ledger.zone) })

/** Lets the clock run to the start of a day, day by day, evaluating those on which something changes. */
export function pass({ ledger, id }: Clerk, to: string): void {
  for (let at = Math.min(dayAt(ledger.now, ledger.zone) + 1, day(to)); at <= day(to); at += 1) {
    ledger.now = startOfDay(at, ledger.zone)
    evaluateDue(ledger, id)
  }
}

export const charge = (clerk: Clerk, amount: string, rest: Rest<'book_charge'> & When = {}): Outcome => {
  const { on, ...other } = rest
  const plain = { description: null, currency: null, service: 'usage', xdrId: null }
  return act(clerk, { op: 'book_charge', amount: micros(amount), ...plain, ...other }, onOf(on))
}

const onOf = (on: string | undefined): When => (on === undefined ? {} : { on })

/** Issues an invoice over lines of these amounts, today, without a due date unless one is given. */
export function issue(
  clerk: Clerk,
  invoice: string,
  amounts: readonly string[],
  rest: Omit<Rest<'issue_invoice'>, 'dueOn' | 'issuedOn'> & When & { due?: string; issued?: string } = {},
): Outcome {
  const { on, due, issued, ...other } = rest
  const { ledger } = clerk
  const lines = amounts.map((amount) => ({
    description: textOf(ledger, 'a line'),
    amount: micros(amount),
    service: 'subscription',
    xdrId: null,
  }))
  return act(
    clerk,
    {
      op: 'issue_invoice',
      invoice,
      lines,
      charges: [],
      installments: [],
      period: null,
      issuedOn: issued !== undefined ? day(issued) : on !== undefined ? day(on) : dayAt(ledger.now, ledger.zone),
      dueOn: due === undefined ? null : day(due),
      currency: null,
      ...other,
    },
    onOf(on),
  )
}

export const adjust = (
  clerk: Clerk,
  invoice: string,
  amount: string,
  rest: Rest<'adjust_invoice'> & When = {},
): Outcome => {
  const { on, ...other } = rest
  const reason = textOf(clerk.ledger, 'agreed on the phone')
  const plain = { dispute: null, xdrId: null, currency: null }
  return act(clerk, { op: 'adjust_invoice', invoice, amount: micros(amount), reason, ...plain, ...other }, onOf(on))
}

type Wish = 'oldest_first' | 'none' | 'hold' | Readonly<Record<string, string>>

/** Receives a payment; a wish such as { I1: '10' } chooses invoices and amounts. */
export const pay = (
  clerk: Clerk,
  paymentId: string,
  amount: string,
  wish: Wish = 'oldest_first',
  rest: Rest<'receive_payment'> & When = {},
): Outcome => {
  const { on, ...other } = rest
  const allocate = typeof wish === 'string' ? wish : choiceOf(wish)
  const plain = { method: null, xdrId: null, currency: null }
  return act(
    clerk,
    { op: 'receive_payment', paymentId, amount: micros(amount), allocate, ...plain, ...other },
    onOf(on),
  )
}

const choiceOf = (wish: Readonly<Record<string, string>>) =>
  Object.entries(wish).map(([invoice, amount]) => ({ invoice, amount: micros(amount) }))

/** Gives money of a payment or a credit (CR-…) to an invoice by hand, or takes it back; without an amount all of it. */
export function give(clerk: Clerk, from: string, invoice: string, amount: string, when: When = {}): Outcome {
  const wanted = { invoice, amount: micros(amount) }
  return from.startsWith('CR-')
    ? act(clerk, { op: 'allocate_credit', creditId: from, ...wanted }, when)
    : act(clerk, { op: 'allocate_payment', paymentId: from, ...wanted }, when)
}

export const takeBack = (
  clerk: Clerk,
  from: string,
  invoice: string,
  amount: string | null,
  when: When = {},
): Outcome => {
  const some = amount === null ? null : micros(amount)
  return from.startsWith('CR-')
    ? act(clerk, { op: 'deallocate_credit', creditId: from, invoice, amount: some }, when)
    : act(clerk, { op: 'deallocate_payment', paymentId: from, invoice, amount: some }, when)
}

export const note = (clerk: Clerk, rest: Rest<'add_note'> & When = {}): Outcome => {
  const { on, ...other } = rest
  const plain = { noteKind: 'note', about: null, agreed: null } as const
  return act(clerk, { op: 'add_note', note: textOf(clerk.ledger, 'he called'), ...plain, ...other }, onOf(on))
}

export const customerOf = ({ ledger, id }: Clerk): Customer => {
  const customer = ledger.customers.get(id)
  if (customer === undefined) throw new Error('the customer is not open')
  return customer
}

/** All records of the customer so far. */
export const recordsOf = ({ ledger, id }: Clerk): readonly LedgerRecord[] => ledger.records.get(id) ?? []

/** A subject as tests name it: "customer", "invoice I1", "payment P1", "credit CR-I1". */
export function refOf(customer: Customer, name: string): Ref {
  const [kind, id] = name.split(' ')
  if (kind !== 'invoice' && kind !== 'payment' && kind !== 'credit') return theCustomer
  const subject = findSubject(customer, kind, id ?? '')
  if (subject === undefined) throw new Error(`there is no ${name}`)
  return subject.ref
}

/** Some figures of a subject today, written as the API writes them: figures(clerk, 'invoice I1', 'total', 'paid'). */
export function figures(clerk: Clerk, name: string, ...wanted: readonly string[]): Record<string, string | null> {
  const customer = customerOf(clerk)
  const ref = refOf(customer, name)
  const digits = currencyDigits(customer.currency ?? '') ?? 2
  const written = wanted.map((short) => {
    const figure = `${ref.kind}.${short}`
    if (!isFigure(figure)) throw new Error(`there is no figure ${figure}`)
    const value = evaluate(customer, figure, ref, today(clerk))
    return [short, value === null ? null : formatAmount(value, digits)] as const
  })
  return Object.fromEntries(written)
}

const today = (clerk: Clerk): Day => dayAt(clerk.ledger.now, customerOf(clerk).timeZone)

export function status(clerk: Clerk, name: string): string {
  const ref = refOf(customerOf(clerk), name)
  if (ref.kind === 'allocation' || ref.kind === 'charge') throw new Error(`${name} has no status`)
  return statusAt(customerOf(clerk), `${ref.kind}.status`, ref, today(clerk))
}

/** The refusal of an outcome, "accepted" where there is none. */
export const refusalOf = (outcome: Outcome): string => (outcome.ok ? 'accepted' : outcome.refusal.code)

/** The events of an outcome as lines: "payment_allocated 60.00 payment:1 invoice:1 allocation:1 by oldest_first". */
export const eventsOf = (outcome: Outcome): string[] =>
  outcome.ok
    ? outcome.records.filter((record) => record.kind === 'event').map(lineOf)
    : [`refused ${outcome.refusal.code}`]

function lineOf(record: LedgerRecord): string {
  const facts = record.kind === 'change' ? {} : record.facts
  const { amount, charge: booked, payment, credit, invoice, allocation, rule } = facts
  const refs = [booked, payment, credit, invoice, allocation].flatMap((ref) =>
    ref === undefined ? [] : `${ref.kind}:${ref.no}`,
  )
  const sum = amount === undefined ? [] : [formatAmount(amount, 2)]
  return [record.type, ...sum, ...refs, ...(rule === undefined ? [] : [`by ${rule}`])].join(' ')
}

/** What surrounds a command that a test decides itself: now, on the clock of the ledger. */
export const circumstancesOf = ({ ledger }: Clerk, effectiveAt: Instant = ledger.now): BookingCircumstances => ({
  operationId: '00000000-0000-7000-8000-0000ffff0000',
  recordedAt: ledger.now,
  effectiveAt,
  effectiveOn: dayAt(effectiveAt, ledger.zone),
  clock: { now: ledger.now, today: dayAt(ledger.now, ledger.zone), mail: ledger.mail },
  digest: new Uint8Array(32),
  latestOn: dayAt(ledger.now, ledger.zone),
})
