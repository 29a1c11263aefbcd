import { theCustomer } from '../../src/engine/figures/base.ts'
import type { Customer } from '../../src/engine/state/customer.ts'
import { subjectsOf } from '../../src/engine/state/subjects.ts'
import type { Day, Instant } from '../../src/engine/time.ts'
import { figuresAt, statusAt } from '../../src/engine/values/evaluate.ts'
import { billFigures } from './audited-bills.ts'
import { customerFigures } from './audited-customer.ts'
import { type Books, left, type Purse, promisedBy, type Quarrel } from './auditor.ts'
import { collected } from './collector.ts'

/** Every figure and status of a customer and of all that is his, by name: "invoice:2.outstanding". */
export type Statement = Map<string, bigint | string | null>
export type Figures = Readonly<Record<string, bigint | string | null>>

/** When a statement is made: the moment, and its day in the customer's zone. */
export type When = { readonly now: Instant; readonly today: Day }

/** The statement that the auditor's books give at a moment. */
export function auditedStatement(books: Books, when: When): Statement {
  const statement: Statement = new Map()
  const put = (subject: string, figures: Figures): void => {
    for (const name of Object.keys(figures)) statement.set(`${subject}.${name}`, figures[name] ?? null)
  }
  const collection = collected(books, when)
  put('customer', customerFigures(books, collection, when))
  for (const bill of books.bills.values()) put(`invoice:${bill.no}`, billFigures(books, bill, collection, when.today))
  for (const [no, purse] of books.payments) put(`payment:${no}`, paymentFigures(purse, when.now))
  for (const [no, purse] of books.credits) put(`credit:${no}`, creditFigures(purse))
  for (const [no, one] of books.allocations)
    put(`allocation:${no}`, { amount: one.amount, charged_back: one.chargedBack })
  for (const [no, one] of books.disputes) put(`dispute:${no}`, disputeFigures(one))
  return statement
}

function paymentFigures(purse: Purse, now: Instant): Figures {
  return {
    amount: purse.amount,
    allocated: purse.used,
    refunded: purse.refunded,
    charged_back: purse.chargedBack,
    voided: purse.voided,
    moved: purse.moved,
    authorised: purse.promised,
    failed: purse.failed,
    reversed: purse.broughtBack,
    expires_at: purse.endsAt,
    expires_on: purse.endsOn,
    pending: promisedBy(purse, now),
    unallocated: left(purse),
    status: paymentStatus(purse, now),
  }
}

function paymentStatus(purse: Purse, now: Instant): string {
  if (promisedBy(purse, now) > 0n) return 'pending'
  if (purse.failed > 0n) return 'failed'
  if (purse.promised > 0n) return 'expired'
  if (purse.voided > 0n) return 'voided'
  if (purse.chargedBack > 0n) return 'charged_back'
  if (left(purse) > 0n) return purse.used > 0n ? 'partially_allocated' : 'unallocated'
  if (left(purse) < 0n || purse.used > 0n) return 'allocated'
  return purse.refunded > 0n ? 'refunded' : purse.moved > 0n ? 'moved' : 'allocated'
}

function creditFigures(purse: Purse): Figures {
  const { amount, used, refunded, voided, moved } = purse
  const remaining = left(purse)
  return { amount, allocated: used, refunded, voided, moved, remaining, status: creditStatus(purse) }
}

function creditStatus(purse: Purse): string {
  const { used, refunded, voided, moved } = purse
  if (left(purse) + used === 0n && voided > 0n) return 'void'
  if (left(purse) > 0n) return used > 0n ? 'partially_applied' : 'open'
  if (left(purse) < 0n || used > 0n) return 'applied'
  return refunded > 0n ? 'refunded' : moved > 0n ? 'moved' : 'applied'
}

function disputeFigures({ claimed, agreed, adjusted, resolvedOn, rejectedOn }: Quarrel): Figures {
  const status = rejectedOn !== null ? 'rejected' : resolvedOn !== null ? 'resolved' : 'open'
  const days = { resolved_on: resolvedOn, rejected_on: rejectedOn }
  return { claimed, agreed, adjusted, ...days, difference: agreed + adjusted, status }
}

/** The statement that the engine gives of a state at a moment. */
export function engineStatement(customer: Customer, { now, today }: When): Statement {
  const statement: Statement = new Map()
  const state = { ...customer, now }
  const put = (subject: string, ref: Parameters<typeof figuresAt>[1]): void => {
    const figures = figuresAt(state, ref, today)
    for (const name of Object.keys(figures)) statement.set(`${subject}.${name}`, figures[name]?.value ?? null)
  }
  put('customer', theCustomer)
  statement.set('customer.status', statusAt(state, 'customer.status', theCustomer, today))
  for (const kind of ['invoice', 'payment', 'credit', 'allocation', 'dispute'] as const) {
    for (const { ref } of subjectsOf(state, kind)) {
      const subject = `${kind}:${ref.no}`
      put(subject, ref)
      if (kind !== 'allocation') statement.set(`${subject}.status`, statusAt(state, `${kind}.status`, ref, today))
      if (kind === 'invoice')
        statement.set(`${subject}.collection_status`, statusAt(state, 'invoice.collection_status', ref, today))
    }
  }
  return statement
}

/** The lines in which two statements differ; a figure that only one of them knows is such a line. */
export function differences(engine: Statement, audited: Statement): string[] {
  const names = new Set([...engine.keys(), ...audited.keys()])
  return [...names]
    .filter((name) => engine.get(name) !== audited.get(name))
    .map((name) => `${name}: the engine says ${engine.get(name)}, the auditor ${audited.get(name)}`)
}
