import { type Ref, theCustomer } from '../../src/engine/figures/base.ts'
import { statuses } from '../../src/engine/figures/statuses.ts'
import { formatAmount } from '../../src/engine/money/amount.ts'
import { currencyDigits } from '../../src/engine/money/currencies.ts'
import { stateAt } from '../../src/engine/replay/as-of.ts'
import { blankCustomer, type Customer } from '../../src/engine/state/customer.ts'
import { cellsOf, findSubject } from '../../src/engine/state/subjects.ts'
import { type Day, textFromDay } from '../../src/engine/time.ts'
import { evaluate, isFigure, statusAt, unitOf } from '../../src/engine/values/evaluate.ts'
import { dayAt, endOfDay, startOfDay } from '../../src/service/asked/days.ts'
import { openLedger } from '../memory/ledger.ts'
import { customerId, openingOf, performOn } from './engine-commands.ts'
import { carryOut, goTo, type Table } from './engine-steps.ts'
import { beginsOn, dayOf, momentOf, momentOfStep } from './moments.ts'
import type { Dials, Outcome, Stage } from './run.ts'
import { type About, firstOf, type Scenario, type Step } from './scenario.ts'
import { tellSince } from './telling.ts'

/** Plays scenarios on the engine alone, in memory: no database, no HTTP. */
export const onEngine: Stage = {
  open: (scenario) => {
    const table = openTable(scenario)
    return Promise.resolve({
      step: async (step) => takeStep(table, step),
      figure: async (about, figure, dials) => figureOf(table, about, figure, dials),
      status: async (about, dials) => statusOf(table, about, dials),
    })
  },
}

function openTable(scenario: Scenario): Table {
  const { timeZone: zone, mail } = firstOf(scenario)
  const ledger = openLedger(startOfDay(beginsOn(scenario), zone), zone)
  ledger.mail = mail
  for (const [of, person] of scenario.customers.entries()) {
    const opened = performOn(ledger, customerId(of), openingOf(person))
    if (!opened.ok) throw new Error(`the customer is refused: ${opened.refusal.code}`)
  }
  return { ledger, scenario, known: new Map(), waiting: [], terms: new Map() }
}

function takeStep(table: Table, step: Step): Outcome {
  const { ledger, known } = table
  const { action, of } = step
  const before = head(table, of).seq
  goTo(table, momentOfStep(step, ledger.zone, ledger.now))
  if (action.kind === 'operation' && action.operation.op === 'receive_payment')
    known.set(`before payment ${String(action.operation.body.payment_id)}`, head(table, of).seq)
  const outcome = carryOut(table, step)
  known.set(`on ${step.on}`, head(table, of).seq)
  const sentences = tellSince(ledger, head(table, of), before, step.reference)
  return { sentences, ...(outcome !== null && !outcome.ok && { refused: outcome.refusal.code }) }
}

function figureOf(table: Table, about: About, figure: string, dials: Dials | null): string {
  const name = `${about.kind === 'credit_note' ? 'credit' : about.kind}.${figure}`
  const { customer, today } = stateFor(table, about.of, dials)
  const ref = refOf(customer, about)
  if (name === 'invoice.collection_status') return statusAt(customer, name, ref, today)
  if (!isFigure(name)) throw new Error(`there is no figure ${name}`)
  const value = evaluate(customer, name, ref, today)
  if (value === null) return 'none'
  if (unitOf(name) === 'day') return textFromDay(Number(value))
  const digits = currencyDigits(customer.currency ?? '') ?? 2
  return unitOf(name) === 'amount' ? formatAmount(value, digits) : String(value)
}

function statusOf(table: Table, about: About, dials: Dials | null): string {
  const { customer, today } = stateFor(table, about.of, dials)
  const ref = refOf(customer, about)
  const figure = about.kind === 'credit_note' ? 'credit.status' : (`${about.kind}.status` as const)
  const status = statusAt(customer, figure, ref, today)
  if (dials === null) checkBooked(head(table, about.of), ref, figure, today)
  return status
}

/** What the books hold is what follows from them; an authorisation that ends between two days shows on reading alone. */
function checkBooked(customer: Customer, ref: Ref, figure: Parameters<typeof statusAt>[1], today: Day): void {
  const booked = cellsOf(customer, ref)[figure]
  const status = statusAt(customer, figure, ref, today)
  if (booked !== undefined && booked.value !== BigInt(statuses[status]))
    throw new Error(`the books hold another ${figure} than ${status}`)
}

type At = { readonly customer: Customer; readonly today: Day }

function stateFor(table: Table, of: number, dials: Dials | null): At {
  const { ledger, known: seqs } = table
  const { zone, now } = ledger
  if (dials === null) return { customer: { ...head(table, of), now }, today: dayAt(now, zone) }
  const { asOf, known } = dials
  const today = dayOf(asOf)
  const effectiveAt = asOf.includes('T') ? momentOf(asOf, zone) : endOfDay(today, zone)
  const records = ledger.records.get(customerId(of)) ?? []
  const bounds = { effectiveAt, ...(known !== null && { knownSeq: seqs.get(known) ?? 0 }) }
  return { customer: stateAt(blankCustomer(customerId(of)), records, bounds), today }
}

function refOf(customer: Customer, about: About): Ref {
  if (about.kind === 'customer') return theCustomer
  const kind = about.kind === 'credit_note' ? 'credit' : about.kind
  const subject = findSubject(customer, kind, about.name)
  if (subject === undefined) throw new Error(`there is no ${kind} ${about.name}`)
  return subject.ref
}

function head({ ledger }: Table, of: number): Customer {
  const customer = ledger.customers.get(customerId(of))
  if (customer === undefined) throw new Error('the customer is not open')
  return customer
}
