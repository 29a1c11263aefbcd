import type { Command } from '../../src/engine/commands/command.ts'
import { type Micros, parseAmount } from '../../src/engine/money/amount.ts'
import { type Day, dayFromText } from '../../src/engine/time.ts'
import { type MemoryLedger, nextXdr, textOf } from '../memory/ledger.ts'
import type { Action, Scenario, Step } from './scenario.ts'

export const micros = (text: string): Micros => {
  const parsed = parseAmount(text)
  if (!parsed.ok) throw new Error(`"${text}": ${parsed.fault}`)
  return parsed.micros
}

export const dayOf = (text: string): Day => {
  const day = dayFromText(text)
  if (day === undefined) throw new Error(`"${text}" is no day`)
  return day
}

/** The opening of a scenario's customer, as the service would hand it to the engine. */
export const openingOf = (ledger: MemoryLedger, id: string, { customer }: Scenario): Command => ({
  op: 'open_customer',
  customerId: id,
  name: textOf(ledger, customer.name),
  email: customer.email === null ? null : textOf(ledger, customer.email),
  currency: customer.currency,
  timeZone: customer.timeZone,
  billing: 'postpaid',
  class: 'default',
  clock: 'scenario',
  creditLimit: customer.creditLimit === null ? null : micros(customer.creditLimit),
})

/** The command of a step with all that a decision needs; null where only the day passes. */
export function commandOf(ledger: MemoryLedger, step: Step): Command | null {
  const { action } = step
  switch (action.op) {
    case 'nothing':
    case 'collection':
      return null
    case 'charge': {
      const { service } = action
      const xdrId = nextXdr(ledger)
      return { op: 'book_charge', amount: micros(action.amount), service, description: null, xdrId, currency: null }
    }
    case 'invoice':
      return invoiceCommand(ledger, step, action)
    case 'adjust': {
      const reason = textOf(ledger, action.reason)
      const xdrId = nextXdr(ledger)
      const { invoice } = action
      return { op: 'adjust_invoice', invoice, amount: micros(action.amount), reason, xdrId, currency: null }
    }
    case 'payment':
      return paymentCommand(action)
    case 'allocate':
    case 'deallocate':
      return handCommand(action)
    case 'note':
      return {
        op: 'add_note',
        note: textOf(ledger, action.text),
        noteKind: action.kind,
        about: action.invoice === null ? null : { kind: 'invoice', id: action.invoice },
        agreed: action.agreed === null ? null : micros(action.agreed),
      }
  }
}

type ActionOf<O extends Action['op']> = Extract<Action, { op: O }>

const invoiceCommand = (ledger: MemoryLedger, step: Step, action: ActionOf<'invoice'>): Command => ({
  op: 'issue_invoice',
  invoice: action.invoice,
  lines: (action.lines ?? []).map(({ amount, description }) => ({
    description: textOf(ledger, description),
    amount: micros(amount),
    service: 'fee',
    xdrId: nextXdr(ledger),
  })),
  charges: action.lines === null ? 'unbilled' : [],
  roundingXdrId: nextXdr(ledger),
  period: null,
  issuedOn: dayOf(step.effectiveOn ?? step.on),
  dueOn: action.dueOn === null ? null : dayOf(action.dueOn),
  currency: null,
})

const paymentCommand = ({ payment, amount, allocate }: ActionOf<'payment'>): Command => ({
  op: 'receive_payment',
  paymentId: payment,
  amount: micros(amount),
  method: null,
  xdrId: BigInt(payment),
  allocate:
    typeof allocate === 'string'
      ? allocate
      : allocate.map((one) => ({ invoice: one.invoice, amount: micros(one.amount) })),
  currency: null,
})

function handCommand({ op, from, invoice, amount }: ActionOf<'allocate' | 'deallocate'>): Command {
  const [hand, money] = [op, { invoice, amount: micros(amount) }]
  return from.kind === 'payment'
    ? { op: `${hand}_payment`, paymentId: from.name, ...money }
    : { op: `${hand}_credit`, creditId: from.name, ...money }
}
