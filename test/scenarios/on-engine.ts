import { blankCustomer, type Customer, cellsOf, findSubject } from '../../src/engine/customer/state.ts'
import { type Ref, theCustomer } from '../../src/engine/figures/base.ts'
import { evaluate, isFigure, statusAt, unitOf } from '../../src/engine/figures/evaluate.ts'
import { statuses } from '../../src/engine/figures/statuses.ts'
import { formatAmount } from '../../src/engine/money/amount.ts'
import { currencyDigits } from '../../src/engine/money/currencies.ts'
import { stateAt } from '../../src/engine/replay/as-of.ts'
import { type Day, textFromDay } from '../../src/engine/time.ts'
import { dayAt, endOfDay, startOfDay } from '../../src/service/days.ts'
import { evaluateDue, type MemoryLedger, openLedger, perform } from '../memory/ledger.ts'
import { commandOf, dayOf, openingOf } from './engine-commands.ts'
import type { Dials, Outcome, Stage } from './run.ts'
import type { About, Scenario, Step } from './scenario.ts'
import { tellSince } from './telling.ts'

/** A scenario under way; `seqBefore` is the last record before each payment was received. */
type Table = { readonly ledger: MemoryLedger; readonly scenario: Scenario; readonly seqBefore: Map<string, number> }

const ID = 'customer'
const HALF_A_DAY = 43_200_000_000n

/** Plays scenarios on the engine alone, in memory: no database, no HTTP. */
export const onEngine: Stage = {
  open: (scenario) => {
    const zone = scenario.customer.timeZone
    const first = scenario.lines.find((line) => line.kind === 'step')
    const table = { ledger: openLedger(startOfDay(dayOf(first?.on ?? ''), zone), zone), scenario, seqBefore: new Map() }
    const opened = perform(table.ledger, ID, openingOf(table.ledger, ID, scenario))
    if (!opened.ok) throw new Error(`the customer is refused: ${opened.refusal.code}`)
    return Promise.resolve({
      step: (step) => Promise.resolve(takeStep(table, step)),
      figure: (about, figure, dials) => Promise.resolve(figureOf(table, about, figure, dials)),
      status: (about, dials) => Promise.resolve(statusOf(table, about, dials)),
    })
  },
}

function takeStep(table: Table, step: Step): Outcome {
  const { ledger, scenario, seqBefore } = table
  const zone = scenario.customer.timeZone
  const before = head(table).seq
  ledger.now = startOfDay(dayOf(step.on), zone) + HALF_A_DAY
  evaluateDue(ledger, ID)
  if (step.action.op === 'payment') seqBefore.set(step.action.payment, head(table).seq)
  const command = commandOf(ledger, step)
  const at = step.effectiveOn === null ? {} : { effectiveAt: startOfDay(dayOf(step.effectiveOn), zone) }
  const outcome = command === null ? null : perform(ledger, ID, command, at)
  if (outcome !== null && !outcome.ok) return { refused: outcome.refusal.code }
  return { sentences: tellSince(ledger, head(table), before, step.reference) }
}

function figureOf(table: Table, about: About, figure: string, dials: Dials | null): string {
  const name = `${about.kind}.${figure}`
  if (!isFigure(name)) throw new Error(`there is no figure ${name}`)
  const { customer, today } = stateFor(table, dials)
  const value = evaluate(customer, name, refOf(customer, about), today)
  if (value === null) return 'none'
  if (unitOf(name) === 'day') return textFromDay(Number(value))
  return unitOf(name) === 'amount' ? formatAmount(value, digitsOf(table)) : String(value)
}

function statusOf(table: Table, about: About, dials: Dials | null): string {
  const { customer, today } = stateFor(table, dials)
  const ref = refOf(customer, about)
  const status = statusAt(customer, `${about.kind}.status`, ref, today)
  const booked = cellsOf(customer, ref)[`${about.kind}.status`]
  if (dials === null && booked !== undefined && booked.value !== BigInt(statuses[status]))
    throw new Error(`the books hold another status of ${about.kind} than ${status}`)
  return status
}

function stateFor(table: Table, dials: Dials | null): { readonly customer: Customer; readonly today: Day } {
  const { ledger } = table
  if (dials === null) return { customer: head(table), today: dayAt(ledger.now, ledger.zone) }
  const today = dayOf(dials.asOf)
  const known = dials.knownBefore === null ? {} : { knownSeq: table.seqBefore.get(dials.knownBefore) ?? 0 }
  const records = ledger.records.get(ID) ?? []
  return {
    customer: stateAt(blankCustomer(ID), records, { effectiveAt: endOfDay(today, ledger.zone), ...known }),
    today,
  }
}

function refOf(customer: Customer, about: About): Ref {
  if (about.kind === 'customer') return theCustomer
  const subject = findSubject(customer, about.kind, about.name)
  if (subject === undefined) throw new Error(`there is no ${about.kind} ${about.name}`)
  return subject.ref
}

function head({ ledger }: Table): Customer {
  const customer = ledger.customers.get(ID)
  if (customer === undefined) throw new Error('the customer is not open')
  return customer
}

const digitsOf = ({ scenario }: Table): number => currencyDigits(scenario.customer.currency) ?? 2
